"""What would stop `pulumi up` in an account, told before it runs. Nothing is ever written."""
