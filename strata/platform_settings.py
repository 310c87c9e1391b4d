"""The settings of an environment's platform, from its stack file."""

from layers.platform import PlatformSettings
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import scan
from strata.project import Project


def platform_settings(project: Project, stack: StackName) -> PlatformSettings:
    """Read and check the settings of a platform's stack.

    Raises:
        ConfigError: The stack file is wrong.
    """
    path = project.stack_file(stack)
    return settings_of(PlatformSettings, scan(path, project.source(path)))


def kafka_cluster_arn(project: Project, environment: str) -> str:
    """ARN of an environment's Kafka; empty: its platform has none, or there is no platform yet.

    Raises:
        ConfigError: The stack file is wrong.
    """
    stack = StackName(environment, "platform")
    if not project.stack_file(stack).exists():
        return ""
    kafka = platform_settings(project, stack).kafka
    return kafka.cluster_arn if kafka else ""
