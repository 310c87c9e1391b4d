"""Another revision of the project: its files, its packages, and what its own code plans."""
