"""One thing that was left."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from components import names


@dataclass(frozen=True, kw_only=True, slots=True)
class Leftover:
    """Something of an environment that is still there.

    Attributes:
        kind: What it is, such as `instance`.
        id: Its identifier.
        mark: The tag or name that proves whose it was.
        delete: Deletes it, and returns when it is gone.
        holds_data: Whether something that cannot be made again is on it.
    """

    kind: str
    id: str
    mark: str
    delete: Callable[[], None]
    holds_data: bool = False


def mark_of(tags: Iterable[Mapping[str, str]], environment: str) -> str:
    """The tag that proves that something belonged to an environment's cluster; empty: none.

    Sources: https://karpenter.sh/v1.14/concepts/nodeclasses/#spectags,
    https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/README.md (interface tags) and
    https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/tasks/
    """
    cluster = names.cluster(environment)
    proofs = {
        f"kubernetes.io/cluster/{cluster}": "owned",
        "eks:eks-cluster-name": cluster,
        "eks:cluster-name": cluster,
        "aws:eks:cluster-name": cluster,
        "karpenter.k8s.aws/cluster": cluster,
        "cluster.k8s.amazonaws.com/name": cluster,
        "elbv2.k8s.aws/cluster": cluster,
        f"{names.TAG_PREFIX}environment": environment,
    }
    held = {tag["Key"]: tag["Value"] for tag in tags}
    if held.get(f"{names.TAG_PREFIX}layer") == names.LAYER_BOOTSTRAP:
        return ""
    return next((f"{key}={value}" for key, value in proofs.items() if held.get(key) == value), "")
