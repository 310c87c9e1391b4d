"""Karpenter: the nodes that come and go with the pods."""
