"""A stack file that is right by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.problem import Problem
from layers.settings import Settings
from layers.stack import StackName
from layers.stack_file import StackFile
from layers.tenant.settings import TenantSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A stack file that is right by itself.

    Attributes:
        file: The file.
        settings: What it says.
    """

    file: StackFile
    settings: Settings

    @property
    def source(self) -> str:
        """How problems name the file."""
        return self.file.source

    def located(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Problems of this file, each with the line of its key."""
        for problem in problems:
            yield replace(problem, line=problem.line or self.line(problem.key))

    def line(self, key: str) -> int:
        """The line of a setting such as `access.admins[0]`, or of what it would stand in.

        0: the file says nothing, or the key is empty, for then the file as a whole is meant.
        """
        node = self.file.settings
        if node is None or not key:
            return 0
        path = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", key)]
        return node.nearest(tuple(path))[0].line


@dataclass(frozen=True, kw_only=True, slots=True)
class Environment:
    """The stack files of one environment that are right by themselves.

    Attributes:
        name: Its name.
        cluster: The cluster's file; none: it is missing, or wrong.
        platform: The platform's; likewise.
        tenants: The tenants', by the tenant's name.
    """

    name: str
    cluster: Found | None
    platform: Found | None
    tenants: Mapping[str, Found]

    @property
    def cluster_settings(self) -> ClusterSettings | None:
        """What the cluster's file says."""
        settings = self.cluster.settings if self.cluster else None
        return settings if isinstance(settings, ClusterSettings) else None

    @property
    def platform_settings(self) -> PlatformSettings | None:
        """What the platform's file says."""
        settings = self.platform.settings if self.platform else None
        return settings if isinstance(settings, PlatformSettings) else None

    def tenant_settings(self) -> Iterator[tuple[str, Found, TenantSettings]]:
        """Every tenant: its name, its file, and what that says."""
        for name, found in self.tenants.items():
            if isinstance(found.settings, TenantSettings):
                yield name, found, found.settings


def environments(found: Mapping[StackName, Found]) -> list[Environment]:
    """The files, by environment."""
    return [
        Environment(
            name=name,
            cluster=found.get(StackName(name, "cluster")),
            platform=found.get(StackName(name, "platform")),
            tenants={
                stack.tenant: one
                for stack, one in found.items()
                if stack.environment == name and stack.layer == "tenant"
            },
        )
        for name in sorted({stack.environment for stack in found})
    ]
