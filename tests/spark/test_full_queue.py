"""A queue that is full delays a job, and kills none."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.spark import Executors, SparkJob, application
from components.tenancy.service_accounts import DRIVER
from strata.rehearsal.api_server import ApiServer
from tests.kubernetes.judge import Judge
from tests.samples import OWNER
from tests.spark.conftest import TENANT, master, pods, submission, token
from tests.spark.distribution import Spark

COUNT = Path(__file__).parent / "count.py"
EXECUTORS = 3


@pytest.fixture
def waiting(
    server: ApiServer, room: Judge, distribution: Spark, tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    """A job whose executors nobody schedules, as where the queue is full."""
    job = SparkJob(
        name="waits",
        main_application_file="local:///opt/spark/work-dir/count.py",
        executors=Executors(least=EXECUTORS, most=EXECUTORS),
        zone="a",
    )
    process = distribution.start(
        *("--master", master(server), "--deploy-mode", "client", str(COUNT)),
        conf={
            **submission(application(job, OWNER), tmp_path),
            "spark.driver.host": "127.0.0.1",
            # The session runs here, where no node is: its memory is this machine's.
            "spark.driver.memory": "1g",
            "spark.ui.enabled": "false",
            "spark.scheduler.maxRegisteredResourcesWaitingTime": "1s",
            "spark.starvation.timeout": "2s",
            "spark.kubernetes.authenticate.oauthToken": token(room, DRIVER),
            "spark.kubernetes.authenticate.caCertFile": str(server.certificate),
        },
        cwd=tmp_path,
    )
    yield process
    process.kill()
    process.wait()
    # A session that is killed tidies nothing up.
    for kind in ("pods", "configmaps"):
        room.call(
            "DELETE", f"/api/v1/namespaces/{TENANT}/{kind}", labelSelector="spark-role=executor"
        )


def test_a_job_whose_queue_is_full_waits(waiting: subprocess.Popen[str], room: Judge) -> None:
    said = []
    complaints = 0
    assert waiting.stdout is not None
    for line in waiting.stdout:
        said.append(line)
        complaints += "has not accepted any resources" in line
        if complaints == 1:
            first = {one["metadata"]["uid"] for one in pods(room, "executor")}
        if complaints == 3:
            break
    assert complaints == 3, "".join(said)
    assert waiting.poll() is None
    found = pods(room, "executor")
    assert {one["status"]["phase"] for one in found} == {"Pending"}
    assert {one["metadata"]["uid"] for one in found} == first
    assert len(first) == EXECUTORS
