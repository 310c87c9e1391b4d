"""The boot data of a managed node that runs Amazon Linux 2023.

Source: https://github.com/pulumi/pulumi-eks/blob/v4.4.0/nodejs/eks/nodes/userdata.ts
"""

import base64
import io
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from strata.wire import UNKNOWN, Unknown

_NODE_CONFIG = {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig"}
_TAINT_EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}


def nodeadm(cluster: Mapping[str, Any], inputs: Mapping[str, Any]) -> str | Unknown:
    """The MIME document that nodeadm reads, in base64.

    Args:
        cluster: Outputs of the `aws.eks.Cluster`.
        inputs: Inputs of the node group: `labels`, `taints`, `nodeadmExtraOptions`.

    Returns:
        The document, or `UNKNOWN` while the cluster's endpoint is.
    """
    if UNKNOWN in (cluster.get("endpoint", UNKNOWN), cluster.get("name", UNKNOWN)):
        return UNKNOWN
    parts = "".join(
        f"--BOUNDARY\nContent-Type: {kind}\n\n{content}\n"
        for kind, content in _parts(cluster, inputs)
    )
    header = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="BOUNDARY"\n\n'
    return base64.b64encode(f"{header}{parts}--BOUNDARY--\n".encode()).decode()


def _parts(cluster: Mapping[str, Any], inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = "application/node.eks.aws"
    yield kind, _node_config(cluster=_cluster_part(cluster))
    flags = list(_kubelet_flags(inputs))
    if flags:
        yield kind, _node_config(kubelet={"flags": flags})
    for option in inputs.get("nodeadmExtraOptions", []):
        yield option["contentType"], option["content"]


def _cluster_part(cluster: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": cluster["name"],
        "apiServerEndpoint": cluster["endpoint"],
        "certificateAuthority": cluster["certificateAuthority"]["data"],
        "cidr": cluster["kubernetesNetworkConfig"]["serviceIpv4Cidr"],
    }


def _kubelet_flags(inputs: Mapping[str, Any]) -> Iterator[str]:
    labels = inputs.get("labels")
    if labels:
        yield "--node-labels=" + ",".join(f"{key}={value}" for key, value in labels.items())
    taints = inputs.get("taints")
    if taints:
        yield "--register-with-taints=" + ",".join(
            f"{taint['key']}={taint['value']}:{_TAINT_EFFECTS[taint['effect']]}" for taint in taints
        )


def _node_config(**spec: Any) -> str:
    text = io.StringIO()
    yaml = YAML()
    yaml.width = 4096
    yaml.dump({**_NODE_CONFIG, "spec": spec}, text)
    return f"---\n{text.getvalue()}"
