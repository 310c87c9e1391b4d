"""The VPC and who gets which address."""
