"""The Helm releases of planned environments."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from components import versions
from layers.stack import PROJECT, StackName
from strata.plan.recorder import ORGANIZATION, record
from strata.plan.recording import Planned, Recording
from strata.plan.stacks import configuration
from strata.project import Project

RELEASE = "kubernetes:helm.sh/v3:Release"

MIRROR = "mirror.invalid/copies"
"""Where every image comes from in `mirrored`, so that one which does not is found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """One Helm release.

    Attributes:
        stack: Stack that makes it.
        name: Its name.
        namespace: Its Kubernetes namespace.
        chart: Name of its chart.
        version: Version of its chart.
        values: Values that it is given.
    """

    stack: str
    name: str
    namespace: str
    chart: str
    version: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, stack: str, planned: Planned) -> Self:
        """Read a planned release."""
        inputs = planned.inputs
        version = inputs["version"]
        chart = inputs["chart"].rpartition("/")[2].removesuffix(f"-{version}.tgz")
        return cls(
            stack=stack,
            name=inputs["name"],
            namespace=inputs["namespace"],
            chart=chart,
            version=version,
            values=inputs.get("values", {}),
        )


def pinned() -> list[tuple[str, str]]:
    """Name and version of every chart that the platform may install."""
    charts = [one for one in vars(versions).values() if isinstance(one, versions.Chart)]
    return sorted((one.name.rpartition("/")[2], one.version) for one in charts)


def releases(recordings: list[Recording]) -> list[Release]:
    """Every release of some planned stacks, in their order."""
    return [
        Release.of(one.stack, planned) for one in recordings for planned in one.of_type(RELEASE)
    ]


def mirrored(project: Project, environment: str) -> list[Recording]:
    """Plan an environment as it would be in an account with copies of all images.

    Raises:
        ConfigError: A stack file is wrong.
        NotAProjectError: No stack file names the environment.
    """
    exports: dict[str, dict[str, Any]] = {}
    recordings = []
    for stack in project.environment(environment):
        config = _with_mirror(stack, configuration(project, stack))
        one = record(project.program(), stack=str(stack), config=config, below=exports)
        exports[f"{ORGANIZATION}/{PROJECT}/{stack}"] = one.outputs
        recordings.append(one)
    return recordings


def _with_mirror(stack: StackName, config: dict[str, str]) -> dict[str, str]:
    key = f"{PROJECT}:cluster"
    if stack.layer != "cluster":
        return config
    settings = json.loads(config[key])
    sources = settings.get("sources", {}) | {"imageRegistry": MIRROR}
    return config | {key: json.dumps(settings | {"sources": sources})}
