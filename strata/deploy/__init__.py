"""Real deployments: an environment's stacks up and down, in the order of its layers."""
