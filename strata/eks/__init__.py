"""What the `eks` package's components are made of, for places where its provider does not run."""
