"""The report: what a change does to stacks, for the person who has to agree to it."""
