"""The rehearsal: the real engine against a stand-in cloud."""
