"""How a Kubernetes client reaches and enters the cluster."""

import json


def kubeconfig(name: str, endpoint: str, certificate_authority: str, region: str) -> str:
    """A kubeconfig that asks the `aws` command for a token, so it never holds a credential.

    Args:
        name: Name of the cluster.
        endpoint: URL of the Kubernetes API.
        certificate_authority: Its certificate, base64.
        region: AWS region.
    """
    token = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["--region", region, "eks", "get-token", "--cluster-name", name],
    }
    cluster = {"server": endpoint, "certificate-authority-data": certificate_authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": cluster}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": "aws"}}],
            "current-context": name,
            "users": [{"name": "aws", "user": {"exec": token}}],
        }
    )
