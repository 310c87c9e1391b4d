"""Documents of stacks, as they are planned."""

from typing import Any

from layers.stack import StackName
from strata.cluster_settings import cluster_settings
from strata.plan import addresses, idle
from strata.plan.document import document
from strata.plan.stacks import plan
from strata.platform_settings import platform_settings
from strata.project import Project


def described(project: Project, stacks: list[StackName]) -> list[dict[str, Any]]:
    """Plan stacks, and tell what each would make.

    Raises:
        ConfigError: A stack file is wrong.
    """
    return [
        document(recording) | _more(project, stack)
        for stack, recording in zip(stacks, plan(project, stacks), strict=True)
    ]


def _more(project: Project, stack: StackName) -> dict[str, Any]:
    match stack.layer:
        case "cluster":
            return {"addresses": addresses.as_data(cluster_settings(project, stack))}
        case "platform":
            cluster = cluster_settings(project, StackName(stack.environment, "cluster"))
            platform = platform_settings(project, stack)
            return {"idle": idle.as_data(stack.environment, platform, cluster)}
        case "tenant":
            return {}
