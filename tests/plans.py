"""Plans of clusters whose stack files say a little more."""

import json

from ruamel.yaml import YAML

from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.samples import PROJECT

_yaml = YAML(typ="safe")


def cluster_plan(*settings: str, profile: str = "dev") -> Recording:
    """Plan a cluster from a stack file of a few more lines."""
    text = f"""
account: "111122223333"
region: eu-west-1
profile: {profile}
admins: [arn:aws:iam::111122223333:role/platform]
"""
    wanted = _yaml.load(text) | {
        key: value for line in settings for key, value in _yaml.load(line).items()
    }
    config = {"strata:cluster": json.dumps(wanted)}
    return record(PROJECT.program(), stack="dev-cluster", config=config, below={})
