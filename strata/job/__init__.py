"""Spark jobs of a project's tenants."""
