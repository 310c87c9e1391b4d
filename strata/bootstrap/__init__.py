"""What an account has before any layer: where state is kept, and who may deploy."""
