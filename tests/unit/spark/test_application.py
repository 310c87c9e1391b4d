"""What is rendered of a job."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from components import names
from components.compute import default_pools
from components.compute.default_pools import BatchWindow
from components.compute.node_pool import pool
from components.names import LABEL_RUN as RUN
from components.spark import SparkJob, application
from components.spark.problems import NAME_LIMIT
from components.tenancy.service_accounts import DRIVER, EXECUTOR
from strata.job.render import as_yaml
from tests.conftest import GOLDEN, Golden
from tests.unit.spark.pods import ROLES, Role, pod, spec_of
from tests.unit.spark.samples import JOBS, TENANT
from tests.unit.test_scheduling import fits

APPLICATIONS = {name: application(job, TENANT) for name, job in JOBS.items()}
SPECS = {name: spec_of(one) for name, one in APPLICATIONS.items()}

each_job = pytest.mark.parametrize("name", JOBS)
each_role = pytest.mark.parametrize("role", ROLES)


@each_job
def test_an_application_matches_its_golden_file(name: str, golden: Golden) -> None:
    golden.check(f"jobs/{name}.yaml", as_yaml(APPLICATIONS[name]))


def test_every_golden_file_is_of_a_job() -> None:
    assert {path.stem for path in (GOLDEN / "jobs").glob("*.yaml")} == set(JOBS)


@each_job
def test_what_is_written_reads_the_same(name: str) -> None:
    assert YAML(typ="safe").load(as_yaml(APPLICATIONS[name])) == APPLICATIONS[name]


@each_job
@each_role
def test_every_pod_is_the_tenants(name: str, role: Role) -> None:
    made = pod(APPLICATIONS[name], role)
    assert made["metadata"]["namespace"] == "ads"
    assert made["spec"]["serviceAccountName"] == {"driver": DRIVER, "executor": EXECUTOR}[role]
    assert made["metadata"]["labels"][names.LABEL_TENANT] == "ads"
    assert made["metadata"]["labels"][names.LABEL_COST_CENTER] == "4711"
    assert made["metadata"]["labels"][RUN] == "clicks"


@each_job
@each_role
def test_every_pod_asks_for_few_names_that_do_not_exist(name: str, role: Role) -> None:
    made = pod(APPLICATIONS[name], role)
    assert made["spec"]["dnsConfig"] == {"options": [{"name": "ndots", "value": "2"}]}


@each_job
@each_role
def test_every_pod_fits_its_pools_and_no_other(name: str, role: Role) -> None:
    made = pod(APPLICATIONS[name], role)["spec"]
    made["nodeSelector"] = {
        key: value for key, value in made["nodeSelector"].items() if key == names.LABEL_POOL
    }
    window = BatchWindow(schedule="0 0 * * *", duration="8h")
    specs = [
        default_pools.general(8),
        default_pools.spark_driver(8),
        *default_pools.spark_executors(8, 8, window),
        default_pools.gpu(1),
    ]
    found = set()
    for spec in specs:
        template: dict[str, Any] = pool(spec, "any")["template"]
        taints = template["spec"].get("taints", [])
        if fits(made, template["metadata"]["labels"], taints):
            found.add(spec.pool)
    assert found == {f"spark-{role}"}


@each_job
def test_a_driver_is_left_alone(name: str) -> None:
    annotations = SPECS[name]["driver"]["annotations"]
    assert annotations["karpenter.sh/do-not-disrupt"] == "true"
    assert annotations["yunikorn.apache.org/allow-preemption"] == "false"
    assert "annotations" not in SPECS[name]["executor"]


@each_job
def test_an_executor_has_time_to_hand_over_its_blocks(name: str) -> None:
    killed_after = SPECS[name]["sparkConf"]["spark.executor.decommission.killInterval"]
    grace = SPECS[name]["executor"]["terminationGracePeriodSeconds"]
    assert int(killed_after.removesuffix("s")) < grace == 120


def test_spot_is_a_wish_and_on_demand_a_condition() -> None:
    # A pool of last resort sells on demand; a pod that insists on Spot would wait instead.
    key = "karpenter.sh/capacity-type"
    assert key not in SPECS["least"]["executor"]["nodeSelector"]
    assert SPECS["everything-said"]["executor"]["nodeSelector"][key] == "on-demand"


@each_role
def test_all_pods_of_a_job_share_a_zone(role: Role) -> None:
    affinity = SPECS["least"][role]["affinity"]["podAffinity"]
    [term] = affinity["requiredDuringSchedulingIgnoredDuringExecution"]
    assert term["topologyKey"] == "topology.kubernetes.io/zone"
    # The first of them matches itself, so it waits for no other.
    wanted = term["labelSelector"]["matchLabels"].items()
    assert wanted <= SPECS["least"][role]["labels"].items()


@each_role
def test_a_pinned_zone_needs_no_affinity(role: Role) -> None:
    pinned = SPECS["everything-said"][role]
    assert pinned["nodeSelector"]["topology.kubernetes.io/zone"] == "eu-west-1b"
    assert "affinity" not in pinned
    assert "affinity" not in SPECS["any-zone"][role]


def test_local_disks_are_asked_for_and_limited() -> None:
    executor = pod(APPLICATIONS["least"], "executor")["spec"]
    [volume] = executor["volumes"]
    assert volume == {"name": "spark-local-dir-1", "emptyDir": {"sizeLimit": "160Gi"}}
    requests = executor["containers"][0]["resources"]["requests"]
    assert requests["ephemeral-storage"] == "160Gi"


def test_a_volume_outlives_its_executor() -> None:
    conf = SPECS["ebs"]["sparkConf"]
    prefix = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1"
    assert conf[f"{prefix}.options.claimName"] == "OnDemand"
    assert conf[f"{prefix}.options.storageClass"] == "gp3-spark"
    assert conf[f"{prefix}.mount.readOnly"] == "false"
    assert conf["spark.kubernetes.driver.ownPersistentVolumeClaim"] == "true"
    assert conf["spark.shuffle.sort.io.plugin.class"].endswith("KubernetesLocalDiskShuffleDataIO")
    assert "volumes" not in SPECS["ebs"]
    assert "template" not in SPECS["ebs"]["executor"]


def test_credentials_come_from_pod_identity() -> None:
    provider = SPECS["least"]["sparkConf"]["spark.hadoop.fs.s3a.aws.credentials.provider"]
    assert provider.endswith(".ContainerCredentialsProvider")


def test_event_logs_lie_in_the_tenants_own_bucket() -> None:
    folder = SPECS["least"]["sparkConf"]["spark.eventLog.dir"]
    assert folder == "s3a://strata-dev-ads-111122223333-eu-west-1-an/spark-events/"


def test_a_driver_shows_its_metrics_on_a_port_that_spark_declares() -> None:
    conf = SPECS["least"]["sparkConf"]
    assert conf["spark.ui.prometheus.enabled"] == "true"
    sink = "spark.metrics.conf.driver.sink.prometheusServlet"
    assert conf[f"{sink}.path"] == "/metrics/driver/prometheus/"
    # A second port of that name would be refused.
    assert "ports" not in SPECS["least"]["driver"]


def test_spark_makes_no_network_policy_of_its_own() -> None:
    excluded = SPECS["least"]["sparkConf"]["spark.kubernetes.driver.pod.excludedFeatureSteps"]
    assert excluded.endswith(".NetworkPolicyFeatureStep")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        # Blocks move away from an executor that must go.
        ("spark.decommission.enabled", "true"),
        ("spark.storage.decommission.enabled", "true"),
        ("spark.storage.decommission.shuffleBlocks.enabled", "true"),
        ("spark.storage.decommission.rddBlocks.enabled", "true"),
        # Thousands of executors weigh little on DNS and on the API server.
        ("spark.kubernetes.executor.useDriverPodIP", "true"),
        ("spark.kubernetes.executor.enablePollingWithResourceVersion", "true"),
        # A job's files appear all at once or not at all.
        ("spark.hadoop.fs.s3a.committer.name", "magic"),
        ("spark.hadoop.fs.s3a.committer.magic.enabled", "true"),
        ("spark.hadoop.fs.s3a.endpoint.region", "eu-west-1"),
        # Nobody else talks to a driver or listens to it.
        ("spark.authenticate", "true"),
        ("spark.network.crypto.enabled", "true"),
        # Metrics have the same names in each run.
        ("spark.metrics.namespace", "spark"),
        ("spark.eventLog.rolling.enabled", "true"),
    ],
)
def test_every_job_has_the_platforms_properties(key: str, value: str) -> None:
    assert {spec["sparkConf"][key] for spec in SPECS.values()} == {value}


@each_job
@each_role
def test_every_pod_gives_up_what_the_level_restricted_forbids(name: str, role: Role) -> None:
    spec = pod(APPLICATIONS[name], role)["spec"]
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["securityContext"]["runAsUser"] == 185
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
    }


@each_role
def test_a_jobs_variables_reach_every_pod(role: Role) -> None:
    [container] = pod(APPLICATIONS["everything-said"], role)["spec"]["containers"]
    assert {"name": "LOG_LEVEL", "value": "INFO"} in container["env"]


def test_a_jobs_file_is_named_as_hadoop_names_it() -> None:
    assert SPECS["least"]["mainApplicationFile"] == "s3a://example/jobs/clicks.py"
    assert SPECS["scala"]["mainApplicationFile"] == "local:///opt/jobs/clicks.jar"


def test_a_jobs_arguments_reach_it() -> None:
    assert SPECS["everything-said"]["arguments"] == ["--day", "2026-01-02"]


def test_a_jobs_own_properties_come_last() -> None:
    conf = SPECS["everything-said"]["sparkConf"]
    assert conf["spark.eventLog.rolling.maxFileSize"] == "64m"
    assert conf["spark.sql.shuffle.partitions"] == "400"


def test_a_finished_job_goes_and_a_failed_one_is_tried_again() -> None:
    assert SPECS["least"]["timeToLiveSeconds"] == 86400
    assert SPECS["least"]["restartPolicy"]["type"] == "OnFailure"
    assert SPECS["everything-said"]["restartPolicy"] == {"type": "Never"}


def test_a_deadline_stops_the_driver() -> None:
    made = pod(APPLICATIONS["everything-said"], "driver")["spec"]
    assert made["activeDeadlineSeconds"] == 4 * 3600


def test_a_job_without_an_image_runs_the_platforms() -> None:
    registry = f"{TENANT.account}.dkr.ecr.{TENANT.region}.amazonaws.com"
    assert SPECS["least"]["image"].startswith(f"{registry}/strata-dev/spark:")
    assert SPECS["everything-said"]["image"] == f"{registry}/strata-dev/ads/etl:7"


def test_a_jvm_keeps_a_tenth_beside_its_heap_and_python_four() -> None:
    for name, tenths in (("scala", 1), ("least", 4)):
        executor = SPECS[name]["executor"]
        heap, beside = (
            int(executor[key].removesuffix("m")) for key in ("memory", "memoryOverhead")
        )
        assert heap + beside == JOBS[name].executors.size.memory_mib
        assert beside >= heap * tenths // 10


def test_a_run_has_a_name_and_a_label_of_its_own() -> None:
    made = application(JOBS["least"], TENANT, run="20260102")
    assert made["metadata"]["name"] == "clicks-20260102"
    assert spec_of(made)["driver"]["labels"][RUN] == "clicks-20260102"


def test_a_schedule_wraps_the_same_application() -> None:
    scheduled = APPLICATIONS["scheduled"]
    assert scheduled["kind"] == "ScheduledSparkApplication"
    assert scheduled["spec"]["template"] == SPECS["least"]
    assert scheduled["spec"]["concurrencyPolicy"] == "Forbid"


def test_the_longest_name_of_a_scheduled_run_is_a_dns_label() -> None:
    # The operator adds a dash and nanoseconds since 1970.
    assert NAME_LIMIT + 1 + 19 <= 63


def test_a_job_says_its_language_or_its_file_does() -> None:
    def language(file: str) -> str | None:
        return SparkJob(
            name="x", main_application_file=file, executors=JOBS["least"].executors
        ).application_type

    files = ("s3://b/a.py", "s3://b/a.R", "s3://b/a.jar", "s3://b/a.zip")
    assert [language(file) for file in files] == ["Python", "R", "Scala", None]
