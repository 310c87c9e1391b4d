"""Which user interfaces an environment has, and how each is reached."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from components import names
from components.services import entrance
from components.services.airflow.airflow import ADDON as AIRFLOW
from components.services.airflow.airflow import OWN_ADMIN
from components.services.user_interface import FirstAccount, UserInterface
from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.platform.idle import idle
from layers.platform.ways_in import INTERFACES
from strata.open.error import OpenError
from strata.tenant.tenant import Tenant

PORTS: Mapping[str, int] = {"airflow": 8080, "grafana": 3000, "yunikorn": 9889}
"""Port of one's own machine, by user interface: what each is known by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How a user interface is reached.

    Attributes:
        interface: The user interface.
        url: Its address; empty: by a port of one's own machine.
        account: Its first account; none: it has none, because people come from elsewhere.
        secret: Name, in Secrets Manager, of that account's password; empty: Kubernetes has it.
    """

    interface: UserInterface
    url: str
    account: FirstAccount | None
    secret: str = ""


def way(name: str, environment: str, platform: PlatformSettings, cluster: ClusterSettings) -> Way:
    """How a user interface of an environment is reached.

    Args:
        name: What people call it.
        environment: Environment.
        platform: What the platform's stack file says.
        cluster: What the cluster's says.

    Raises:
        OpenError: The environment has none of that name.
    """
    installed = idle(environment, platform, cluster)
    there = {one.name: one for addon, one in INTERFACES.items() if addon.name in installed}
    if name not in there:
        raise OpenError(
            f"{environment} has no user interface {name!r}; there are: {', '.join(sorted(there))}"
        )
    interface = there[name]
    access = platform.access.facts() if platform.access else None
    facts = platform.airflow.facts(environment, cluster.defaults, cluster, access)
    from_elsewhere = interface == INTERFACES[AIRFLOW] and facts.login is not None
    is_shown = access is not None and bool(entrance.shown(access, (interface,)))
    return Way(
        interface=interface,
        url=access.url(name) if access and is_shown else "",
        account=None if from_elsewhere else interface.account,
    )


def own_way(name: str, tenant: Tenant) -> Way:
    """How a user interface of a tenant's own is reached: by a port of one's own machine.

    Args:
        name: What people call it.
        tenant: Whose it is.

    Raises:
        OpenError: The tenant has none of that name.
    """
    shared = INTERFACES[AIRFLOW]
    if name != shared.name or not tenant.settings.airflow.dedicated:
        raise OpenError(
            f"{tenant.name} has no user interface {name!r} of its own; "
            f"with `airflow: {{dedicated: true}}` in {tenant.source} it has an airflow"
        )
    return Way(
        interface=replace(shared, namespace=names.own_airflow(tenant.name)),
        url="",
        account=shared.account,
        secret=names.secret(tenant.environment, tenant.name, OWN_ADMIN),
    )


def account_help(way: Way, *, cluster_name: str, region: str) -> list[str]:
    """How to find the first account's password; nothing where there is no such account."""
    account, namespace = way.account, way.interface.namespace
    if account is None:
        return []
    found = "whoever may read its secret finds the password by"
    first = f"the first account is {account.user}; {found}"
    if way.secret:
        return [
            first,
            (
                f"  aws secretsmanager get-secret-value --region {region} "
                f"--secret-id {way.secret} --query SecretString --output text"
            ),
        ]
    template = f'{{{{index .data "{account.key}" | base64decode}}}}'
    return [
        first,
        f"  aws eks update-kubeconfig --region {region} --name {cluster_name}",
        (
            f"  kubectl --namespace {namespace} get secret {account.secret} "
            f"--output go-template='{template}'"
        ),
    ]
