"""The EKS control plane, its managed add-ons, who may enter, and the system nodes."""
