"""ServiceAccounts: who the pods of a tenant are, and what each may do in its namespace."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services.airflow.task_pod import SERVICE_ACCOUNT as AIRFLOW_TASK

DRIVER = "spark"
EXECUTOR = "executor"
NOTEBOOK = "notebook"
DEFAULT = "default"

DRIVER_ROLE = "spark-driver"
SUBMITTER_ROLE = "spark-submitter"

Rules = tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...]

# The verbs that a driver of Spark 4 was seen to use, and `patch` for the label that marks an
# executor as leaving. No secrets, no service accounts, no exec.
DRIVER_RULES: Rules = (
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

# Pods as drivers have them, and what `spark-submit` was seen to use in cluster mode. No network
# policies: with them, whoever submits a job could open the tenant's doors.
SUBMITTER_RULES: Rules = (
    {
        "api_groups": [""],
        "resources": ["pods"],
        "verbs": ["get", "list", "watch", "create", "patch", "delete"],
    },
    {
        "api_groups": [""],
        "resources": ["configmaps", "services"],
        "verbs": ["create", "patch"],
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceAccountsArgs:
    """What the accounts need.

    Attributes:
        namespace: The tenant's namespace.
        notebooks: Whether there are notebooks: drivers that also submit.
        airflow: Whether Airflow's tasks submit; their account is made with what starts them.
    """

    namespace: pulumi.Input[str]
    notebooks: bool = False
    airflow: bool = False


class ServiceAccounts(Component):
    """An account for each kind of pod, with a Role in its own namespace only.

    Executors run people's code and ask the API server for nothing: no Role, and no token. The
    account that pods have who name none, `default`, has neither.
    """

    TYPE = "strata:tenancy:ServiceAccounts"

    def __init__(
        self, name: str, args: ServiceAccountsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._namespace = args.namespace
        drivers = [self._account(DRIVER)]
        submitters: list[pulumi.Input[str]] = []
        self._account(EXECUTOR, token=False)
        # Kubernetes makes it with the namespace, so it is not made here but changed, and destroying
        # the stack gives the change back.
        kubernetes.core.v1.ServiceAccountPatch(
            self.child(DEFAULT),
            metadata={"name": DEFAULT, "namespace": args.namespace},
            automount_service_account_token=False,
            opts=self.child_opts(),
        )
        if args.notebooks:
            notebook = self._account(NOTEBOOK)
            drivers.append(notebook)
            submitters.append(notebook)
        if args.airflow:
            submitters.append(AIRFLOW_TASK)
        self._bind(DRIVER_ROLE, DRIVER_RULES, drivers)
        if submitters:
            self._bind(SUBMITTER_ROLE, SUBMITTER_RULES, submitters)
        self.finish()

    def _account(self, name: str, *, token: bool = True) -> pulumi.Output[str]:
        account = kubernetes.core.v1.ServiceAccount(
            self.child(name),
            metadata={"name": name, "namespace": self._namespace},
            automount_service_account_token=token,
            opts=self.child_opts(),
        )
        return account.metadata.name

    def _bind(self, name: str, rules: Rules, accounts: Sequence[pulumi.Input[str]]) -> None:
        role = kubernetes.rbac.v1.Role(
            self.child(f"{name}-role"),
            metadata={"name": name, "namespace": self._namespace},
            rules=list(rules),
            opts=self.child_opts(),
        )
        kubernetes.rbac.v1.RoleBinding(
            self.child(f"{name}-binding"),
            metadata={"name": name, "namespace": self._namespace},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": role.metadata.name,
            },
            subjects=[
                {"kind": "ServiceAccount", "name": account, "namespace": self._namespace}
                for account in accounts
            ],
            opts=self.child_opts(),
        )
