"""Names inside the cluster: a cache on every node, and how Spark pods look names up."""
