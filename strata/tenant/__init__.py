"""Tenants: their files, what they have, and how they leave."""
