"""Layer 2: the shared services, one file an add-on."""
