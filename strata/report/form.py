"""The form of a report's JSON: what other programs may rely on.

A key that is added is no new format; one that goes, or means something else, is.
"""

from typing import Any, Final, Literal

from strata.report.form_amounts import Addresses, Cost
from strata.report.form_part import Form

FORMAT: Final = 1
"""Of this form."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Action = Literal["replaced", "destroyed", "let go", "updated", "created", "kept"]


class Reason(Form):
    """Why an input is another one than before."""

    property: str
    """Which input; `provider` for the provider that makes the resource."""

    of: str
    """URN of the resource whose replacement changes it; empty if the program does."""


class Difference(Form):
    """One property that differs."""

    path: str
    """Where: `a.b`, `a[2]` by position, `a[driver]` by name, `a[]` one of a list of values."""

    old: Any = None
    """Value before, `[secret]` in the place of a secret; no key if there was none."""

    new: Any = None
    """Value after, likewise."""


class Change(Form):
    """What happens to one resource."""

    urn: str
    """Its URN; of one that goes, the one that it had."""

    type: str
    """Type token, such as `aws:s3/bucket:Bucket`."""

    name: str
    """Logical name."""

    action: Action
    """What happens to it; `kept` if only its name or its options change."""

    formerly: str
    """URN before, if an alias says that it had another one; else empty."""

    reasons: tuple[Reason, ...]
    """Inputs that cannot change in place, and so force a replacement."""

    differences: tuple[Difference, ...]
    """Inputs that the program changes; of what is new or no more, none."""

    options: tuple[Difference, ...]
    """`protect` and `retainOnDelete`, if they change."""

    follows: tuple[Reason, ...]
    """Other inputs that change because what they are taken from is made anew."""

    refused: tuple[str, ...]
    """Inputs that change although the API refuses it, so that the deployment fails."""

    dependents: tuple[str, ...]
    """Names of what depends on it, if it is replaced or destroyed."""

    protected: bool
    """Whether the engine refuses to destroy or replace it, so that the deployment fails."""

    stays_in_cloud: bool
    """Whether the old one is not deleted, but only forgotten."""

    deletes_first: bool
    """Whether the old one goes before the new one comes."""

    known: bool
    """Whether it is known which inputs of its type cannot change in place."""


class Loss(Form):
    """Something that holds data, and would be deleted."""

    stack: str
    """Stack that makes it."""

    urn: str
    """Its URN."""

    type: str
    """Type token."""

    name: str
    """Logical name."""

    action: Action
    """`replaced` or `destroyed`."""

    holds: str
    """What would be lost with it, in words."""

    protected: bool
    """Whether the engine refuses, so that the deployment fails and nothing is lost."""


class Access(Form):
    """Who gains or loses what."""

    gained: bool
    """Whether someone gains; a denial that goes away is a gain, too."""

    subject: str
    """Who, such as `role strata-dev-ads-workload` or `group strata:ads:admin`."""

    verbs: tuple[str, ...]
    """What they may do: `s3:GetObject`, `get`, `reaches`."""

    objects: tuple[str, ...]
    """To what: ARNs, `pods in namespace ads`, `security group x on tcp 443`."""

    when: str
    """Under which conditions; empty if always."""

    effect: Literal["allows", "denies", "limits"]
    """Whether what comes or goes gives access, denies it, or confines it."""

    sources: tuple[str, ...]
    """URNs of what grants it, or granted it."""


class Stack(Form):
    """What happens to one stack."""

    stack: str
    """Name of the stack."""

    is_new: bool
    """Whether only the new side has it."""

    is_gone: bool
    """Whether only the old side has it."""

    kept: int
    """How many resources stay as they are."""

    changes: tuple[Change, ...]
    """What happens to what a cloud or a cluster holds, the worst first."""

    cost: Cost
    """What it costs."""

    budget_usd: float | None
    """US dollars a month that the stack's own budget allows; null: it has none."""


class Report(Form):
    """What a change does: `strata plan --against <revision> --format json`."""

    format: Literal[1]
    """Version of this form."""

    targets: tuple[str, ...]
    """Stacks and environments that were asked for."""

    revision: str
    """What is compared with."""

    stacks: tuple[Stack, ...]
    """What happens to each stack, in the order in which they come up."""

    losses: tuple[Loss, ...]
    """What holds data and would be deleted."""

    access: tuple[Access, ...]
    """Who gains and who loses access, gains first."""

    cost: Cost
    """What all these stacks cost together."""

    addresses: dict[str, Addresses]
    """What each environment takes of its subnets; one that takes what it took is left out."""
