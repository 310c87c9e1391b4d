"""Plans of stacks whose files say a little more."""

import functools
import json
from typing import Any

from ruamel.yaml import YAML

from layers.stack import PROJECT as PROJECT_NAME
from strata.plan.recorder import ORGANIZATION, record
from strata.plan.recording import Recording
from strata.plan.stacks import plan
from tests.samples import PROJECT

_yaml = YAML(typ="safe")


def cluster_plan(*settings: str, profile: str = "dev") -> Recording:
    """Plan a cluster from a stack file of a few more lines."""
    wanted = _lines(
        f"""
account: "111122223333"
region: eu-west-1
profile: {profile}
admins: [arn:aws:iam::111122223333:role/platform]
""",
        *settings,
    )
    return _record("cluster", wanted, {})


def platform_plan(*settings: str, profile: str = "dev") -> Recording:
    """Plan a platform from a stack file of these lines, on a committed cluster."""
    return _record("platform", _lines("{}", *settings), _below(profile), profile)


def tenant_plan(
    *settings: str, profile: str = "dev", platform: str = "", cluster: str = ""
) -> Recording:
    """Plan a tenant from a stack file of a few more lines, on the committed layers below.

    Args:
        settings: Lines of the tenant's file.
        profile: Profile of the layers below.
        platform: Lines of the platform's file instead of the committed ones.
        cluster: More lines of the cluster's file, which the platform below does not see.
    """
    wanted = _lines(
        """
owner: ads@example.com
costCenter: "4711"
size: s
access: {admins: [arn:aws:iam::111122223333:role/ads]}
""",
        *settings,
    )
    below = _below(profile)
    if cluster:
        outputs = cluster_plan(cluster, profile=profile).outputs
        below = below | {f"{ORGANIZATION}/{PROJECT_NAME}/{profile}-cluster": outputs}
    if platform:
        outputs = platform_plan(platform, profile=profile).outputs
        below = below | {f"{ORGANIZATION}/{PROJECT_NAME}/{profile}-platform": outputs}
    return _record("tenant-ads", wanted, below, profile)


def _lines(text: str, *more: str) -> dict[str, Any]:
    wanted: dict[str, Any] = _yaml.load(text)
    for line in more:
        wanted |= _yaml.load(line)
    return wanted


def _record(
    stack: str, settings: dict[str, Any], below: dict[str, dict[str, Any]], environment: str = "dev"
) -> Recording:
    config = {f"strata:{stack.partition('-')[0]}": json.dumps(settings)}
    return record(PROJECT.program(), stack=f"{environment}-{stack}", config=config, below=below)


@functools.cache
def _below(environment: str) -> dict[str, dict[str, Any]]:
    """What the committed layers of an environment export; they are called like its profile."""
    stacks = [one for one in PROJECT.environment(environment) if one.layer != "tenant"]
    return {
        f"{ORGANIZATION}/{PROJECT_NAME}/{one.stack}": one.outputs for one in plan(PROJECT, stacks)
    }
