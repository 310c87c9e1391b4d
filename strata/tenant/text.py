"""Tenants as tables for a terminal."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from components import names
from components.tenancy.catalog import DATABASE as CATALOG
from components.tenancy.human_roles import HUMAN_ROLES
from components.tenancy.sizes import Size
from layers.tenant.lifecycle import LEAVING, lifecycle
from layers.tenant.settings.sharing import shares
from strata.tenant.tenant import Tenant, asked_for

Row = tuple[str, str]

# A job that the repository has.
_EXAMPLE = "examples/jobs/report.yaml"


def listing(found: Iterable[Tenant]) -> Table:
    """One line a tenant."""
    headings = ("tenant", "size", "owner", "cost centre", "lifecycle", "asks for")
    table = Table(*headings, box=None, padding=(0, 3, 0, 0))
    for one in found:
        settings = one.settings
        table.add_row(
            one.name,
            settings.size,
            settings.owner,
            settings.cost_center,
            settings.lifecycle,
            ", ".join(asked_for(settings)),
        )
    return table


def belongings(tenant: Tenant, size: Size) -> list[str]:
    """What a tenant has.

    Args:
        tenant: The tenant.
        size: What its size means here.
    """
    rows = [*_who(tenant), *_room(tenant, size), *_data(tenant)]
    # No table: one would break ARNs, which people copy.
    width = max(len(what) for what, _ in rows)
    return [f"{what:<{width}}   {value}" for what, value in rows]


def first_job(tenant: Tenant) -> list[str]:
    """Commands from nothing to a job that runs; empty where nothing new runs.

    Source: https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html
    """
    if tenant.settings.lifecycle != "active":
        return []
    access = tenant.settings.access
    context = f"{tenant.environment}-{tenant.name}"
    human = "developer" if access.developers else "admin"
    principals = access.people("")["developer" if access.developers else "admin"].principals
    kubeconfig = (
        f"aws eks update-kubeconfig --name {names.cluster(tenant.environment)} "
        f"--region {tenant.cluster.region} --alias {context}"
    )
    if principals:
        kubeconfig += f" --role-arn {_role(tenant, human)}"
    return [
        f"{kubeconfig}   # as {principals[0] if principals else 'somebody of the groups'}",
        (
            f"strata job render {_EXAMPLE} --stack {tenant.stack} "
            f"| kubectl --context {context} apply -f -"
        ),
        (f"kubectl --context {context} --namespace {tenant.name} get sparkapplications --watch"),
    ]


def _who(tenant: Tenant) -> Iterator[Row]:
    settings = tenant.settings
    yield "lifecycle", settings.lifecycle
    yield "owner", settings.owner
    yield "cost centre", settings.cost_center
    stage = lifecycle(settings, protects=False)
    if not stage.has_room:
        return
    everybody = stage.people(settings.access.people(""))
    for human in HUMAN_ROLES:
        people = everybody.get(human)
        if people and people.principals:
            yield human, f"{_role(tenant, human)}, taken by {', '.join(people.principals)}"
        if people and people.groups:
            yield human, f"groups {', '.join(people.groups)}"
    yield "pods", _role(tenant, "workload")


def _room(tenant: Tenant, size: Size) -> Iterator[Row]:
    if tenant.settings.lifecycle == LEAVING:
        return
    yield "namespace", tenant.name
    yield "queue", names.queue(tenant.name)
    yield (
        f"size {tenant.settings.size}",
        (
            f"{size.guaranteed_vcpus} to {size.max_vcpus} vCPUs, {size.guaranteed_gib} to "
            f"{size.max_gib} GiB, {size.applications} applications, {tenant.settings.quota.gpu} "
            "GPUs"
        ),
    )
    yield "logs", names.log_group(tenant.environment, tenant.name, "pods")


def _data(tenant: Tenant) -> Iterator[Row]:
    environment, name, cluster = tenant.environment, tenant.name, tenant.cluster
    data, registry = tenant.settings.data, tenant.settings.registry
    deployed = f"`pulumi stack output -s {tenant.stack}`"
    yield "bucket", names.bucket(environment, name, cluster.account, cluster.region)
    yield "tables", names.catalog_database(environment, name, CATALOG)
    yield "secrets", names.secret(environment, name, "...")
    for share in shares(data.reads):
        whose = names.bucket(environment, share.tenant, cluster.account, cluster.region)
        yield "reads", f"{whose}/{share.prefix}"
    if data.database:
        yield "database", f"{names.store(environment, name)}, address: {deployed}"
    if data.cache:
        yield "cache", f"{names.store(environment, name)}, address: {deployed}"
    for topic in data.topics:
        yield "topic", names.topic(name, topic.name)
    for queue in data.queues:
        ending = ".fifo" if queue.fifo else ""
        yield "message queue", names.message_queue(environment, name, queue.name) + ending
    for title in registry.repositories if registry else ():
        host = f"{cluster.account}.dkr.ecr.{cluster.region}.amazonaws.com"
        yield "images", f"{host}/{names.repository(environment, name, title)}"


def _role(tenant: Tenant, purpose: str) -> str:
    path = names.iam_path(tenant.environment)
    role = names.tenant_role(tenant.environment, tenant.name, purpose)
    return f"arn:aws:iam::{tenant.cluster.account}:role{path}{role}"
