"""The command line, and what works without a cloud: the plan and the rehearsal."""
