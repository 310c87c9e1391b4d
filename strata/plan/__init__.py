"""The plan: what a stack would make, without an engine, a cloud or the network."""
