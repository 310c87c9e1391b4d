"""Which stacks a change of the project's files touches."""
