"""Billing: what AWS knows of who pays, and who hears when it is too much."""
