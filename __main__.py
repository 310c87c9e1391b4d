"""The program that Pulumi runs: stack name -> layer -> what it exports."""

from typing import TypeVar

import pulumi

from layers import cluster, platform, tenant
from layers.settings import Settings, load
from layers.stack import StackName

S = TypeVar("S", bound=Settings)

stack = StackName.parse(pulumi.get_stack())


def settings(model: type[S]) -> S:
    """What the stack file says, checked."""
    text = pulumi.Config().get(stack.layer)
    return load(model, text, f"stacks/Pulumi.{stack}.yaml")


below = [f"{pulumi.get_organization()}/{pulumi.get_project()}/{name}" for name in stack.below()]

match stack.layer, below:
    case "cluster", []:
        cluster.build(stack.environment, settings(cluster.ClusterSettings)).export()
    case "platform", [cluster_stack]:
        platform.build(
            stack.environment,
            settings(platform.PlatformSettings),
            cluster.ClusterOutputs.read(cluster_stack),
        ).export()
    case "tenant", [cluster_stack, platform_stack]:
        tenant.build(
            stack.environment,
            stack.tenant,
            settings(tenant.TenantSettings),
            cluster.ClusterOutputs.read(cluster_stack),
            platform.PlatformOutputs.read(platform_stack),
        ).export()
