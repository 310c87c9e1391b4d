"""A tenant's long-running services."""

import json
from typing import Any

import kubernetes_validate
import pytest

from components import versions
from layers.problem import ConfigError
from strata.plan.recording import Recording
from tests.plans import tenant_plan

IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/strata-dev/ads/recommend:1.4.2"


def plan(more: str = "", file: str = "") -> Recording:
    service = f"image: '{IMAGE}', port: 8080, probes: {{path: /ready}}{more and ', '}{more}"
    return tenant_plan(f"services: {{recommend: {{{service}}}}}", *([file] if file else []))


LEAST = plan()
FULL = plan(
    "replicas: {min: 2, max: 8}, cpu: '2', memory: 4Gi, env: {MODEL: small}, user: 1000, "
    "args: [--quick], stopSeconds: 60"
).resources


def made(resources: Any, kind: str) -> dict[str, Any]:
    [found] = [
        one for one in resources if "-services-" in one.name and one.type.endswith(f":{kind}")
    ]
    inputs: dict[str, Any] = found.inputs
    return inputs


def kinds(resources: Any) -> set[str]:
    return {one.type.rpartition(":")[2] for one in resources if "-services-" in one.name}


def pod(resources: Any) -> dict[str, Any]:
    found: dict[str, Any] = made(resources, "Deployment")["spec"]["template"]["spec"]
    return found


def test_a_tenant_has_none_unless_it_asks() -> None:
    assert not kinds(tenant_plan().resources)


def test_a_service_that_never_grows_has_no_autoscaler() -> None:
    assert kinds(LEAST.resources) == {
        "Deployment",
        "PodDisruptionBudget",
        "PodIdentityAssociation",
        "Service",
        "ServiceAccount",
    } - {"PodIdentityAssociation"}
    assert made(LEAST.resources, "Deployment")["spec"]["replicas"] == 2


def test_with_an_autoscaler_the_number_of_copies_is_its_business_alone() -> None:
    assert "replicas" not in made(FULL, "Deployment")["spec"]
    spec = made(FULL, "HorizontalPodAutoscaler")["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (2, 8)
    assert spec["scaleTargetRef"] == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": "recommend",
    }


@pytest.mark.parametrize("resources", [LEAST.resources, FULL], ids=["least", "full"])
def test_every_object_is_what_kubernetes_takes(resources: Any) -> None:
    objects = [
        one for one in resources if "-services-" in one.name and one.type.startswith("kubernetes:")
    ]
    for one in objects:
        kubernetes_validate.validate(one.inputs, versions.KUBERNETES, strict=True)


def test_a_copy_asks_for_nothing_that_restricted_refuses() -> None:
    found = pod(LEAST.resources)
    [container] = found["containers"]
    assert found["securityContext"] == {
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert found["volumes"] == [{"name": "tmp", "emptyDir": {"sizeLimit": "2Gi"}}]


def test_a_copy_runs_as_the_user_that_the_file_names() -> None:
    context = pod(FULL)["securityContext"]
    assert {context[key] for key in ("runAsUser", "runAsGroup", "fsGroup")} == {1000}


def test_a_copy_is_scheduled_by_the_tenant_s_queue_as_an_application_of_its_own() -> None:
    template = made(LEAST.resources, "Deployment")["spec"]["template"]
    assert template["spec"]["schedulerName"] == "yunikorn"
    label = template["metadata"]["labels"]["yunikorn.apache.org/app-id"]
    assert label == "ads.service-recommend"


def test_copies_stand_in_different_zones() -> None:
    [spread] = pod(LEAST.resources)["topologySpreadConstraints"]
    assert spread == {
        "topologyKey": "topology.kubernetes.io/zone",
        "maxSkew": 1,
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {"strata.platform/service": "recommend"}},
    }


def test_a_new_copy_serves_before_an_old_one_goes() -> None:
    spec = made(LEAST.resources, "Deployment")["spec"]
    assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_a_copy_that_goes_is_called_no_more_and_has_time_to_finish() -> None:
    [container] = pod(FULL)["containers"]
    assert container["lifecycle"] == {"preStop": {"sleep": {"seconds": 10}}}
    assert pod(FULL)["terminationGracePeriodSeconds"] == 10 + 60


def test_a_slow_start_is_waited_for_and_no_copy_is_restarted_for_being_unready() -> None:
    [container] = pod(LEAST.resources)["containers"]
    startup = container["startupProbe"]
    assert startup["failureThreshold"] * startup["periodSeconds"] == 300
    assert container["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "http"}
    assert "livenessProbe" not in container


def test_a_copy_is_promised_cpu_without_a_limit_and_memory_with_one() -> None:
    [container] = pod(FULL)["containers"]
    resources = container["resources"]
    assert resources["requests"]["cpu"] == "2"
    assert resources["requests"]["memory"] == resources["limits"]["memory"] == "4Gi"
    assert "cpu" not in resources["limits"]


def test_a_copy_has_the_tenant_s_rights_in_aws_and_none_in_kubernetes() -> None:
    assert made(LEAST.resources, "ServiceAccount")["automountServiceAccountToken"] is False
    assert pod(LEAST.resources)["automountServiceAccountToken"] is False
    identity = LEAST.named("dev-ads-workload-service").inputs
    assert identity["serviceAccount"] == pod(LEAST.resources)["serviceAccountName"]


def test_nodes_may_be_emptied_whatever_becomes_of_a_copy() -> None:
    spec = made(LEAST.resources, "PodDisruptionBudget")["spec"]
    assert spec["maxUnavailable"] == 1
    assert spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_a_service_that_does_not_start_holds_up_no_other_change() -> None:
    for kind in ("Deployment", "Service"):
        annotations = made(LEAST.resources, kind)["metadata"]["annotations"]
        assert annotations == {"pulumi.com/skipAwait": "true"}


def test_a_suspended_tenant_runs_none() -> None:
    assert not kinds(plan(file="lifecycle: suspended").resources)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"image": f"{IMAGE.partition(':')[0]}:latest"},
            (
                "services.recommend.image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/strata-"
                "dev/ads…': is another image after the next restart; write the tag of a version"
            ),
        ),
        (
            {"replicas": {"min": 3, "max": 2}},
            "services.recommend.replicas: max = 2 is below min = 3; raise max, or lower min",
        ),
        (
            {"port": 80},
            "services.recommend.port = 80: must be 1024 to 65535; write 1024 or more",
        ),
        (
            {"probes": {}},
            "services.recommend.probes.path: missing; add it, for example `path: /ready`",
        ),
    ],
)
def test_what_would_not_serve_is_refused(said: dict[str, Any], message: str) -> None:
    file = {"image": IMAGE, "port": 8080, "probes": {"path": "/ready"}} | said
    with pytest.raises(ConfigError) as error:
        tenant_plan(f"services: {{recommend: {json.dumps(file)}}}")
    assert str(error.value) == f"stacks/Pulumi.dev-tenant-ads.yaml:3: {message}"


def test_a_service_has_no_name_of_the_platform_s_own() -> None:
    file = {"image": IMAGE, "port": 8080, "probes": {"path": "/ready"}}
    with pytest.raises(ConfigError) as error:
        tenant_plan(f"services: {{hub: {json.dumps(file)}}}")
    assert str(error.value) == (
        "stacks/Pulumi.dev-tenant-ads.yaml:3: services.hub = 'hub': is what the platform calls a "
        "service of its own; write my-hub"
    )
