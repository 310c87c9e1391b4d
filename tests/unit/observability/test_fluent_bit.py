"""Logs: a tenant's lines land in its own group, whatever it calls its pods."""

import fnmatch
import json
import re
from typing import Any

import pytest

from components.services import fluent_bit
from layers.platform.observability import PLATFORM_NAMESPACES
from strata.plan.recording import Recording
from tests.conftest import Golden
from tests.plans import platform_plan
from tests.samples import ACCOUNT, FLUENT_BIT

ID = "0123456789abcdef" * 4


def sections(part: str) -> list[dict[str, str]]:
    """The sections of a part of the configuration, as Fluent Bit would read them."""
    text: str = fluent_bit.values(FLUENT_BIT)["config"][part]
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        if line.startswith("["):
            found.append({})
        elif line.strip():
            key, _, value = line.strip().partition(" ")
            found[-1][key] = value
    return found


def inputs(alias: str) -> dict[str, str]:
    return next(one for one in sections("inputs") if one["Alias"] == alias)


def outputs(alias: str) -> dict[str, str]:
    return next(one for one in sections("outputs") if one["Alias"] == alias)


def test_the_configuration_is_the_one_that_was_reviewed(golden: Golden) -> None:
    config = fluent_bit.values(FLUENT_BIT)["config"]
    text = "\n".join(config[part] for part in ("service", "inputs", "outputs"))
    golden.check("values/fluent-bit.conf", text)


def matched(path: str, patterns: str) -> bool:
    return any(fnmatch.fnmatchcase(path, one) for one in patterns.split(","))


def tag(pod: str, namespace: str, container: str) -> str:
    """The tag of a file's lines; exactly one input reads it."""
    path = f"/var/log/containers/{pod}_{namespace}_{container}-{ID}.log"
    (one,) = [
        one
        for one in sections("inputs")
        if one["Name"] == "tail"
        and matched(path, one["Path"])
        and not matched(path, one.get("Exclude_Path", ""))
    ]
    # Ruby's way to name a group, which is Onigmo's, is not Python's.
    parts = re.match(one["Tag_Regex"].replace("(?<", "(?P<"), path)
    assert parts
    return re.sub(r"<(\w+)>", lambda found: parts[found[1]], one["Tag"])


def group(written: str) -> str:
    """The log group of a tag's lines.

    Source: https://github.com/fluent/fluent-bit/blob/v5.1.1/src/flb_record_accessor.c
    """
    (output,) = [one for one in sections("outputs") if fnmatch.fnmatchcase(written, one["Match"])]
    return output["log_group_template"].replace("$TAG[0]", written.partition(".")[0])


@pytest.mark.parametrize(
    ("pod", "namespace", "container", "expected"),
    [
        ("etl-driver", "ads", "spark-kubernetes-driver", "/strata/dev/ads/pods"),
        # A pod's name may have dots; a namespace's may not.
        ("my.app-driver", "search", "spark-kubernetes-driver", "/strata/dev/search/pods"),
        ("kube-system-like", "ads", "monitoring", "/strata/dev/ads/pods"),
        ("platform", "ads", "platform", "/strata/dev/ads/pods"),
        ("coredns-1", "kube-system", "coredns", "/strata/dev/platform/pods"),
        ("prometheus-0", "monitoring", "prometheus", "/strata/dev/platform/pods"),
    ],
)
def test_a_line_lands_in_the_group_of_the_namespace_it_comes_from(
    pod: str, namespace: str, container: str, expected: str
) -> None:
    assert group(tag(pod, namespace, container)) == expected


def test_a_stream_is_one_container_of_one_pod() -> None:
    assert tag("etl.1-driver", "ads", "main") == "ads/pods.main.etl.1-driver"
    assert tag("coredns-1", "kube-system", "dns") == "platform/pods.kube-system.dns.coredns-1"
    assert {one["log_stream_template"] for one in sections("outputs")} == {"$TAG"}


def test_nodes_tell_of_their_kubelet_in_a_group_of_their_own() -> None:
    written = inputs("kubelet")["Tag"]
    assert group(written) == "/strata/dev/platform/nodes"
    assert written.endswith(".${NODE_NAME}")
    # The journal calls a line otherwise than a container's file does.
    assert outputs("nodes")["log_key"] == "MESSAGE"
    assert outputs("pods")["log_key"] == "log"


