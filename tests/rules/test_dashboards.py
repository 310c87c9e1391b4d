"""What the dashboards ask, judged by promtool."""

import json
import re
from pathlib import Path

from ruamel.yaml import YAML

from components.observability.dashboards import dashboards
from tests.rules.conftest import Promtool, deployed

EXPRESSIONS = {
    (name, panel["title"], target["refId"]): target["expr"]
    for name, text in dashboards().items()
    for panel in json.loads(text)["panels"]
    for target in panel.get("targets", ())
}
# What a reader chooses, as Grafana would put it in.
CHOSEN = {"$tenant": "ads", "$method": "even"}


def asked(expression: str) -> str:
    for variable, value in CHOSEN.items():
        expression = expression.replace(variable, value)
    return expression


def test_promtool_reads_every_expression(promtool: Promtool, tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:number_{number}:value", "expr": asked(text)}
        for number, text in enumerate(EXPRESSIONS.values())
    ]
    file = tmp_path / "dashboards.yaml"
    with file.open("w") as out:
        YAML().dump({"groups": [{"name": "dashboards", "rules": rules}]}, out)
    content, said = promtool.run("check", "rules", str(file))
    assert content, said
    assert f"{len(EXPRESSIONS)} rules found" in said


def test_what_a_dashboard_takes_from_a_rule_is_recorded() -> None:
    recorded = {
        rule["record"]
        for spec in deployed().values()
        for group in spec["groups"]
        for rule in group["rules"]
        if "record" in rule
    }
    used = {
        name
        for text in EXPRESSIONS.values()
        for name in re.findall(r"\b[a-z_]+:[a-z0-9_]+:[a-z0-9_]+\b", text)
    }
    assert used
    assert used - recorded == set()
