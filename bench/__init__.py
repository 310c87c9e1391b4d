"""Benchmarks: how long things take, as figures to look at and not as tests that fail."""
