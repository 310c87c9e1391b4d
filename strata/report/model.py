"""What a report says, whatever it is written as."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from strata.addresses.difference import AddressDifference
from strata.comparison.access import AccessChange
from strata.comparison.resources import Action, Change
from strata.cost.difference import Difference


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """Something that holds data, and would be deleted.

    Attributes:
        stack: Stack that makes it.
        urn: Its URN.
        type: Type token.
        name: Logical name.
        action: `REPLACED` or `DESTROYED`.
        holds: What would be lost with it.
        protected: Whether the engine refuses, so that the deployment fails and nothing is lost.
    """

    stack: str
    urn: str
    type: str
    name: str
    action: Action
    holds: str
    protected: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StackReport:
    """What happens to one stack.

    Attributes:
        stack: Name of the stack.
        is_new: Whether only the new side has it.
        is_gone: Whether only the old side has it.
        changes: What happens to what a cloud or a cluster holds, the worst first; what is kept
            and has the same options is left out.
        kept: How many resources stay as they are.
        dependents: Names of what depends on something that is replaced or destroyed, by its URN;
            what goes with it is left out.
        cost: What it costs before and after.
        budget: US dollars a month that the stack's own budget allows; None: it has none.
    """

    stack: str
    is_new: bool
    is_gone: bool
    changes: tuple[Change, ...]
    kept: int
    dependents: Mapping[str, tuple[str, ...]]
    cost: Difference
    budget: Decimal | None

    def of(self, *actions: Action) -> tuple[Change, ...]:
        """Those to which one of these things happens."""
        return tuple(change for change in self.changes if change.action in actions)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a change does.

    Attributes:
        targets: What was asked for: stacks and environments.
        revision: What it is compared with, as it was asked for.
        stacks: What happens to each stack, in the order in which they come up.
        losses: What holds data and would be deleted, in the same order.
        access: Who gains and who loses access, gains first.
        cost: What all these stacks cost together.
        addresses: What each environment takes of its subnets, by the environment's name; one that
            takes what it took is left out.
    """

    targets: tuple[str, ...]
    revision: str
    stacks: tuple[StackReport, ...]
    losses: tuple[Loss, ...]
    access: tuple[AccessChange, ...]
    cost: Difference
    addresses: Mapping[str, AddressDifference]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (
            any(one.changes or one.is_new or one.is_gone for one in self.stacks)
            or self.access
            or self.cost.changes
            or self.addresses
        )
