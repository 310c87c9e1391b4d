"""What keeps tenants apart, evaluated on the plan: identities, networks, and who may do what."""
