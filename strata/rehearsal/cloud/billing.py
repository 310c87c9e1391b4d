"""Billing: budgets, cost-allocation tags, and monitors of what is unlike the bill.

Sources: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html,
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalyMonitor.html,
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html
and, for what excludes what and what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service (`budgets`, `ce`,
`cloudcontrol`)
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_MOST_NOTIFICATIONS: Final = 10
_MOST_RECIPIENTS: Final = 10
_MOST_VALUES: Final = 10
_ANOMALY: Final = "arn:aws:ce::{account}:"
# The only type that is asked of Cloud Control.
_MONITOR_TYPE: Final = "AWS::CE::AnomalyMonitor"


def one_filter(request: Request) -> list[Row]:
    """A budget is told by an expression and a metric, or by filters and kinds of cost."""
    expression, metrics = request.input("filterExpression"), request.input("metrics")
    for old, new in (("costFilters", expression), ("costTypes", metrics)):
        if request.input(old) and new:
            name = "filterExpression" if old == "costFilters" else "metrics"
            raise request.refused(f"{name}: conflicts with {old}", "leave one out")
    if bool(expression) != bool(metrics):
        raise request.refused("filterExpression and metrics: one without the other", "give both")
    return []


def notifications(request: Request) -> list[Row]:
    """Ten of them, each another, and each told to one person at least and ten at most."""
    wanted: list[Mapping[str, Any]] = request.input("notifications", [])
    if len(wanted) > _MOST_NOTIFICATIONS:
        raise request.refused(
            f"notifications: CreationLimitExceededException: {len(wanted)}, and a budget has "
            f"{_MOST_NOTIFICATIONS}",
            "remove some",
        )
    keys = ("notificationType", "comparisonOperator", "threshold", "thresholdType")
    seen: list[tuple[Any, ...]] = []
    for one in wanted:
        emails = one.get("subscriberEmailAddresses") or []
        if not emails and not one.get("subscriberSnsTopicArns"):
            raise request.refused("notifications: InvalidParameterException: nobody", "name one")
        if len(emails) > _MOST_RECIPIENTS:
            raise request.refused(
                f"notifications: InvalidParameterException: {len(emails)} addresses, and "
                f"{_MOST_RECIPIENTS} hear of one",
                "remove some",
            )
        what = tuple(one.get(key) for key in keys)
        if what in seen:
            told = " ".join(map(str, what))
            raise request.refused(f"notifications: DuplicateRecordException: {told}", "remove one")
        seen.append(what)
    return []


def watched(request: Request) -> list[Row]:
    """AWS's own monitors watch a dimension, and others what is specified: never both."""
    dimension, text = request.input("monitorDimension"), request.input("monitorSpecification")
    if dimension and text:
        raise request.refused("monitorDimension: conflicts with monitorSpecification", "give one")
    type_ = request.input("monitorType")
    if type_ == "DIMENSIONAL" and not dimension:
        raise request.refused("monitorType = 'DIMENSIONAL': needs a monitorDimension", "give one")
    if type_ == "CUSTOM":
        if not text:
            raise request.refused("monitorType = 'CUSTOM': needs a specification", "give one")
        _values(request, "monitorSpecification", json.loads(text))
    return []


def _values(request: Request, path: str, specification: Mapping[str, Any]) -> None:
    """A customer's own monitor knows one key, and up to ten values of it."""
    said = {key: value for key, value in specification.items() if value is not None}
    (kind, what), *more = said.items()
    if more or kind not in {"CostCategories", "Dimensions", "Tags"}:
        raise request.refused(
            f"{path}: ValidationException: {', '.join(said)}", "name one key and its values"
        )
    count = len(what.get("Values") or [])
    if not 1 <= count <= _MOST_VALUES:
        raise request.refused(
            f"{path}: ValidationException: {count} values, and 1 to {_MOST_VALUES} are watched",
            "correct it",
        )


def mails(request: Request) -> list[Row]:
    """Mails come daily or weekly, and messages at once."""
    frequency = request.input("frequency")
    for one in request.input("subscribers", []):
        wanted = "SNS" if frequency == "IMMEDIATE" else "EMAIL"
        if one.get("type") != wanted:
            raise request.refused(
                f"subscribers: ValidationException: {one.get('type')} with frequency {frequency}",
                f"give {wanted}",
            )
    return []


