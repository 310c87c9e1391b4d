"""The three layers: each one Pulumi component, its settings, and what it promises the next."""
