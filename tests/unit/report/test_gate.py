"""What makes a change fail."""

import re
from decimal import Decimal

import pytest

from strata.plan.recording import Planned
from strata.report.build import report
from strata.report.gate import Gate
from tests.unit.comparison.planned import BUCKET, QUEUE, VPC, planned, stack

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
GATEWAY = "aws:ec2/natGateway:NatGateway"


def failures(words: str, before: list[Planned], after: list[Planned]) -> tuple[str, ...]:
    told = report([stack(*before)], [stack(*after)], targets=["dev"], revision="main")
    return Gate.parse(words).failures(told)


def gateways(count: int) -> list[Planned]:
    return [planned(GATEWAY, f"gateway-{one}") for one in range(count)]


RULE = planned(
    INGRESS, inputs={"securityGroupId": "sg-1", "cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"}
)
OLD, NEW = (planned(VPC, "vpc", inputs={"cidrBlock": f"10.{one}.0.0/16"}) for one in (0, 1))


@pytest.mark.parametrize(
    ("words", "before", "after", "told"),
    [
        (
            "data-loss",
            [planned(BUCKET, name) for name in ("a", "b", "c", "d")],
            [],
            "data-loss: data would be lost with a, b, c and 1 more",
        ),
        ("replace", [OLD], [NEW], "replace: vpc would be replaced"),
        ("access", [], [RULE], "access: 0.0.0.0/0 would gain access"),
        ("cost:99", gateways(1), gateways(2), "cost:99: it would cost 100.0 % more"),
        (
            "cost:0",
            [],
            gateways(1),
            "cost:0: it would cost 32.85 USD a month where nothing was billed",
        ),
    ],
)
def test_what_a_change_must_not_do_is_told(
    words: str, before: list[Planned], after: list[Planned], told: str
) -> None:
    assert failures(words, before, after) == (told,)


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("", [planned(BUCKET), OLD], [NEW, RULE]),
        ("data-loss", [OLD], [NEW]),
        ("replace", [planned(BUCKET)], []),
        ("access", [RULE], []),
        ("cost:100", gateways(1), gateways(2)),
        ("cost:0", gateways(2), gateways(1)),
        ("cost:0", [], [planned(QUEUE)]),
        ("data-loss, replace, access, cost:0", gateways(1), gateways(1)),
    ],
)
def test_a_change_may_do_what_nobody_forbids(
    words: str, before: list[Planned], after: list[Planned]
) -> None:
    assert failures(words, before, after) == ()


def test_a_cost_that_nobody_knows_fails() -> None:
    cluster = planned("aws:rds/instance:Instance", inputs={"instanceClass": "db.none.large"})
    (told,) = failures("cost:1000", [], [cluster])
    assert told.startswith("cost:1000: nobody knows what rds")


def test_each_is_told_in_a_line_of_its_own() -> None:
    found = failures("replace,data-loss", [OLD, planned(BUCKET)], [NEW])
    assert [line.partition(":")[0] for line in found] == ["data-loss", "replace"]


def test_words_are_read() -> None:
    assert Gate.parse("access, cost:2.5") == Gate(access=True, cost_percent=Decimal("2.5"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("loss", "'loss' is none of: data-loss, replace, access, cost:PERCENT"),
        ("cost", "'cost' is none of: data-loss, replace, access, cost:PERCENT"),
        ("cost:ten", "'cost:ten' names no percentage; write, for example, cost:10"),
        ("cost:-1", "'cost:-1' names no percentage; write, for example, cost:10"),
        ("cost:inf", "'cost:inf' names no percentage; write, for example, cost:10"),
        ("cost:1,cost:2", "say cost:PERCENT once"),
    ],
)
def test_other_words_are_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        Gate.parse(text)
