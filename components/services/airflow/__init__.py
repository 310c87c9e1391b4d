"""Airflow: one scheduler for all tenants, whose tasks run in the tenants' own namespaces."""
