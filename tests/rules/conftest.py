"""promtool, and the rules as a cluster gets them."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from components.observability.cost_split import weight_rules
from components.observability.prices import price_rules
from components.observability.rule_groups import Spec, specs
from strata.toolchain.binary import PROMTOOL
from strata.toolchain.resolve import Place, resolve
from tests.samples import ROOT


@dataclass(frozen=True, slots=True)
class Promtool:
    """The program, and the folder in which it finds the rules."""

    program: Path
    rules: Path

    def run(self, *arguments: str) -> tuple[bool, str]:
        """Whether it is content, and what it says."""
        done = subprocess.run(
            [str(self.program), *arguments],
            cwd=self.rules,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return done.returncode == 0, done.stdout + done.stderr


def deployed() -> Mapping[str, Spec]:
    """Every PrometheusRule: from the files, and from one sample of settings."""
    return {
        **specs(),
        "cost-prices": price_rules({"on-demand": 0.75}, {"m7g.large": 0.08}),
        "cost-weights": weight_rules({"ads": 5, "ml": 3}),
    }


@pytest.fixture(scope="session")
def promtool(tmp_path_factory: pytest.TempPathFactory) -> Promtool:
    """promtool, found or made, and every rule in a file of its name."""
    folder = tmp_path_factory.mktemp("rules")
    for name, spec in deployed().items():
        # JSON is YAML.
        (folder / f"{name}.yaml").write_text(json.dumps(spec))
    return Promtool(resolve(PROMTOOL, Place(ROOT), print), folder)
