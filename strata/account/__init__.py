"""The AWS account of an environment, as its stack file names it."""
