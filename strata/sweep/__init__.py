"""What a failed destroy left in an account."""
