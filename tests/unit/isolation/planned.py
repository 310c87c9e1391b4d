"""A resource of a plan, as little of it as matters."""

from typing import Any

from strata.plan.recording import Planned


def planned(type_: str, inputs: dict[str, Any], name: str = "one") -> Planned:
    """A resource of a type, with these inputs."""
    return Planned(
        urn=f"urn:pulumi:dev::strata::{type_}::{name}",
        type=type_,
        name=name,
        parent="",
        depends_on=(),
        protect=False,
        retain=False,
        provider="",
        aliases=(),
        inputs=inputs,
    )
