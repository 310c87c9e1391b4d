"""The settings of an environment's cluster, from its stack file."""

from layers.cluster import ClusterSettings
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import scan
from strata.project import Project


def cluster_settings(project: Project, stack: StackName) -> ClusterSettings:
    """Read and check the settings of a cluster's stack.

    Raises:
        ConfigError: The stack file is wrong.
    """
    path = project.stack_file(stack)
    return settings_of(ClusterSettings, scan(path, project.source(path)))
