"""Every stack file of a project, and everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components import names
from layers.cluster import ClusterSettings
from layers.models import MODELS
from layers.platform import PlatformSettings
from layers.problem import ConfigError, Problem
from layers.settings import Settings, settings_of
from layers.stack import StackName
from layers.stack_file import PREFIX, SUFFIX, StackFile, scan
from strata.check.access import access_problems
from strata.project import Project

# Namespaces that exist before any tenant, or that the platform makes.
# Namespaces of the platform, and what it calls itself in names of logs, alerts and secrets.
_RESERVED = frozenset(
    {
        "access",
        "airflow",
        "airflow-dags",
        "airflow-logs",
        "aws-load-balancer-controller",
        "default",
        "fluent-bit",
        "karpenter",
        "monitoring",
        "platform",
        "spark-operator",
        "yunikorn",
    }
)
_RESERVED_PREFIX = "kube-"


@dataclass(slots=True)
class Checked:
    """What was looked at.

    Attributes:
        files: Paths of the files, relative to the project.
        problems: Everything that is wrong, by file and line.
    """

    files: list[str]
    problems: list[Problem]


def check(project: Project, environment: str | None = None) -> Checked:
    """Check the stack files of one environment, or of all.

    Args:
        project: The project.
        environment: Name of the environment; None for all.
    """
    looked_at: list[str] = []
    problems: list[Problem] = []
    settings: dict[StackName, tuple[str, Settings]] = {}
    for path in project.stack_files():
        source = project.source(path)
        if environment and not path.name.startswith(f"{PREFIX}{environment}-"):
            continue
        looked_at.append(source)
        found, wrong = _alone(path, source)
        problems += wrong
        settings |= found
    problems += _together(settings, set(looked_at))
    return Checked(looked_at, sorted(problems))


def _alone(path: Path, source: str) -> tuple[dict[StackName, tuple[str, Settings]], list[Problem]]:
    try:
        file = scan(path, source)
    except ConfigError as error:
        return {}, list(error.problems)
    try:
        return {file.stack: (source, _settings(file))}, file.problems
    except ConfigError as error:
        return {}, [*file.problems, *error.problems]


def _settings(file: StackFile) -> Settings:
    return settings_of(MODELS[file.stack.layer], file)


def _together(
    settings: dict[StackName, tuple[str, Settings]], sources: set[str]
) -> Iterator[Problem]:
    for stack, (source, wanted) in settings.items():
        cluster = StackName(stack.environment, "cluster")
        cluster_file = f"stacks/{PREFIX}{cluster}{SUFFIX}"
        if cluster_file not in sources:
            yield Problem(
                file=source,
                rule=f"environment {stack.environment} has no cluster",
                remedy=f"add {cluster_file}",
            )
        elif stack.layer == "tenant":
            yield from _tenant(stack, source, settings.get(cluster))
        elif isinstance(wanted, PlatformSettings) and cluster in settings:
            below = settings[cluster][1]
            if isinstance(below, ClusterSettings):
                yield from access_problems(source, stack.environment, wanted, below)


def _tenant(
    stack: StackName, source: str, cluster: tuple[str, Settings] | None
) -> Iterator[Problem]:
    tenant = stack.tenant
    if tenant in _RESERVED or tenant.startswith(_RESERVED_PREFIX):
        yield Problem(
            file=source,
            rule=f"tenant name {tenant!r} is the platform's own",
            remedy="choose another, and call the file by it",
        )
    if cluster and isinstance(cluster[1], ClusterSettings):
        limit, reason = names.tenant_name_limit(
            stack.environment, cluster[1].account, cluster[1].region
        )
        if len(tenant) > limit:
            yield Problem(
                file=source,
                rule=(
                    f"tenant name {tenant!r} has {len(tenant)} characters, and {limit} fit: "
                    f"{reason} would grow too long"
                ),
                remedy="choose a shorter one, and call the file by it",
            )