@pytest.mark.parametrize("alias", ["nodes", "pods"])
def test_nothing_follows_the_name_in_a_template(alias: str) -> None:
    # Only a dot or a comma may; `$namespace/pods` would be read as one name, which is not there,
    # and every tenant's lines would land in the group that is named beside.
    output = outputs(alias)
    assert output["log_group_template"].endswith("$TAG[0]")
    assert output["log_group_name"] == "/strata/dev/platform/pods"


@pytest.mark.parametrize("alias", ["nodes", "pods"])
def test_the_collector_makes_no_group(alias: str) -> None:
    # One that it made would be kept for ever, and the tenant's stack could not make it any more.
    assert outputs(alias)["auto_create_group"] == "Off"
    policy = json.loads(fluent_bit.policy(FLUENT_BIT, ACCOUNT))
    (statement,) = policy["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == [f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/strata/dev/*"]


def test_a_namespace_without_a_group_does_not_make_every_collector_unready() -> None:
    assert fluent_bit.values(FLUENT_BIT)["readinessProbe"] == {"httpGet": {"path": "/"}}
    (service,) = sections("service")
    assert "Health_Check" not in service


def test_what_cannot_be_sent_waits_on_disk_and_not_for_ever() -> None:
    assert {one["storage.type"] for one in sections("inputs")} == {"filesystem"}
    assert {one["storage.total_limit_size"] for one in sections("outputs")} == {"1G"}
    assert {one["Retry_Limit"] for one in sections("outputs")} == {"10"}


def test_no_two_inputs_share_a_record_of_what_they_read() -> None:
    databases = [one["DB"] for one in sections("inputs")]
    assert len(set(databases)) == len(databases)


def test_the_collector_asks_the_kubernetes_api_nothing() -> None:
    values = fluent_bit.values(FLUENT_BIT)
    assert values["rbac"] == {"create": False}
    assert values["serviceAccount"] == {"automountServiceAccountToken": False}
    assert values["config"]["filters"] == ""


def test_the_collector_runs_on_every_node_and_is_not_evicted_first() -> None:
    values = fluent_bit.values(FLUENT_BIT)
    assert values["tolerations"] == [{"operator": "Exists"}]
    assert values["priorityClassName"] == "system-node-critical"
    (pods,) = fluent_bit.idle(FLUENT_BIT).pods
    assert pods.each_node
    assert values["resources"] == pods.resources


def log_groups(recording: Recording) -> dict[str, Any]:
    return {
        one.inputs["name"]: one.inputs["retentionInDays"]
        for one in recording.of_type("aws:cloudwatch/logGroup:LogGroup")
        if one.inputs["name"].startswith("/strata/")
    }


def test_the_platform_s_groups_are_there_and_forget(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    names = ("/strata/{}/platform/nodes", "/strata/{}/platform/pods")
    assert log_groups(dev["dev-platform"]) == {name.format("dev"): 7 for name in names}
    assert log_groups(prod["prod-platform"]) == {name.format("prod"): 90 for name in names}


def test_how_long_logs_are_kept_can_be_said() -> None:
    plan = platform_plan("logs: {retentionDays: 30}")
    assert set(log_groups(plan).values()) == {30}


def test_every_namespace_that_the_platform_makes_is_the_platform_s(
    dev: dict[str, Recording],
) -> None:
    made = {
        one.inputs["metadata"]["name"]
        for one in dev["dev-platform"].of_type("kubernetes:core/v1:Namespace")
    }
    assert made <= set(PLATFORM_NAMESPACES)
    values = dev["dev-platform"].named("dev-logs-chart-release").inputs["values"]
    for namespace in PLATFORM_NAMESPACES:
        assert f"*_{namespace}_*.log" in values["config"]["inputs"]


def test_the_collector_starts_after_its_rights_and_its_groups(dev: dict[str, Recording]) -> None:
    platform = dev["dev-platform"]
    chart = platform.named("dev-logs-chart")
    groups = {platform.named(f"dev-logs-{name}").urn for name in ("pods", "nodes")}
    rights = platform.named("dev-logs-identity-fluent-bit-association").urn
    assert {*groups, rights} <= set(chart.depends_on)
