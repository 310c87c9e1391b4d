"""Everyone who comes before the cluster's API, and what each should be able to do there.

It is said here once more, apart from the Roles, so that a Role which grants more is noticed.
What is not said is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from components import names
from components.services.airflow.values import SERVICE_ACCOUNTS
from strata.isolation.iam_account import PLATFORM, owner_of
from strata.isolation.rbac import EVERYWHERE, Right, Rights, Subject, account, accounts, people
from strata.plan.recording import Recording

# Where every cluster keeps what is its own.
SYSTEM_NAMESPACES = ("default", "kube-public", "kube-system")


class Place(StrEnum):
    """A namespace, or the cluster, seen from a persona."""

    OWN = "its tenant's namespace"
    OTHER = "another tenant's namespace"
    PLATFORM = "the platform's namespaces"
    CLUSTER = "the cluster"


@dataclass(frozen=True, kw_only=True, slots=True)
class Persona:
    """Someone in particular.

    Attributes:
        role: What kind of persona it is: a key of `MAY`.
        tenant: The tenant whose it is, or `PLATFORM`.
        subject: As whom the API server knows it.
        account: Namespace and name of the service account; None for people.
    """

    role: str
    tenant: str
    subject: Subject
    account: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.tenant} {self.role}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class May:
    """What a kind of persona should be able to do.

    Attributes:
        own: In its tenant's namespace; for the platform's own, in each tenant's.
        everywhere: In every namespace.
    """

    own: Rights = frozenset()
    everywhere: Rights = frozenset()


def rights(table: Mapping[str, str]) -> Rights:
    """Rights from a table: verbs, and the resources that they are for, each with its group."""
    return frozenset(
        Right(verb, resource)
        for verbs, resources in table.items()
        for verb in verbs.split()
        for resource in resources.split()
    )


_LOOK = "get list watch"
_CHANGE = "create update patch delete"
# Programs open a stream by one or the other.
_STREAM = "get create"

_APPLICATIONS = (
    "scheduledsparkapplications.sparkoperator.k8s.io sparkapplications.sparkoperator.k8s.io "
    "sparkconnects.sparkoperator.k8s.io"
)
_JOBS = "cronjobs.batch jobs.batch"

_VIEWER = rights(
    {
        _LOOK: (
            "configmaps events limitranges persistentvolumeclaims pods pods/log resourcequotas "
            "services deployments.apps replicasets.apps statefulsets.apps "
            f"{_JOBS} {_APPLICATIONS}"
        ),
        "get list": "pods.metrics.k8s.io",
    }
)
_DEVELOPER = _VIEWER | rights(
    {
        _CHANGE: f"configmaps persistentvolumeclaims {_JOBS} {_APPLICATIONS}",
        "delete": "pods",
        _STREAM: "pods/portforward",
    }
)
_ADMIN = _DEVELOPER | rights({f"{_LOOK} {_CHANGE}": "secrets", _STREAM: "pods/exec"})

_DRIVER = rights(
    {
        f"{_LOOK} create patch delete deletecollection": "pods",
        "get list create delete deletecollection": "configmaps persistentvolumeclaims",
        "get list deletecollection": "services",
    }
)
_SUBMITTER = rights(
    {
        f"{_LOOK} create patch delete": "pods",
        "create patch": "configmaps services",
    }
)
_AIRFLOW_TASK = rights(
    {
        f"{_LOOK} create patch delete": "pods sparkapplications.sparkoperator.k8s.io",
        "get": "pods/log sparkapplications.sparkoperator.k8s.io/status",
        "list": "events",
    }
)

MAY: Mapping[str, May] = {
    "viewer": May(own=_VIEWER),
    "developer": May(own=_DEVELOPER),
    "admin": May(own=_ADMIN),
    "spark": May(own=_DRIVER),
    "executor": May(),
    "notebook": May(own=_DRIVER | _SUBMITTER),
    "airflow-task": May(own=_AIRFLOW_TASK | _SUBMITTER),
    "spark-history": May(),
    "service": May(),
    "default": May(),
    "Airflow's scheduler": May(
        own=rights({"get create patch delete": "pods"}),
        everywhere=rights({"list watch": "pods"}),
    ),
    "Airflow's api-server": May(own=rights({"get list": "pods", "get": "pods/log"})),
    "Airflow's dag-processor": May(),
    "Airflow's triggerer": May(),
    "stranger": May(),
}
"""What each kind of persona should be able to do."""


EVERYBODY = rights(
    {
        "create": (
            "selfsubjectaccessreviews.authorization.k8s.io "
            "selfsubjectreviews.authentication.k8s.io "
            "selfsubjectrulesreviews.authorization.k8s.io"
        ),
        "get": (
            "/api /api/* /apis /apis/* /openapi /openapi/* "
            "/healthz /livez /readyz /version /version/"
        ),
    }
)
"""What Kubernetes itself lets everybody do who logs in: ask who one is, and what there is.

Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
"""

EVERY_ACCOUNT = rights(
    {
        "get": (
            "/.well-known/openid-configuration /.well-known/openid-configuration/ "
            "/openid/v1/jwks /openid/v1/jwks/"
        )
    }
)
"""What it lets every service account do besides: read the keys that sign their tokens."""


def personas(recordings: Sequence[Recording]) -> list[Persona]:
    """Everyone whom the plans of one environment let in, and someone whom they do not."""
    found = []
    for recording in recordings:
        tenant = owner_of(recording)
        if tenant != PLATFORM:
            found += _of_tenant(recording, tenant)
    for part, name in SERVICE_ACCOUNTS.items():
        found.append(_account(f"Airflow's {part}", PLATFORM, ("airflow", name)))
    return [*found, Persona(role="stranger", tenant=PLATFORM, subject=Subject(user="stranger"))]


def expected(persona: Persona, namespace: str, tenants: Sequence[str]) -> Rights:
    """What a persona should be able to do in a namespace, or in the whole cluster."""
    may = MAY[persona.role]
    homes = tenants if persona.tenant == PLATFORM else (persona.tenant,)
    return may.everywhere | (may.own if namespace in homes else frozenset())


def place(persona: Persona, namespace: str, tenants: Sequence[str]) -> Place:
    """What a namespace is to a persona."""
    if namespace == EVERYWHERE:
        return Place.CLUSTER
    if namespace not in tenants:
        return Place.PLATFORM
    return Place.OWN if persona.tenant in {PLATFORM, namespace} else Place.OTHER


def _of_tenant(recording: Recording, tenant: str) -> list[Persona]:
    found = []
    for groups in people(recording):
        role = groups[0].removeprefix(names.group(tenant, ""))
        user = f"arn:aws:sts::111122223333:assumed-role/{tenant}-{role}/someone"
        subject = Subject(user=user, groups=groups)
        found.append(Persona(role=role, tenant=tenant, subject=subject))
    made = {one for one in accounts(recording) if one[0] == tenant}
    named = sorted({*made, (tenant, "default")})
    return [*found, *(_account(one[1], tenant, one) for one in named)]


def _account(role: str, tenant: str, named: tuple[str, str]) -> Persona:
    return Persona(role=role, tenant=tenant, subject=account(*named), account=named)
