"""The kubeconfig that the `eks` component gives to its own Kubernetes provider.

Source: https://github.com/pulumi/pulumi-eks/blob/v4.4.0/nodejs/eks/cluster/cluster.ts
(generateKubeconfig)
"""

import json
from typing import Any

from strata.wire import UNKNOWN, Unknown


def kubeconfig(name: Any, endpoint: Any, certificate: Any) -> str | Unknown:
    """The kubeconfig as JSON, or `UNKNOWN` while one of the three values is."""
    if UNKNOWN in (name, endpoint, certificate):
        return UNKNOWN
    token = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["eks", "get-token", "--cluster-name", name, "--output", "json"],
    }
    cluster = {"server": endpoint, "certificate-authority-data": certificate}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "kubernetes", "cluster": cluster}],
            "contexts": [{"name": "aws", "context": {"cluster": "kubernetes", "user": "aws"}}],
            "current-context": "aws",
            "users": [{"name": "aws", "user": {"exec": token}}],
        }
    )
