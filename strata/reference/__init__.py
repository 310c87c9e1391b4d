"""The generated pages of `docs/`: every setting, and every practice with the test that holds it."""
