"""Binaries that Python packages do not bring: found, downloaded or built."""
