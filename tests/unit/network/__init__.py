"""What passes between pods, tenants and the world."""
