"""Who reaches what over the network is said in few words."""

import pytest

from strata.isolation.network_matrix import Row
from strata.isolation.network_tables import inward_rows, outward_rows

PODS = ("driver", "executor", "hub", "api")


def tried(target: str, port: str, *sources: str) -> list[Row]:
    """Every pod's attempt, of which some succeed."""
    return [Row(source=pod, target=target, port=port, allowed=pod in sources) for pod in PODS]


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ((), "-"),
        (("hub",), "hub"),
        (("driver", "hub"), "driver, hub"),
        (("driver", "hub", "api"), "every pod but executor"),
        (PODS, "every pod"),
    ],
)
def test_pods_are_named_or_those_that_do_not_get_there(sources: tuple[str, ...], said: str) -> None:
    assert outward_rows(tried("S3", "TCP 443", *sources), PODS) == [("S3", "TCP 443", said)]


def test_a_pod_is_not_counted_before_itself() -> None:
    found = tried("its tenant's hub", "TCP 8080", "driver", "executor", "api")
    others = [one for one in found if one.source != "hub"]
    assert outward_rows(others, PODS) == [("its tenant's hub", "TCP 8080", "every pod")]


def test_ports_that_the_same_pods_reach_share_a_row() -> None:
    found = [*tried("DNS", "TCP 53", *PODS), *tried("DNS", "UDP 53", *PODS), *tried("DNS", "TCP 1")]
    assert outward_rows(found, PODS) == [
        ("DNS", "TCP 53, UDP 53", "every pod"),
        ("DNS", "TCP 1", "-"),
    ]


def test_everyone_of_the_platform_has_a_row() -> None:
    found = [
        Row(source="Prometheus", target="a tenant's driver", port="TCP 4040", allowed=True),
        Row(source="Prometheus", target="a tenant's driver", port="TCP 22", allowed=False),
        Row(source="Grafana", target="a tenant's driver", port="TCP 22", allowed=False),
        *tried("S3", "TCP 443"),
    ]
    assert inward_rows(found, PODS) == [
        ("Prometheus", "a tenant's driver, TCP 4040"),
        ("Grafana", "-"),
    ]
