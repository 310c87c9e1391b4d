"""What the shared services cost while nobody uses them."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from components.compute.instance_types import instance_types
from components.services.spec import Idle, Pods
from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.platform.idle import idle
from strata.cli import app
from strata.cluster_settings import cluster_settings
from strata.cost.prices import every_price
from strata.plan.idle import Nodes, as_data, cost, costs, system_nodes
from strata.plan.idle_text import as_text
from strata.plan.recording import Recording
from strata.platform_settings import platform_settings
from tests.samples import PROJECT

RELEASE = "kubernetes:helm.sh/v3:Release"
NODES = Nodes(type=instance_types()["m7g.large"], count=2)
ACCESS = {
    "domain": "data.example.com",
    "certificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/1234",
}


def committed(environment: str) -> tuple[str, PlatformSettings, ClusterSettings]:
    """The committed settings of an environment."""
    cluster = PROJECT.stack(f"{environment}-cluster")
    platform = PROJECT.stack(f"{environment}-platform")
    return environment, platform_settings(PROJECT, platform), cluster_settings(PROJECT, cluster)


def with_access(**more: Any) -> tuple[str, PlatformSettings, ClusterSettings]:
    """Those of dev, and a load balancer."""
    environment, _, cluster = committed("dev")
    text = json.dumps({"access": {**ACCESS, **more}})
    return environment, PlatformSettings.model_validate_json(text), cluster


def written(subject: tuple[str, PlatformSettings, ClusterSettings]) -> list[str]:
    console = Console(file=io.StringIO(), record=True, width=200)
    console.print(as_text(as_data(*subject)))
    return [line.rstrip() for line in console.export_text().splitlines()]


def held(*pods: Pods, **more: Any) -> Idle:
    return Idle(pods=pods, **more)


def some(copies: int = 1, millicores: int = 0, memory_mib: int = 0, *, each: bool = False) -> Pods:
    return Pods(
        name="pod", copies=copies, millicores=millicores, memory_mib=memory_mib, each_node=each
    )


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_release_says_what_it_holds(environment: str, request: pytest.FixtureRequest) -> None:
    plans: dict[str, Recording] = request.getfixturevalue(environment)
    releases = {one.inputs["name"] for one in plans[f"{environment}-platform"].of_type(RELEASE)}
    assert releases == set(idle(*committed(environment)))


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_whatever_is_held_has_a_price(environment: str) -> None:
    assert [one for one in costs(*committed(environment)) if one.unpriced] == []


def test_a_public_load_balancer_has_a_price() -> None:
    oidc = {
        "issuerUrl": "https://login.example.com",
        "authorizationEndpoint": "https://login.example.com/authorize",
        "tokenEndpoint": "https://login.example.com/token",
        "userInfoEndpoint": "https://login.example.com/userinfo",
        "clientId": "strata",
        "clientSecretArn": (
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev/access/client-a1b2c3"
        ),
    }
    found = {one.name: one for one in costs(*with_access(visibility="public", oidc=oidc))}
    # 730 hours of 0.0225, and of 0.005 for an address in each of two zones.
    assert found["load balancer"].usd == pytest.approx(23.725)
    assert not found["load balancer"].unpriced


def test_only_who_lets_people_in_pays_for_a_load_balancer() -> None:
    def names(subject: tuple[str, PlatformSettings, ClusterSettings]) -> set[str]:
        return {one.name for one in costs(*subject)}

    assert names(with_access()) - names(committed("dev")) == {"load balancer"}


def test_a_whole_node_costs_what_a_node_costs() -> None:
    whole = cost("all of it", held(some(1, 2000, 8192)), NODES)
    assert whole.usd == pytest.approx(730 * 0.0816)


def test_what_every_node_runs_is_counted_once_a_node() -> None:
    once = cost("one", held(some(2, 100, 128)), NODES)
    each = cost("one", held(some(1, 100, 128, each=True)), NODES)
    assert once == each


_pods = st.builds(some, st.integers(1, 3), st.integers(0, 4000), st.integers(0, 8192))


@settings(max_examples=50)
@given(st.lists(_pods, max_size=4), st.lists(_pods, max_size=4), st.integers(0, 500))
def test_two_services_cost_what_both_cost(one: list[Pods], other: list[Pods], gib: int) -> None:
    both = cost("x", held(*one, *other, volume_gib=gib), NODES)
    apart = [cost("x", held(*one, volume_gib=gib), NODES), cost("x", held(*other), NODES)]
    assert both.usd == pytest.approx(sum(part.usd for part in apart))
    assert both.vcpus == pytest.approx(sum(part.vcpus for part in apart))


def test_a_volume_costs_by_the_month() -> None:
    assert cost("x", held(volume_gib=50), NODES).usd == pytest.approx(50 * 0.08)


def test_what_aws_bills_by_the_hour_counts_730_hours() -> None:
    found = cost("x", held(billed={"rds:db.t4g.micro": 2}), NODES)
    assert found.usd == pytest.approx(2 * 730 * 0.016)


def test_what_has_no_price_is_named_and_left_out() -> None:
    found = cost("x", held(billed={"rds:db.z9g.large": 1, "rds:db.t4g.micro": 1}), NODES)
    assert found.unpriced == ("rds:db.z9g.large",)
    assert found.usd == pytest.approx(730 * 0.016)


def test_nodes_of_an_unknown_price_are_named() -> None:
    unknown = next(one for one in instance_types().values() if one.usd_per_hour is None)
    found = cost("x", held(some(1, 100, 128)), Nodes(type=unknown, count=2))
    assert (found.usd, found.unpriced) == (0, (unknown.name,))


def test_the_last_row_is_the_sum_of_the_others() -> None:
    *each, every = costs(*committed("prod"))
    assert every.usd == pytest.approx(sum(one.usd for one in each))
    assert every.memory_gib == pytest.approx(sum(one.memory_gib for one in each))


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_system_nodes_have_room_for_the_services(environment: str) -> None:
    _, _, cluster = committed(environment)
    *_, every = costs(*committed(environment))
    nodes = system_nodes(cluster)
    # What is left is for Karpenter, DNS, drivers and the kubelet.
    assert every.vcpus <= 0.7 * nodes.vcpus
    assert every.memory_gib <= 0.7 * nodes.memory_gib


def test_the_table_says_whose_prices_of_when() -> None:
    lines = written(committed("dev"))
    assert lines[0].split() == ["idle", "cost", "vCPU", "GiB", "USD", "a", "month"]
    assert "list prices of us-east-1 of 2026-07-06, 730 hours a month" in lines


def test_the_table_says_when_the_nodes_are_too_small() -> None:
    environment, platform, cluster = committed("prod")
    small = cluster.system_nodes.model_copy(update={"instance_type": "m7g.medium"})
    lines = written((environment, platform, cluster.model_copy(update={"system_nodes": small})))
    assert (
        "that is more than these nodes have; choose a larger systemNodes.instanceType, or more "
        "systemNodes.perZone"
    ) in lines


def test_the_table_says_what_it_leaves_out() -> None:
    environment, _, cluster = committed("dev")
    text = '{"airflow": {"database": {"instanceClass": "db.m6g.16xlarge"}}}'
    platform = PlatformSettings.model_validate_json(text)
    lines = written((environment, platform, cluster))
    assert "without rds:db.m6g.16xlarge: no price is known" in lines
    assert [line.split()[0] for line in lines if line.endswith("+ ?")] == ["airflow", "all"]


def test_the_plan_of_a_platform_ends_with_its_cost() -> None:
    result = CliRunner().invoke(app, ["plan", "dev-platform"])
    assert "\nidle cost " in result.stdout


def test_the_document_of_a_platform_holds_its_cost() -> None:
    result = CliRunner().invoke(app, ["plan", "dev-platform", "--format", "json"])
    assert json.loads(result.stdout)["idle"] == as_data(*committed("dev"))


def test_prices_are_above_zero_and_each_is_said_once() -> None:
    assert min(one.usd_per_month for one in every_price()) > 0
    table = PROJECT.root / "strata" / "cost" / "prices.csv"
    rows = [line for line in table.read_text().splitlines() if not line.startswith("#")]
    assert len(rows) - 1 == len({(one.item, one.region) for one in every_price()})
