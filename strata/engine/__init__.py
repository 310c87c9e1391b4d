"""What the Pulumi engine tells while it works, whatever it works on."""
