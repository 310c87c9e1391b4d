"""Recording rules and alerts, judged by promtool."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from components.observability.rule_groups import runbook, specs
from components.services.kube_prometheus_stack.exporters import KUBE_STATE_METRICS_LABELS
from tests.rules.case_files import Rule, case_files, groups, linked, rules
from tests.rules.conftest import Promtool
from tests.samples import ROOT

ALERTS = [rule for rule in rules() if rule.is_alert]
RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))

each_alert = pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
each_page = pytest.mark.parametrize("page", RUNBOOKS, ids=lambda page: page.stem)


def test_promtool_finds_nothing_wrong_with_any_rule(promtool: Promtool) -> None:
    files = sorted(path.name for path in promtool.rules.glob("*.yaml"))
    content, said = promtool.run("check", "rules", "--lint=all", "--lint-fatal", *files)
    assert content, said


@pytest.mark.parametrize("name", case_files())
def test_rules_answer_as_their_cases_say(name: str, promtool: Promtool) -> None:
    file = promtool.rules / f"{name}.test"
    file.write_text(json.dumps(linked(case_files()[name])))
    content, said = promtool.run("test", "rules", file.name)
    assert content, said


def test_every_recording_rule_has_a_case_with_a_value() -> None:
    asserted = {
        record
        for group in groups()
        for one in group.get("promql_expr_test", [])
        for record in re.findall(r"[a-z_]+:[a-z_]+:[a-z0-9_]+", one["expr"])
        if one["exp_samples"]
    }
    assert {rule.name for rule in rules() if not rule.is_alert} == asserted


def test_every_alert_has_a_case_in_which_it_fires() -> None:
    assert {alert.name for alert in ALERTS} == {
        one["alertname"]
        for group in groups()
        for one in group.get("alert_rule_test", [])
        if one["exp_alerts"]
    }


def test_every_alert_has_a_case_in_which_what_it_looks_at_is_there_and_well() -> None:
    assert {alert.name for alert in ALERTS} == {
        alert.name for alert in ALERTS for group in groups() if _silent(alert, group)
    }


def _silent(alert: Rule, group: Mapping[str, Any]) -> bool:
    """Whether an alert looks at something in a case, and never fires there."""
    asked = [one for one in group.get("alert_rule_test", []) if one["alertname"] == alert.name]
    there = {re.split("[{ ]", series["series"])[0] for series in group["input_series"]}
    looks = bool(_looked_at(alert.content["expr"]) & there)
    return bool(asked) and looks and not any(one["exp_alerts"] for one in asked)


def _looked_at(expr: str) -> set[str]:
    """Every word of an expression, and of the rules that record what it names."""
    words = set(re.findall(r"[a-zA-Z_][\w:]+", expr))
    recorded = [rule for rule in rules() if rule.name in words and not rule.is_alert]
    # A fallback may name its own record, under another label.
    others = [rule.content["expr"] for rule in recorded if rule.name not in rule.content["expr"]]
    return words.union(*map(_looked_at, others))


def test_no_two_alerts_share_a_name() -> None:
    counts = Counter(alert.name for alert in ALERTS)
    assert [name for name, count in counts.items() if count > 1] == []


@each_alert
def test_an_alert_says_how_bad_it_is_and_what_it_is(alert: Rule) -> None:
    assert alert.content["labels"].keys() == {"severity"}
    assert alert.content["labels"]["severity"] in {"critical", "warning", "info"}
    assert alert.content["annotations"].keys() == {"summary", "runbook_url"}


@each_alert
def test_an_alert_leads_to_a_heading_that_exists(alert: Rule) -> None:
    path, _, anchor = alert.content["annotations"]["runbook_url"].partition("#")
    assert anchor in _anchors(ROOT / path)


@each_page
def test_a_runbook_explains_no_alert_that_is_gone(page: Path) -> None:
    alerts = {alert.name for alert in ALERTS if alert.topic == page.stem}
    assert set(_headings(page)) == alerts


@each_page
def test_what_a_runbook_links_to_exists(page: Path) -> None:
    links = re.findall(r"\]\(([\w-]+\.md)?(?:#(\w+))?\)", page.read_text())
    missing = [
        f"{file}#{anchor}"
        for file, anchor in links
        if not (page.parent / (file or page.name)).exists()
        or (anchor and anchor not in _anchors(page.parent / (file or page.name)))
    ]
    assert missing == []


def _headings(page: Path) -> list[str]:
    return re.findall(r"^## (\w+)$", page.read_text(), re.MULTILINE)


def _anchors(page: Path) -> list[str]:
    return [heading.lower() for heading in _headings(page)]


def test_runbooks_may_be_anywhere_on_the_web() -> None:
    page = "https://git.example.com/data/strata/docs/runbooks"
    rule = specs(page)["dns"]["groups"][0]["rules"][0]
    assert rule["annotations"]["runbook_url"] == f"{page}/dns.md#corednserrors"
    assert runbook("dns", "CoreDnsErrors") == "docs/runbooks/dns.md#corednserrors"


def test_rules_read_no_label_that_kube_state_metrics_is_not_asked_for() -> None:
    told = {
        "label_" + re.sub(r"\W", "_", label)
        for labels in KUBE_STATE_METRICS_LABELS.values()
        for label in labels
    }
    read = {
        label
        for rule in rules()
        for label in re.findall(r"label_(?!replace|join)\w+", rule.content["expr"])
    }
    assert read - told == set()


def test_objects_are_read_from_kube_state_metrics_alone() -> None:
    # OpenCost, for one, exports series of the same names.
    loose = [
        (rule.name, series)
        for rule in rules()
        for series in re.findall(r"kube_\w+(?:\{[^}]*\})?", rule.content["expr"])
        if 'job="kube-state-metrics"' not in series
    ]
    assert loose == []


def test_costs_are_sampled_each_minute_because_sums_count_samples_as_minutes() -> None:
    assert [group["interval"] for group in specs()["cost"]["groups"]] == ["1m"]
