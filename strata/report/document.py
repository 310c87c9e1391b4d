"""The report as JSON, whose form `schemas/report.schema.json` tells."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from strata.addresses.difference import AddressDifference
from strata.addresses.use import SubnetUse
from strata.comparison import properties, replacement, resources
from strata.comparison.properties import ABSENT
from strata.cost import difference as cost
from strata.report import form, form_amounts
from strata.report.model import Report, StackReport


def as_json(report: Report) -> str:
    """All of a report, as text."""
    return json.dumps(document(report), indent=2)


def document(report: Report) -> dict[str, Any]:
    """All of a report; what there is not, such as the old value of a new property, has no key."""
    whole = form.Report(
        format=form.FORMAT,
        targets=report.targets,
        revision=report.revision,
        stacks=tuple(map(_stack, report.stacks)),
        losses=tuple(map(form.Loss.of_same, report.losses)),
        access=tuple(map(form.Access.of_same, report.access)),
        cost=_cost(report.cost),
        addresses={name: _addresses(one) for name, one in report.addresses.items()},
    )
    return whole.model_dump(mode="json", by_alias=True, exclude_unset=True)


def schema() -> str:
    """The JSON Schema of a report, as the file holds it."""
    whole = {"$schema": form.DIALECT, **form.Report.model_json_schema(by_alias=True)}
    return json.dumps(whole, indent=2) + "\n"


def _stack(one: StackReport) -> form.Stack:
    return form.Stack(
        stack=one.stack,
        is_new=one.is_new,
        is_gone=one.is_gone,
        kept=one.kept,
        changes=tuple(_change(change, one) for change in one.changes),
        cost=_cost(one.cost),
        budget_usd=_usd(one.budget),
    )


def _change(one: resources.Change, stack: StackReport) -> form.Change:
    return form.Change(
        urn=one.urn,
        type=one.type,
        name=one.name,
        action=one.action.value,
        formerly=one.formerly,
        reasons=_reasons(one.reasons),
        differences=_differences(one.differences),
        options=_differences(one.options),
        follows=_reasons(one.follows),
        refused=one.refused,
        dependents=stack.dependents.get(one.urn, ()),
        protected=one.protected,
        stays_in_cloud=one.stays_in_cloud,
        deletes_first=one.deletes_first,
        known=one.known,
    )


def _reasons(found: Iterable[replacement.Reason]) -> tuple[form.Reason, ...]:
    return tuple(map(form.Reason.of_same, found))


def _differences(found: Iterable[properties.Difference]) -> tuple[form.Difference, ...]:
    return tuple(
        form.Difference(
            path=one.path,
            **{
                side: value
                for side, value in (("old", one.old), ("new", one.new))
                if value is not ABSENT
            },
        )
        for one in found
    )


def _cost(found: cost.Difference) -> form_amounts.Cost:
    return form_amounts.Cost(
        region=found.after.region or found.before.region,
        before_usd=_cents(found.before.usd),
        after_usd=_cents(found.after.usd),
        more_usd=_cents(found.usd),
        percent=None if found.percent is None else round(float(found.percent), 1),
        most_before_usd=_usd(found.before.most_usd),
        most_after_usd=_usd(found.after.most_usd),
        unknown=tuple(sorted({line.item for line in found.after.unknown})),
        prices_of_another_region=found.after.stand_ins,
        changes=tuple(map(_cost_change, found.changes)),
    )


def _cost_change(one: cost.Change) -> form_amounts.CostChange:
    lines = one.after or one.before
    return form_amounts.CostChange(
        urn=one.urn,
        item=one.item,
        what=lines[0].what,
        more_usd=_usd(one.usd),
        by_use=all(line.by_use for line in (*one.before, *one.after)),
    )


def _addresses(found: AddressDifference) -> form_amounts.Addresses:
    return form_amounts.Addresses(
        subnets=tuple(
            form_amounts.SubnetChange(
                id=one.id,
                **{
                    side: _subnet(use)
                    for side, use in (("before", one.before), ("after", one.after))
                    if use
                },
            )
            for one in found.changes
        ),
        no_longer_fits=found.no_longer_fits,
        units_before=found.before.idle_units,
        units_after=found.after.idle_units,
        most_units_before=found.before.most_units,
        most_units_after=found.after.most_units,
    )


def _subnet(use: SubnetUse) -> form_amounts.Subnet:
    return form_amounts.Subnet(
        zone=use.zone,
        cidr=str(use.cidr) if use.cidr else "",
        idle=use.idle,
        most=use.most,
        room=use.room,
        usable=use.usable,
    )


def _usd(found: Decimal | None) -> float | None:
    return None if found is None else _cents(found)


def _cents(found: Decimal) -> float:
    return round(float(found), 2)
