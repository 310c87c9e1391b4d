"""Cases: promtool's own test files, in which rules are named and links to runbooks are left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from components.observability.rule_groups import runbook
from tests.rules.conftest import deployed

CASES = Path(__file__).parent / "cases"


@cache
def case_files() -> Mapping[str, Mapping[str, Any]]:
    """Every file of cases, by name."""
    yaml = YAML(typ="safe")
    return {path.stem: yaml.load(path) for path in sorted(CASES.glob("*.yaml"))}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one PrometheusRule."""

    topic: str
    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.content.get("alert") or self.content["record"])

    @property
    def is_alert(self) -> bool:
        return "alert" in self.content


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule."""
    return tuple(
        Rule(topic, rule)
        for topic, spec in deployed().items()
        for group in spec["groups"]
        for rule in group["rules"]
    )


def linked(cases: Mapping[str, Any]) -> Mapping[str, Any]:
    """Cases as promtool reads them: with files, links to runbooks, and silence while waiting."""
    files = [f"{name}.yaml" for name in cases["rule_files"]]
    return {**cases, "rule_files": files, "tests": [_completed(one) for one in cases["tests"]]}


def _completed(group: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = group.get("alert_rule_test", [])
    expected = [
        {**one, "exp_alerts": [_with_link(one["alertname"], alert) for alert in one["exp_alerts"]]}
        for one in asked
    ]
    # Whatever a case begins with, no alert may fire before it has waited as long as it says.
    silent = [
        {"alertname": one["alertname"], "eval_time": waits, "exp_alerts": []}
        for one in asked
        if one["exp_alerts"] and (waits := _a_minute_less(alert_named(one["alertname"])))
    ]
    return {**group, "alert_rule_test": [*expected, *silent]}


def _with_link(alert: str, expected: Mapping[str, Any]) -> Mapping[str, Any]:
    link = {"runbook_url": runbook(alert_named(alert).topic, alert)}
    return {**expected, "exp_annotations": {**expected["exp_annotations"], **link}}


def alert_named(name: str) -> Rule:
    """The alert of a name."""
    return next(rule for rule in rules() if rule.is_alert and rule.name == name)


def _a_minute_less(alert: Rule) -> str:
    waits = alert.content.get("for", "0m")
    minutes = int(waits[:-1]) * {"m": 1, "h": 60}[waits[-1]]
    return f"{minutes - 1}m" if minutes else ""


def groups() -> Iterator[Mapping[str, Any]]:
    """Every group of tests of every file."""
    for cases in case_files().values():
        yield from cases["tests"]
