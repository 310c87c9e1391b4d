"""Every stack file of a project, and everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from layers.models import MODELS
from layers.problem import ConfigError, Problem
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import PREFIX, SUFFIX, scan
from strata.check.access import access_problems
from strata.check.found import Environment, Found, environments
from strata.check.kafka import kafka_place_problems, shared_kafka_problems
from strata.check.sharing import sharing_problems
from strata.check.tenants import tenant_problems
from strata.project import Project


@dataclass(slots=True)
class Checked:
    """What was looked at.

    Attributes:
        files: Paths of the files, relative to the project.
        problems: Everything that is wrong, by file and line.
        right: Files that are right by themselves.
    """

    files: list[str]
    problems: list[Problem]
    right: dict[StackName, Found]


def check(project: Project, environment: str | None = None) -> Checked:
    """Check the stack files of one environment, or of all.

    Args:
        project: The project.
        environment: Name of the environment; None for all.
    """
    looked_at: list[str] = []
    problems: list[Problem] = []
    right: dict[StackName, Found] = {}
    for path in project.stack_files():
        source = project.source(path)
        if environment and not path.name.startswith(f"{PREFIX}{environment}-"):
            continue
        looked_at.append(source)
        found, wrong = _alone(path, source)
        problems += wrong
        right |= found
    for one in environments(right):
        problems += _together(one, set(looked_at))
    problems += shared_kafka_problems(environments(right))
    return Checked(looked_at, sorted(problems), right)


def _alone(path: Path, source: str) -> tuple[dict[StackName, Found], list[Problem]]:
    try:
        file = scan(path, source)
    except ConfigError as error:
        return {}, list(error.problems)
    try:
        settings = settings_of(MODELS[file.stack.layer], file)
    except ConfigError as error:
        return {}, [*file.problems, *error.problems]
    return {file.stack: Found(file=file, settings=settings)}, file.problems


def _together(environment: Environment, sources: set[str]) -> Iterator[Problem]:
    cluster_file = f"stacks/{PREFIX}{StackName(environment.name, 'cluster')}{SUFFIX}"
    if cluster_file not in sources:
        for found in filter(None, (environment.platform, *environment.tenants.values())):
            yield Problem(
                file=found.source,
                rule=f"environment {environment.name} has no cluster",
                remedy=f"add {cluster_file}",
            )
        return
    cluster, platform = environment.cluster_settings, environment.platform_settings
    if cluster and platform and environment.platform:
        source = environment.platform.source
        yield from access_problems(source, environment.name, platform, cluster)
        kafka = kafka_place_problems(source, platform, cluster)
        yield from environment.platform.located(kafka)
    yield from tenant_problems(environment)
    yield from sharing_problems(environment, sources)
