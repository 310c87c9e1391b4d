"""Two tenants that ask for everything there is: what keeps them apart keeps any two apart."""

import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from components import names
from layers.stack import PROJECT
from strata.plan.recorder import ORGANIZATION, record
from strata.plan.recording import Recording
from strata.project import Project

ENVIRONMENT = "dev"
TENANTS = ("ads", "search")

SHARED_SECRET = "kafka"  # noqa: S105 - a name
"""Secret of the platform's that both of them read."""

_ROLES = "arn:aws:iam::111122223333:role"
_CLUSTER = {
    "account": "111122223333",
    "region": "eu-west-1",
    "profile": "dev",
    "admins": [f"{_ROLES}/platform"],
}
_KAFKA = (
    "arn:aws:kafka:eu-west-1:111122223333:cluster/events/12345678-1234-1234-1234-123456789012-1"
)
_PLATFORM = {"kafka": {"clusterArn": _KAFKA}}


def settings(tenant: str) -> dict[str, Any]:
    """What the file of one of them says."""
    return {
        "owner": f"{tenant}@example.com",
        "costCenter": "4711",
        "size": "s",
        "access": {role: [f"{_ROLES}/{tenant}-{role}"] for role in _PEOPLE},
        "historyServer": {},
        "notebooks": {},
        "registry": {"repositories": ["jobs"]},
        "secrets": {"readPrefixes": [f"{names.OWNER_SHARED}/{SHARED_SECRET}"]},
        "services": {"api": _service(tenant)},
        "data": {
            "database": {},
            "cache": {},
            "queues": [{"name": "orders"}],
            "topics": [{"name": "orders.created.v1"}],
        },
    }


_PEOPLE = ("admins", "developers", "viewers")


def _service(tenant: str) -> dict[str, Any]:
    registry = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
    return {
        "image": f"{registry}/{names.repository(ENVIRONMENT, tenant, 'api')}:1.0.0",
        "port": 8080,
        "probes": {"path": "/ready"},
    }


def recordings(
    project: Project, more: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Recording]:
    """Plan a cluster, a platform with everything that tenants may ask for, and the two tenants.

    Args:
        project: Whose program is run; its stack files are not read.
        more: What the file of a tenant says besides, by tenant.

    Raises:
        ConfigError: What it says besides is wrong.
    """
    found = [*_below(project)]
    exports = _exports(found)
    for tenant in TENANTS:
        file = settings(tenant) | dict((more or {}).get(tenant, {}))
        found.append(_plan(project, f"tenant-{tenant}", file, exports))
    return found


@functools.cache
def _below(project: Project) -> tuple[Recording, ...]:
    """What all tenants stand on."""
    cluster = _plan(project, "cluster", _CLUSTER, {})
    return cluster, _plan(project, "platform", _PLATFORM, _exports([cluster]))


def _exports(planned: Sequence[Recording]) -> dict[str, dict[str, Any]]:
    return {f"{ORGANIZATION}/{PROJECT}/{one.stack}": one.outputs for one in planned}


def _plan(
    project: Project,
    name: str,
    file: Mapping[str, Any],
    below: Mapping[str, Mapping[str, Any]],
) -> Recording:
    config = {f"{PROJECT}:{name.partition('-')[0]}": json.dumps(file)}
    stack = f"{ENVIRONMENT}-{name}"
    return record(project.program(), stack=stack, config=config, below=below)
