"""Addresses: what a plan takes from each subnet, and what a change takes more."""
