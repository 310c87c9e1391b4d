"""How a team leaves: one step a deployment, and data last."""

from collections.abc import Iterator
from dataclasses import dataclass

from components import names
from layers.problem import ConfigError, Problem, shown
from layers.tenant.lifecycle import LEAVING, deletions
from layers.tenant.settings.lifecycle import Stage
from strata.tenant.tenant import Tenant

NEXT: dict[Stage, Stage] = {"active": "suspended", "suspended": LEAVING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of a team that leaves.

    Attributes:
        stage: The stage that it leads to.
        changes: What it changes in the file, as YAML, by key; empty: the file says all already.
        meaning: What it means, one line a fact.
        then: What to do next, one line a command or a fact.
    """

    stage: Stage
    changes: dict[str, str]
    meaning: tuple[str, ...]
    then: tuple[str, ...]


def step(tenant: Tenant, delete_data: str | None, readers: list[str]) -> Step:
    """The next step.

    Args:
        tenant: Who leaves.
        delete_data: The tenant's name once more, if its data shall go; none: nobody said so.
        readers: Tenants that read its data.

    Raises:
        ConfigError: Data would go by half a word, or was to go and the file says that it stays.
    """
    now = tenant.settings.lifecycle
    if now != "active":
        _agree(tenant, delete_data)
    elif delete_data is not None:
        raise _refused(tenant, delete_data, "nothing is deleted yet", "say it in the next step")
    changes: dict[str, str] = {}
    if now in NEXT:
        changes["lifecycle"] = NEXT[now]
    if delete_data is not None and tenant.settings.delete_data is None:
        changes["deleteData"] = f'"{delete_data}"'
    if now == "active":
        return Step(
            stage="suspended",
            changes=changes,
            meaning=(*_suspended(), *_read_by(readers)),
            then=_deploy(tenant),
        )
    if now == "suspended":
        return Step(
            stage=LEAVING,
            changes=changes,
            meaning=(*_goes(tenant), *_stays(tenant), *_read_by(readers)),
            then=(
                f"kubectl get pvc --namespace {tenant.name}   # what would be lost with it",
                *_deploy(tenant),
            ),
        )
    return Step(stage=LEAVING, changes=changes, meaning=tuple(_stays(tenant)), then=_remove(tenant))


def _agree(tenant: Tenant, delete_data: str | None) -> None:
    deleted, said = deletions(tenant.settings), delete_data or tenant.settings.delete_data
    if deleted and said is None:
        raise ConfigError(
            [
                Problem(
                    file=tenant.source,
                    key=key,
                    value=shown("delete"),
                    rule="data is deleted only when the tenant's name is repeated",
                    remedy=f"say `--delete-data {tenant.name}`, or write another onOffboard",
                )
                for key in deleted
            ]
        )
    if delete_data is None:
        return
    if delete_data != tenant.name:
        rule = f"must repeat the tenant's name, {tenant.name!r}"
        raise _refused(tenant, delete_data, rule, f"say `--delete-data {tenant.name}`")
    if not deleted:
        rule = "the file says that all data stays"
        remedy = "write `onOffboard: delete` where it shall go, or leave the option out"
        raise _refused(tenant, delete_data, rule, remedy)


def _refused(tenant: Tenant, said: str, rule: str, remedy: str) -> ConfigError:
    problem = Problem(
        file=tenant.source, key="--delete-data", value=shown(said), rule=rule, remedy=remedy
    )
    return ConfigError([problem])


def _suspended() -> Iterator[str]:
    yield "Nothing new runs; what runs may end. Notebooks and the history server stop."
    yield "Everybody may look, and no more."
    yield "All data stays. `lifecycle: active` brings everything back."


def _goes(tenant: Tenant) -> Iterator[str]:
    yield "Goes now: everybody's access, roles, logs and alerts."
    yield f"Goes now: namespace {tenant.name} with all in it, its volumes too."
    if tenant.settings.airflow.dedicated:
        yield f"Goes now: Airflow, in namespace {names.own_airflow(tenant.name)}, with its keys."


def _stays(tenant: Tenant) -> Iterator[str]:
    settings = tenant.settings
    bucket = names.bucket(
        tenant.environment, tenant.name, tenant.cluster.account, tenant.cluster.region
    )
    keeps = settings.data.bucket.on_offboard == "retain"
    end = "left where it is by `pulumi destroy`" if keeps else "deleted by `pulumi destroy`"
    yield f"Bucket {bucket}: {end}."
    if settings.registry:
        yield f"Images, {', '.join(settings.registry.repositories)}: {end}."
    if database := settings.data.database:
        end = (
            "snapshot, and backups, stay" if database.on_offboard == "snapshot" else "no copy stays"
        )
        yield f"Database: deleted by `pulumi destroy`; {end}."
    if settings.airflow.dedicated:
        yield "Database of Airflow: deleted by `pulumi destroy`; snapshot, and backups, stay."
    passing = {
        "cache": settings.data.cache,
        "topics": settings.data.topics,
        "queues": settings.data.queues,
    }
    if held := [name for name, value in passing.items() if value]:
        yield f"Deleted by `pulumi destroy`, without a copy: {', '.join(held)}."


def _read_by(readers: list[str]) -> Iterator[str]:
    if readers:
        yield f"Its data is read by {', '.join(readers)}: tell them, and end it in their files."


def _deploy(tenant: Tenant) -> tuple[str, ...]:
    return (
        f"git commit {tenant.source}   # in a branch, and open a pull request",
        f"pulumi up -s {tenant.stack}   # what merging it does",
        f"strata tenant offboard {tenant.environment} {tenant.name}   # once that is done",
    )


def _remove(tenant: Tenant) -> tuple[str, ...]:
    return (
        f"pulumi up -s {tenant.stack}   # if it was not deployed yet",
        f"pulumi destroy -s {tenant.stack}",
        f"pulumi stack rm {tenant.stack}",
        f"git rm {tenant.source}",
    )
