"""Checking stack files, each by itself and all together."""
