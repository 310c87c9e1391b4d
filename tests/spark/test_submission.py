"""What `spark-submit` makes of a preset, an API server admits into a tenant's namespace.

The driver of an operator's job is made by the operator's own Spark, 4.0.4, its executors by the
image's; here both are made by the image's.
"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components import names
from components.services.airflow.task_pod import SERVICE_ACCOUNT as AIRFLOW_TASK
from components.spark import Executors, Shuffle, SparkJob, application
from components.tenancy.service_accounts import DRIVER
from strata.rehearsal.api_server import ApiServer, until
from tests.kubernetes.judge import Judge
from tests.samples import OWNER
from tests.spark.conftest import TENANT, master, pods, submission, token
from tests.spark.distribution import Spark

SESSION = Path(__file__).parent / "session.py"


def job(shuffle: Shuffle) -> dict[str, Any]:
    """A job of two executors, as the platform's presets make it."""
    wanted = SparkJob(
        name=f"clicks-{shuffle.disk}",
        main_application_file="local:///opt/spark/work-dir/clicks.py",
        executors=Executors(least=2, most=4),
        shuffle=shuffle,
        dataset="clicks",
        zone="a",
    )
    return application(wanted, OWNER)


@pytest.fixture(scope="module")
def cluster_mode(
    server: ApiServer,
    room: Judge,
    distribution: Spark,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Any]]:
    """The driver that cluster mode leaves behind, submitted by one of the tenant's tasks."""
    conf = submission(job(Shuffle()), tmp_path_factory.mktemp("cluster"))
    process = distribution.start(
        "--master",
        master(server),
        "--deploy-mode",
        "cluster",
        "local:///opt/spark/work-dir/clicks.py",
        conf={
            **conf,
            "spark.kubernetes.submission.waitAppCompletion": "false",
            "spark.kubernetes.authenticate.submission.oauthToken": token(room, AIRFLOW_TASK),
            "spark.kubernetes.authenticate.submission.caCertFile": str(server.certificate),
        },
    )
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    [driver] = pods(room, "driver")
    yield driver
    room.http.delete(f"/api/v1/namespaces/{TENANT}/pods/{driver['metadata']['name']}")


@pytest.fixture(scope="module", params=["nvme", "ebs"])
def client_mode(
    request: pytest.FixtureRequest,
    server: ApiServer,
    room: Judge,
    distribution: Spark,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[dict[str, Any]]]:
    """The executors that a session asks for as the tenant's own account."""
    folder = tmp_path_factory.mktemp("client")
    conf = submission(job(Shuffle(disk=request.param)), folder)
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    process = distribution.start(
        "--master",
        master(server),
        "--deploy-mode",
        "client",
        str(SESSION),
        str(pipe),
        conf={
            **conf,
            "spark.driver.host": "127.0.0.1",
            # The session runs here, where no node is: its memory and disk are this machine's.
            "spark.driver.memory": "1g",
            "spark.ui.enabled": "false",
            "spark.kubernetes.authenticate.oauthToken": token(room, DRIVER),
            "spark.kubernetes.authenticate.caCertFile": str(server.certificate),
        },
    )
    try:
        until(
            lambda: len(pods(room, "executor")) == 2 or process.poll() is not None,
            lambda: f"{len(pods(room, 'executor'))} executors",
        )
        found = pods(room, "executor")
        until(lambda: heard(pipe) or process.poll() is not None, lambda: "the job never listens")
        said, _ = process.communicate(timeout=120)
        assert (process.returncode, len(found)) == (0, 2), said
        yield found
    finally:
        process.kill()


def heard(pipe: Path) -> bool:
    """Whether a reader waited at the other end; it then reads the end of the pipe."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return False
    return True


def container(pod: dict[str, Any]) -> dict[str, Any]:
    [only] = pod["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def test_a_driver_is_admitted_into_the_room(cluster_mode: dict[str, Any]) -> None:
    assert cluster_mode["metadata"]["namespace"] == TENANT
    assert cluster_mode["spec"]["serviceAccountName"] == "spark"


def test_a_driver_runs_on_demand_and_is_left_alone(cluster_mode: dict[str, Any]) -> None:
    assert cluster_mode["spec"]["nodeSelector"][names.LABEL_POOL] == "spark-driver"
    notes = cluster_mode["metadata"]["annotations"]
    assert notes["karpenter.sh/do-not-disrupt"] == "true"
    assert notes["yunikorn.apache.org/allow-preemption"] == "false"


def test_trap_a_a_pod_waits_for_yunikorn_and_not_for_the_default_scheduler(
    cluster_mode: dict[str, Any], client_mode: list[dict[str, Any]]
) -> None:
    schedulers = {pod["spec"]["schedulerName"] for pod in (cluster_mode, *client_mode)}
    assert schedulers == {"yunikorn"}


def test_executors_are_admitted_by_the_tenants_own_rights(
    client_mode: list[dict[str, Any]],
) -> None:
    assert {pod["spec"]["serviceAccountName"] for pod in client_mode} == {"executor"}
    assert {pod["spec"]["nodeSelector"][names.LABEL_POOL] for pod in client_mode} == {
        "spark-executor"
    }


def test_executors_live_long_enough_to_hand_their_blocks_over(
    client_mode: list[dict[str, Any]],
) -> None:
    assert {pod["spec"]["terminationGracePeriodSeconds"] for pod in client_mode} == {120}
    hooks = [container(pod)["lifecycle"]["preStop"]["exec"]["command"] for pod in client_mode]
    assert hooks == [["/opt/decom.sh"]] * 2


def test_pods_say_who_pays(cluster_mode: dict[str, Any], client_mode: list[dict[str, Any]]) -> None:
    told = {
        (
            pod["metadata"]["labels"][names.LABEL_TENANT],
            pod["metadata"]["labels"]["strata.platform/dataset"],
        )
        for pod in (cluster_mode, *client_mode)
    }
    assert told == {("ads", "clicks")}


def test_pods_look_a_bucket_up_at_once(
    cluster_mode: dict[str, Any], client_mode: list[dict[str, Any]]
) -> None:
    options = [pod["spec"]["dnsConfig"]["options"] for pod in (cluster_mode, *client_mode)]
    assert options == [[{"name": "ndots", "value": "2"}]] * 3


def test_a_session_that_ends_leaves_nothing(client_mode: list[dict[str, Any]], room: Judge) -> None:
    assert client_mode
    left = [
        f"{kind} {one['metadata']['name']}"
        for kind in ("pods", "persistentvolumeclaims", "configmaps")
        for one in room.call("GET", f"/api/v1/namespaces/{TENANT}/{kind}")["items"]
        if one["metadata"].get("labels", {}).get("spark-role") == "executor"
    ]
    assert left == []
