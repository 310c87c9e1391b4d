"""What `pulumi preview --json` found, for the reviewer of a pull request."""
