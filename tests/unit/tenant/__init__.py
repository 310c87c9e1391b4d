"""Tenants: their stages, their files, and what the command line says of both."""
