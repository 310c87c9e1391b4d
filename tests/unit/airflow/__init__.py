"""Airflow: its values, its database and secrets, and the Python that its pods import."""
