"""Definitions: found in the pinned modules, and each way they can be missing says what to do."""

from pathlib import Path

import pytest

from components import versions
from strata.toolchain.crds import _FOLDERS, definition_files
from strata.toolchain.resolve import ToolMissingError
from tests.samples import ROOT
from tests.unit.toolchain.conftest import Machine

PROVIDER, CORE = "github.com/aws/karpenter-provider-aws", "sigs.k8s.io/karpenter"


@pytest.fixture
def pinned(machine: Machine) -> Machine:
    """A project that pins two modules, and a Go that has both."""
    folder = machine.place.root / "tools" / "crds"
    folder.mkdir(parents=True)
    (folder / "go.mod").write_text(
        f"module tools/crds\n\nrequire (\n\t{PROVIDER} v1.2.3\n\t{CORE} v1.2.3\n)\n"
    )
    modules = machine.place.root / "modules"
    body = f'for last; do :; done; echo "{{\\"Dir\\": \\"{modules}/${{last}}\\"}}"'
    machine.put(machine.path, "go", f"#!/bin/sh\n{body}\n")
    return machine


def put(machine: Machine, module: str, name: str) -> Path:
    folder = machine.place.root / "modules" / f"{module}@v1.2.3" / _FOLDERS[module]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.touch()
    return file


def missing(machine: Machine) -> str:
    with pytest.raises(ToolMissingError) as error:
        definition_files(machine.place.root)
    return str(error.value)


def test_the_provider_s_edition_of_a_definition_comes_before_karpenter_s_own(
    pinned: Machine,
) -> None:
    pools = put(pinned, PROVIDER, "pools.yaml")
    classes = put(pinned, PROVIDER, "classes.yaml")
    put(pinned, CORE, "pools.yaml")
    claims = put(pinned, CORE, "claims.yaml")
    assert definition_files(pinned.place.root) == [claims, classes, pools]


def test_a_module_that_keeps_its_definitions_elsewhere_is_named(pinned: Machine) -> None:
    put(pinned, PROVIDER, "pools.yaml")
    folder = pinned.place.root / "modules" / f"{CORE}@v1.2.3" / _FOLDERS[CORE]
    assert missing(pinned) == (
        f"the definitions of {CORE} v1.2.3 are not in {folder}; "
        "name their folder in strata/toolchain/crds.py"
    )


def test_without_go_there_are_no_definitions(pinned: Machine) -> None:
    (pinned.path / "go").unlink()
    assert missing(pinned) == (
        f"the definitions of {PROVIDER} cannot be had: there is no Go on PATH; install Go"
    )


def test_a_module_that_cannot_be_had_says_why(pinned: Machine) -> None:
    pinned.put(pinned.path, "go", "#!/bin/sh\necho go: no route to host >&2\nexit 1\n")
    assert missing(pinned) == (
        f"the definitions of {PROVIDER} v1.2.3 cannot be had: go: no route to host; "
        "make a Go module proxy reachable"
    )


def test_the_definitions_are_of_the_karpenter_that_is_installed() -> None:
    module = (ROOT / "tools" / "crds" / "go.mod").read_text()
    assert f"{PROVIDER} v{versions.KARPENTER.version}\n" in module
    assert versions.KARPENTER.version == versions.KARPENTER_CRD.version


def test_the_definitions_are_of_the_prometheus_operator_that_is_installed() -> None:
    module = (ROOT / "tools" / "crds" / "go.mod").read_text()
    operator = "github.com/prometheus-operator/prometheus-operator"
    assert f"{operator} v{versions.PROMETHEUS_OPERATOR}\n" in module
