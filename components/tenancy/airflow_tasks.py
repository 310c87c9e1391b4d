"""AirflowTasks: who a tenant's Airflow tasks are, and who may start them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services.airflow.facts import NAMESPACE
from components.services.airflow.task_pod import API_SERVER_PORT, LABEL, SERVICE_ACCOUNT
from components.services.airflow.values import SERVICE_ACCOUNTS
from components.tenancy.network_policies import Spec, egress, https_rule, policy, tcp

Rules = tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...]

# What the tasks themselves do: start Spark applications, and follow them. The tenant's own account
# has these rights; no account of Airflow's does.
TASK_RULES: Rules = (
    {
        "api_groups": ["sparkoperator.k8s.io"],
        "resources": ["sparkapplications"],
        "verbs": ["get", "list", "watch", "create", "patch", "delete"],
    },
    {
        "api_groups": ["sparkoperator.k8s.io"],
        "resources": ["sparkapplications/status"],
        "verbs": ["get"],
    },
    {
        "api_groups": [""],
        "resources": ["pods"],
        "verbs": ["get", "list", "watch", "create", "patch", "delete"],
    },
    {"api_groups": [""], "resources": ["pods/log"], "verbs": ["get"]},
    {"api_groups": [""], "resources": ["events"], "verbs": ["list"]},
)

# Pods alone: whoever reads a pod's log or makes a Spark application is the tenant.
SCHEDULER_RULES: Rules = (
    {
        "api_groups": [""],
        "resources": ["pods"],
        "verbs": ["get", "create", "patch", "delete"],
    },
)

# A tenant's own Airflow sees its pods by this alone; that for all tenants has a ClusterRole for it.
OWN_SCHEDULER_RULES: Rules = (
    {
        "api_groups": [""],
        "resources": ["pods"],
        "verbs": ["get", "list", "watch", "create", "patch", "delete"],
    },
)

# The log of a task that still runs, for whoever looks at it in Airflow.
API_SERVER_RULES: Rules = (
    {"api_groups": [""], "resources": ["pods"], "verbs": ["get", "list"]},
    {"api_groups": [""], "resources": ["pods/log"], "verbs": ["get"]},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowTasksArgs:
    """What a tenant's tasks need.

    Attributes:
        cluster_name: Name of the cluster.
        namespace: The tenant's namespace.
        role_name: Name of the role that the tenant's pods have in AWS; its tasks get it too.
        role_arn: Its ARN.
        document: Policy, as JSON, of what only tasks need: DAGs, logs, connections; none: what the
            role may do already is enough.
        airflow: Namespace of the Airflow that may start tasks here.
        secrets_blocks: Where Secrets Manager is, if other pods of the tenant have no way there.
    """

    cluster_name: pulumi.Input[str]
    namespace: pulumi.Input[str]
    role_name: pulumi.Input[str]
    role_arn: pulumi.Input[str]
    document: pulumi.Input[str] | None
    airflow: str = NAMESPACE
    secrets_blocks: Sequence[str] = ()


class AirflowTasks(Component):
    """The account of a tenant's tasks, and the door through which Airflow starts them.

    The triggerer gets nothing here: what a task defers runs there with arguments of the task's
    choice, so it could look into any namespace that let it in.
    """

    TYPE = "strata:tenancy:AirflowTasks"

    def __init__(
        self, name: str, args: AirflowTasksArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        kubernetes.core.v1.ServiceAccount(
            self.child("account"),
            metadata={"name": SERVICE_ACCOUNT, "namespace": args.namespace},
            opts=self.child_opts(),
        )
        scheduler, api_server = SERVICE_ACCOUNTS["scheduler"], SERVICE_ACCOUNTS["api-server"]
        self._identify()
        self._bind(SERVICE_ACCOUNT, TASK_RULES, SERVICE_ACCOUNT, args.namespace)
        starts = SCHEDULER_RULES if args.airflow == NAMESPACE else OWN_SCHEDULER_RULES
        self._bind(scheduler, starts, scheduler, args.airflow)
        self._bind(api_server, API_SERVER_RULES, api_server, args.airflow)
        policy(
            self,
            "network",
            {"name": SERVICE_ACCOUNT, "namespace": args.namespace},
            network(args.airflow, args.secrets_blocks),
        )
        self.finish()

    def _identify(self) -> None:
        args = self._args
        before: list[pulumi.Resource] = []
        if args.document is not None:
            policy = aws.iam.RolePolicy(
                self.child("policy"),
                name="airflow",
                role=args.role_name,
                policy=args.document,
                opts=self.child_opts(),
            )
            before.append(policy)
        aws.eks.PodIdentityAssociation(
            self.child(SERVICE_ACCOUNT),
            cluster_name=args.cluster_name,
            namespace=args.namespace,
            service_account=SERVICE_ACCOUNT,
            role_arn=args.role_arn,
            # A task that starts before the policy is there fails once and for all.
            opts=self.child_opts(depends_on=before),
        )

    def _bind(self, role: str, rules: Rules, account: str, home: pulumi.Input[str]) -> None:
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {
            "name": role,
            "namespace": self._args.namespace,
        }
        made = kubernetes.rbac.v1.Role(
            self.child(f"{role}-role"),
            metadata=metadata,
            rules=list(rules),
            opts=self.child_opts(),
        )
        kubernetes.rbac.v1.RoleBinding(
            self.child(f"{role}-binding"),
            metadata=metadata,
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": made.metadata.name,
            },
            subjects=[{"kind": "ServiceAccount", "name": account, "namespace": home}],
            opts=self.child_opts(),
        )


def network(airflow: str, secrets_blocks: Sequence[str]) -> Spec:
    """What a task reaches beyond what every pod of the tenant does.

    Args:
        airflow: Namespace of Airflow, to whose API it talks.
        secrets_blocks: Where Secrets Manager is, which it asks for connections.
    """
    api_server = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": airflow}},
        "podSelector": {"matchLabels": {"component": "api-server"}},
    }
    rules = [{"to": [api_server], "ports": tcp(API_SERVER_PORT)}]
    if secrets_blocks:
        rules.append(https_rule(secrets_blocks))
    return egress({"matchLabels": LABEL}, rules)
