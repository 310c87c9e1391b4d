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
