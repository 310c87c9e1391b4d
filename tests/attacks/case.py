"""Attacks as data: who does what to a right object, and by whose words it is refused."""

import copy
import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from components.spark import application
from tests.kubernetes.judge import Object
from tests.unit.spark.pods import pod
from tests.unit.spark.samples import JOBS, TENANT

CASES = Path(__file__).parent / "cases"

METHODS = ("create", "update", "patch")

_yaml = YAML(typ="safe")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One attempt.

    Attributes:
        name: What is attempted.
        who: Role or service account of the tenant that attempts it.
        base: Name of the object that it begins with; empty: there is none.
        change: What is different, by JSON pointer.
        method: `create`, `update` or `patch`, or the whole request: method and path.
        refused: Part of the answer that refuses it; empty: it is allowed.
        nowhere: Why it succeeds nowhere, not even where nothing guards; empty: it does.
    """

    name: str
    who: str
    base: str
    change: Mapping[str, Any]
    method: str
    refused: str
    nowhere: str = ""

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.who, self.method, self.base)))}: {self.name}"


@functools.cache
def attacks() -> tuple[Case, ...]:
    """All of them."""
    return tuple(
        case
        for file in sorted(CASES.glob("*.yaml"))
        if file.name not in {"bases.yaml", "allowed.yaml"}
        for case in _cases(file)
    )


def deeds() -> tuple[Case, ...]:
    """What is attempted, whoever does."""
    return tuple({(one.method, one.base, repr(one.change)): one for one in attacks()}.values())


def allowed() -> tuple[Case, ...]:
    """What everybody should be able to do."""
    return tuple(_cases(CASES / "allowed.yaml"))


@functools.cache
def bases() -> dict[str, Object]:
    """Right objects, as presets or people write them."""
    rendered = {name: application(job, TENANT) for name, job in JOBS.items()}
    least = rendered.pop("least")
    found: dict[str, Object] = _yaml.load((CASES / "bases.yaml").read_text())
    return {
        **{name: one for name, one in found.items() if not name.startswith("_")},
        **rendered,
        "application": least,
        "driver": pod(least, "driver"),
        "executor": pod(least, "executor"),
    }


def changed(manifest: Object, change: Mapping[str, Any]) -> Object:
    """An object with something different."""
    found = copy.deepcopy(manifest)
    for pointer, value in change.items():
        *path, last = [one.replace("~1", "/") for one in pointer.split("/")[1:]]
        place: Any = found
        for step, after in itertools.pairwise([*path, last]):
            new: Any = [] if after == "-" else {}
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, new)
        if isinstance(place, list):
            place.insert(len(place) if last == "-" else int(last), value)
        else:
            place[last] = value
    return found


def _cases(file: Path) -> Iterator[Case]:
    for group in _yaml.load(file.read_text()):
        for one in group["cases"]:
            said = {**group, **one}
            under = said.get("under", "")
            methods = said.get("by", ["create"])
            for method in [said["request"]] if "request" in said else methods:
                yield Case(
                    name=one["name"],
                    who=said["as"],
                    base=said.get("base", ""),
                    change={f"{under}{at}": what for at, what in said.get("change", {}).items()},
                    method=method,
                    refused=said.get("refused", ""),
                    nowhere=said.get("nowhere", ""),
                )
