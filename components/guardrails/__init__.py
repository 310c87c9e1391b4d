"""What the API server refuses in tenants' namespaces, whoever asks."""
