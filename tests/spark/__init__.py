"""Real `spark-submit` before a real API server."""
