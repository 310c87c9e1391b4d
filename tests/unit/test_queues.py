"""The queue file, and its check; the suite of the real scheduler compares the two verdicts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import names
from components.services import queue_amounts, queue_rules, yunikorn_queues
from components.tenancy.namespace import TenantNamespaceArgs, annotations
from components.tenancy.sizes import SIZES, SizeName
from tests.yunikorn.queue_files import GOOD, LET_PASS, Case, amounts, partition, queue
from tests.yunikorn.refused_queue_files import REFUSED

WRONG = REFUSED | LET_PASS

OURS = yunikorn_queues.queues(60)["partitions"][0]
(ROOT,) = OURS["queues"]
(TENANTS,) = ROOT["queues"]


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_nothing_is_said_of_a_right_queue_file(case: Case) -> None:
    assert queue_rules.problems(case.file) == []


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_queue_file_is_told_in_one_line_a_problem(case: Case) -> None:
    assert "\n".join(queue_rules.problems(case.file)) == case.problems


def test_a_wrong_queue_file_never_leaves_the_program() -> None:
    wrong = partition(queue("a.b"), queue("c", maxapplications=-1))
    with pytest.raises(ValueError, match=r"\A[^\n]+\n[^\n]+\Z") as error:
        yunikorn_queues.text(wrong)
    assert str(error.value).splitlines() == queue_rules.problems(wrong)


def test_a_pods_namespace_alone_names_its_queue() -> None:
    (rule,) = OURS["placementrules"]
    assert (rule["name"], rule["value"]) == ("tag", "namespace")
    assert rule["parent"] == {"name": "fixed", "value": names.TENANT_QUEUES}


def test_no_queue_takes_what_no_rule_places() -> None:
    assert [f"root.{one['name']}" for one in ROOT["queues"]] == [names.TENANT_QUEUES]


def test_empty_nodes_are_left_to_be_taken_back() -> None:
    assert OURS["nodesortpolicy"]["type"] == "binpacking"


def test_gangs_find_the_order_that_they_need() -> None:
    assert TENANTS["childtemplate"]["properties"]["application.sort.policy"] == "fifo"


def test_trap_a_preemption_fence_stands_around_all_tenants_and_around_none() -> None:
    # Around a tenant, it would keep the tenant from what is guaranteed to it.
    assert TENANTS["properties"]["preemption.policy"] == "fence"
    assert TENANTS["childtemplate"]["properties"]["preemption.policy"] == "default"


def test_priority_counts_within_a_tenant_only() -> None:
    assert TENANTS["childtemplate"]["properties"]["priority.policy"] == "fence"


def test_a_delay_is_written_with_its_unit() -> None:
    template = yunikorn_queues.queues(90)["partitions"][0]["queues"][0]["queues"][0]
    assert template["childtemplate"]["properties"]["preemption.delay"] == "90s"


@pytest.mark.parametrize("size", SIZES)
def test_a_tenant_of_any_size_gets_a_queue_that_keeps_the_rules(size: SizeName) -> None:
    args = TenantNamespaceArgs(
        tenant="ads", owner="a@example.com", cost_center="1", size=SIZES[size], protect=False
    )
    said = annotations(args)
    guaranteed, most = (
        json.loads(said[f"yunikorn.apache.org/namespace.{key}"].replace("cpu", "vcore"))
        for key in ("guaranteed", "quota")
    )
    assert queue_rules.problems(partition(queue("ads", **amounts(guaranteed, most)))) == []


@given(st.integers(0, 2**40))
def test_an_amount_is_shown_as_it_can_be_read(amount: int) -> None:
    for resource in (queue_amounts.CPU, "memory"):
        assert queue_amounts.parse(resource, queue_amounts.shown(resource, amount)) == amount
