"""SparkAccount: who a driver pod is, and what it may do in its namespace."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component

SERVICE_ACCOUNT = "spark"

# The verbs that a driver of Spark 4 was seen to use, and `patch` for the label that marks an
# executor as leaving. No secrets, no service accounts, no exec.
RULES: tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...] = (
    {
        "api_groups": [""],
        "resources": ["pods"],
        "verbs": ["get", "list", "watch", "create", "patch", "delete", "deletecollection"],
    },
    {
        "api_groups": [""],
        "resources": ["configmaps", "persistentvolumeclaims"],
        "verbs": ["get", "list", "create", "delete", "deletecollection"],
    },
    {
        "api_groups": [""],
        "resources": ["services"],
        "verbs": ["get", "list", "deletecollection"],
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkAccountArgs:
    """What the account needs.

    Attributes:
        namespace: The tenant's namespace.
    """

    namespace: pulumi.Input[str]


class SparkAccount(Component):
    """The `spark` service account with a Role in its own namespace only."""

    TYPE = "strata:tenancy:SparkAccount"

    def __init__(
        self, name: str, args: SparkAccountArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        account = kubernetes.core.v1.ServiceAccount(
            self.child("account"),
            metadata={"name": SERVICE_ACCOUNT, "namespace": args.namespace},
            opts=self.child_opts(),
        )
        role = kubernetes.rbac.v1.Role(
            self.child("role"),
            metadata={"name": "spark-driver", "namespace": args.namespace},
            rules=list(RULES),
            opts=self.child_opts(),
        )
        kubernetes.rbac.v1.RoleBinding(
            self.child("binding"),
            metadata={"name": "spark-driver", "namespace": args.namespace},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": role.metadata.name,
            },
            subjects=[
                {
                    "kind": "ServiceAccount",
                    "name": account.metadata.name,
                    "namespace": args.namespace,
                }
            ],
            opts=self.child_opts(),
        )
        self.finish()