def threshold(request: Request) -> list[Row]:
    """It knows how great an anomaly is, and never whose."""
    amounts = ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE")
    expression: Mapping[str, Any] = request.input("thresholdExpression", {})
    parts = [expression, *expression.get("ands", []), *expression.get("ors", [])]
    for one in parts:
        key = one.get("dimension", {}).get("key")
        if "tags" in one or "costCategory" in one or (key and key not in amounts):
            told = key or "a tag or category"
            raise request.refused(
                f"thresholdExpression: ValidationException: {told}", f"give {' or '.join(amounts)}"
            )
    return []


def managed_monitor(request: Request) -> list[Row]:
    """Cloud Control makes any type of CloudFormation; here, AWS's own monitors."""
    type_ = request.input("typeName")
    if type_ != _MONITOR_TYPE:
        raise request.refused(f"typeName = {type_!r}: not modelled", "declare its kind")
    state = _state(request)
    dimension, text = state.get("MonitorDimension"), state.get("MonitorSpecification")
    if state.get("MonitorType") != "DIMENSIONAL" or not dimension:
        raise request.refused(
            "desiredState: ValidationException: a monitor without a dimension",
            "make it as a costexplorer.AnomalyMonitor",
        )
    keyed = {"TAG": "Tags", "COST_CATEGORY": "CostCategories"}.get(str(dimension))
    said = json.loads(text) if isinstance(text, str) else {}
    if keyed and (set(said) != {keyed} or set(said[keyed]) != {"Key"}):
        raise request.refused(
            f"desiredState: ValidationException: MonitorDimension {dimension} without its key",
            f'give the MonitorSpecification {{"{keyed}": {{"Key": ...}}}}',
        )
    return []


def _state(request: Request) -> Mapping[str, Any]:
    state: Mapping[str, Any] = json.loads(request.input("desiredState"))
    return state


def _watches(request: Request) -> str:
    state = _state(request)
    return "|".join(str(state.get(key)) for key in ("MonitorDimension", "MonitorSpecification"))


def _account_wide(request: Request) -> str:
    return f"{request.caller.account}|{_watches(request)}"


def _uuid(request: Request) -> str:
    digits = request.hex(32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _anomaly_arn(what: str) -> Any:
    def made(request: Request) -> str:
        return f"{_ANOMALY.format(account=request.caller.account)}{what}/{_uuid(request)}"

    return made


# A monitor that Cloud Control made is referred to as the others are.
_MONITOR: Final = Target(type=t.ANOMALY_MONITOR, thing="anomaly monitor")

KINDS: dict[str, Kind] = {
    t.BUDGET: Kind(
        id="{account}:{name}",
        outputs={"accountId": "{account}", "arn": "arn:aws:budgets::{account}:budget/{name}"},
        name=NameRule(
            input="name",
            limit=100,
            pattern=r"(?!.*/action/)[^:\\]+",
            made_of="anything but : and \\, and no /action/",
        ),
        unique=Unique(
            key="{account}|{name}",
            thing="a budget named {name}",
            scope="its name is unique in an account",
        ),
        create_only=("accountId", "name", "namePrefix"),
        needs=(one_filter, notifications),
    ),
    t.ANOMALY_MONITOR: Kind(
        id=_anomaly_arn("anomalymonitor"),
        outputs={"arn": "{id}"},
        create_only=("monitorDimension", "monitorSpecification", "monitorType"),
        needs=(watched,),
    ),
    t.ANOMALY_SUBSCRIPTION: Kind(
        id=_anomaly_arn("anomalysubscription"),
        outputs={"accountId": "{account}", "arn": "{id}"},
        create_only=("name",),
        references={"monitorArnLists": _MONITOR},
        needs=(mails, threshold),
    ),
    t.COST_ALLOCATION_TAG: Kind(
        id="{tagKey}",
        outputs={"type": "UserDefined"},
        unique=Unique(
            key="{account}|{tagKey}",
            thing="a cost-allocation tag {tagKey}",
            scope="a tag is active in an account, or not: the second that says so undoes the first",
        ),
    ),
    t.CLOUD_CONTROL: Kind(
        id=_anomaly_arn("anomalymonitor"),
        outputs={"properties": "{desiredState}"},
        unique=Unique(
            key=_account_wide,
            thing=lambda request: f"a monitor of {_watches(request)}",
            scope="an account has one of each",
        ),
        # Whatever CloudFormation says of the type's own properties: of this one, nothing changes.
        create_only=("desiredState", "typeName"),
        handles={"id": t.ANOMALY_MONITOR},
        needs=(managed_monitor,),
    ),
}
