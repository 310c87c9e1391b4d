"""The load balancer controller: in nobody's way, and with rights to its own things alone."""

import json
from typing import Any

import pytest

from components import names
from components.services.load_balancer_policy import policy
from strata.plan.recording import Recording
from strata.sweep.leftover import mark_of
from tests.samples import ACCOUNT, REGION

MARK = "elbv2.k8s.aws/cluster"

# What nothing finer can be said of: reading, the account's own role for the service, and the VPC
# that a marked security group is made in.
UNMARKED = {"Read", "Linked", "GroupInVpc", "LetIntoNodes"}


def statements() -> list[dict[str, Any]]:
    text = policy(account=ACCOUNT, region=REGION, cluster_name="strata-dev")
    found: list[dict[str, Any]] = json.loads(text)["Statement"]
    return found


def values(recording: Recording) -> dict[str, Any]:
    environment = recording.stack.partition("-")[0]
    release = recording.named(f"{environment}-load-balancer-controller-chart-release")
    found: dict[str, Any] = release.inputs["values"]
    return found


def test_no_service_waits_for_the_controller(dev: dict[str, Recording]) -> None:
    assert values(dev["dev-platform"])["enableServiceMutatorWebhook"] is False


def test_the_controller_asks_no_instance_metadata(dev: dict[str, Recording]) -> None:
    found = values(dev["dev-platform"])
    assert found["region"] == "eu-west-1"
    assert found["vpcId"] == "${dev-network-vpc.id}"


def test_prod_keeps_a_controller_while_a_node_is_drained(prod: dict[str, Recording]) -> None:
    found = values(prod["prod-platform"])
    assert (found["replicaCount"], found["podDisruptionBudget"]) == (2, {"maxUnavailable": 1})


def test_a_class_cannot_be_gone_around_by_an_annotation(dev: dict[str, Recording]) -> None:
    found = values(dev["dev-platform"])
    assert found["disableIngressClassAnnotation"] is True
    assert found["createIngressClassResource"] is False


def test_its_pods_start_with_their_rights(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]
    release = plan.named("dev-load-balancer-controller-chart", "strata:helm:HelmRelease")
    rights = {
        one.urn
        for one in plan.resources
        if one.name.startswith("dev-load-balancer-controller-identity-")
    }
    assert rights
    assert rights <= set(release.depends_on)


def test_sweep_finds_what_it_makes(dev: dict[str, Recording]) -> None:
    found = values(dev["dev-platform"])
    tags = found["defaultTags"] | {MARK: found["clusterName"]}
    given = [{"Key": key, "Value": value} for key, value in tags.items()]
    assert mark_of(given, "dev") == f"{MARK}=strata-dev"
    # Whoever takes the controller's own mark off leaves the platform's.
    rest = [tag for tag in given if tag["Key"] != MARK]
    assert mark_of(rest, "dev") == "strata:environment=dev"


@pytest.mark.parametrize("statement", statements(), ids=lambda one: str(one["Sid"]))
def test_every_change_is_bound_to_the_clusters_mark(statement: dict[str, Any]) -> None:
    condition = json.dumps(statement.get("Condition", {}).get("StringEquals", {}))
    marked = f'Tag/{MARK}": "strata-dev"' in condition
    assert marked != (statement["Sid"] in UNMARKED)


def test_of_others_security_groups_only_the_nodes_own_is_changed() -> None:
    [one] = [one for one in statements() if one["Sid"] == "LetIntoNodes"]
    assert one["Condition"] == {
        "StringEquals": {"aws:ResourceTag/aws:eks:cluster-name": names.cluster("dev")}
    }


def test_nobody_takes_the_mark_off_or_puts_it_on_what_is_there() -> None:
    taggers = {"ec2:DeleteTags", "elasticloadbalancing:RemoveTags"}
    found = [one["Condition"] for one in statements() if taggers & set(one["Action"])]
    assert [one["Null"] for one in found] == [{f"aws:RequestTag/{MARK}": "true"}] * 2


def test_it_may_do_nothing_for_what_is_switched_off() -> None:
    services = {action.partition(":")[0] for one in statements() for action in one["Action"]}
    assert services == {"ec2", "elasticloadbalancing", "iam"}
