"""What a change takes more from each subnet, and what it gives back."""

from dataclasses import dataclass

from strata.addresses.use import AddressUse, SubnetUse


@dataclass(frozen=True, kw_only=True, slots=True)
class SubnetChange:
    """One subnet that is used otherwise than before.

    Attributes:
        id: ID of the subnet, as the plan knows it.
        before: What was taken; None: the subnet is new.
        after: What is taken; None: the subnet is gone.
    """

    id: str
    before: SubnetUse | None
    after: SubnetUse | None

    @property
    def idle(self) -> int:
        """Addresses that are taken more at once."""
        return (self.after.idle if self.after else 0) - (self.before.idle if self.before else 0)

    @property
    def most(self) -> int:
        """Addresses that are taken more when all stands at its limit."""
        return (self.after.most if self.after else 0) - (self.before.most if self.before else 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressDifference:
    """Two uses, and what lies between them.

    Attributes:
        before: What is taken before.
        after: What is taken after.
        changes: Subnets that are used otherwise, by ID.
    """

    before: AddressUse
    after: AddressUse
    changes: tuple[SubnetChange, ...]

    @property
    def idle_units(self) -> int:
        """Network address units that are taken more at once."""
        return self.after.idle_units - self.before.idle_units

    @property
    def most_units(self) -> int | None:
        """Network address units that are taken more at the limits; None: not known."""
        if self.before.most_units is None or self.after.most_units is None:
            return None
        return self.after.most_units - self.before.most_units

    @property
    def no_longer_fits(self) -> tuple[str, ...]:
        """Subnets that were large enough for the limits, and are no more."""
        return tuple(
            change.id
            for change in self.changes
            if change.after
            and change.after.fits is False
            and (change.before is None or change.before.fits is not False)
        )


def difference(before: AddressUse, after: AddressUse) -> AddressDifference:
    """Compare two uses, subnet by subnet."""
    old = {one.id: one for one in before.subnets}
    new = {one.id: one for one in after.subnets}
    return AddressDifference(
        before=before,
        after=after,
        changes=tuple(
            SubnetChange(id=id_, before=old.get(id_), after=new.get(id_))
            for id_ in sorted(old.keys() | new.keys())
            if old.get(id_) != new.get(id_)
        ),
    )
