"""Cost: what a plan costs by the month, what it may grow to, and what a change adds."""
