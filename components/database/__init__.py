"""Databases, and who in the network may reach them."""
