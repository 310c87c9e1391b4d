"""A tenant of an environment: what its file says, and the cluster it is on."""

from dataclasses import dataclass
from pathlib import Path

from layers.cluster import ClusterSettings
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import read
from layers.tenant.settings import TenantSettings
from strata.cluster_settings import cluster_settings
from strata.project import Project


@dataclass(frozen=True, kw_only=True, slots=True)
class Tenant:
    """A tenant, as its file has it.

    Attributes:
        stack: Its stack.
        path: Its file.
        source: How problems name the file.
        settings: What the file says.
        cluster: What the file of its cluster says.
    """

    stack: StackName
    path: Path
    source: str
    settings: TenantSettings
    cluster: ClusterSettings

    @property
    def environment(self) -> str:
        """Its environment."""
        return self.stack.environment

    @property
    def name(self) -> str:
        """Its name."""
        return self.stack.tenant


def tenant(project: Project, environment: str, name: str) -> Tenant:
    """Read a tenant.

    Raises:
        NotAProjectError: It has no file, or its environment no cluster.
        ConfigError: A file is wrong.
    """
    stack = project.stack(f"{environment}-tenant-{name}")
    cluster = project.stack(str(StackName(environment, "cluster")))
    path = project.stack_file(stack)
    source = project.source(path)
    return Tenant(
        stack=stack,
        path=path,
        source=source,
        settings=settings_of(TenantSettings, read(path, source)),
        cluster=cluster_settings(project, cluster),
    )


def tenants(project: Project, environment: str) -> list[Tenant]:
    """Read every tenant of an environment, by name.

    Raises:
        NotAProjectError: The environment has no file, or no cluster.
        ConfigError: A file is wrong.
    """
    return [
        tenant(project, environment, stack.tenant)
        for stack in project.environment(environment)
        if stack.layer == "tenant"
    ]


def asked_for(settings: TenantSettings) -> list[str]:
    """What a file asks for beyond the least, as the keys that say so."""
    found: list[str] = []
    for name, field in TenantSettings.model_fields.items():
        value = getattr(settings, name)
        if field.is_required() or name in _OF_ITS_LIFE or value == field.default:
            continue
        key = str(field.alias)
        if name == "data":
            found += [
                f"{key}.{part.alias}"
                for inner, part in type(value).model_fields.items()
                if getattr(value, inner) != part.default
            ]
        else:
            found.append(key)
    return found


_OF_ITS_LIFE = frozenset({"labels", "adopt", "lifecycle", "delete_data"})
