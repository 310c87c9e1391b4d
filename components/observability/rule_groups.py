"""Prometheus rules: the files that promtool tests are what a cluster gets.

A rule is written in `rules/<topic>.yaml`. What to do about an alert is written in
`docs/runbooks/<topic>.md` under a heading of the alert's name; the link follows from both names and
is not written anywhere.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

Spec = Mapping[str, Any]
"""`spec` of a PrometheusRule.

Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md#prometheusrulespec
"""

RUNBOOKS = "docs/runbooks"
"""Where runbooks are, unless told: in this repository. A web address makes them links."""

RETENTION_DAYS = 31
"""How long Prometheus must keep samples: a month is compared with what the one before summed to."""


def specs(runbooks: str = RUNBOOKS) -> Mapping[str, Spec]:
    """Every PrometheusRule, by name.

    Args:
        runbooks: Folder or address of the runbooks, without a slash at its end.
    """
    return {topic: _linked(content, topic, runbooks) for topic, content in _files().items()}


def runbook(topic: str, alert: str, runbooks: str = RUNBOOKS) -> str:
    """Where it is written what to do about an alert of a topic."""
    return f"{runbooks}/{topic}.md#{alert.lower()}"


@cache
def _files() -> Mapping[str, Spec]:
    folder = resources.files("components.observability") / "rules"
    yaml = YAML(typ="safe")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".yaml"): yaml.load(file.read_text())
        for file in files
        if file.name.endswith(".yaml")
    }


def _linked(content: Spec, topic: str, runbooks: str) -> Spec:
    def linked(rule: Mapping[str, Any]) -> Mapping[str, Any]:
        if "alert" not in rule:
            return rule
        link = {"runbook_url": runbook(topic, rule["alert"], runbooks)}
        return {**rule, "annotations": {**rule["annotations"], **link}}

    return {
        "groups": [
            {**group, "rules": [linked(rule) for rule in group["rules"]]}
            for group in content["groups"]
        ]
    }
