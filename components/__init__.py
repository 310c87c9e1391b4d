"""Building blocks. They know no configuration, environment or stack; only `layers` calls them."""
