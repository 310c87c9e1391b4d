"""Opening a user interface: by its address, or by a port of one's own machine."""
