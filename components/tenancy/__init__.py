"""Layer 3: what one team gets."""
