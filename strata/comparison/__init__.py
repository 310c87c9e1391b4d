"""The comparison: what a change makes of a plan, resource by resource, and of who may do what."""
