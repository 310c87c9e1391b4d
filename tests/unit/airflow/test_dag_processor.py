"""How the DAG processor learns of a tenant that nobody told the platform about."""

import json
import subprocess
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.unit.airflow.mounted import load

PROCESSOR = load("dag_processor")


def page(*prefixes: str) -> dict[str, Any]:
    return {"CommonPrefixes": [{"Prefix": prefix} for prefix in prefixes]}


def test_each_folder_of_the_bucket_is_a_tenant() -> None:
    assert PROCESSOR.tenants([page("billing/"), page("ads-eu/", "ads/")]) == [
        "ads",
        "ads-eu",
        "billing",
    ]


def test_a_bucket_without_folders_has_no_tenant() -> None:
    assert PROCESSOR.tenants([{}]) == []


@pytest.mark.parametrize("folder", ["Ads/", "ads_eu/", "-ads/", "ads--eu/", "1ads/", "/", "ads-/"])
def test_a_folder_that_no_tenant_could_be_called_is_left_out(folder: str) -> None:
    assert PROCESSOR.tenants([page(folder, "ads/")]) == ["ads"]


def test_each_tenant_has_a_bundle_of_its_own_folder() -> None:
    assert PROCESSOR.bundles("dags", ["ads"]) == [
        {
            "name": "ads",
            "classpath": "airflow.providers.amazon.aws.bundles.s3.S3DagBundle",
            "kwargs": {"aws_conn_id": None, "bucket_name": "dags", "prefix": "ads/"},
        }
    ]


def test_the_processor_is_started_with_the_bundles() -> None:
    env, variable, *rest = PROCESSOR.command("dags", ["ads"])
    name, _, value = variable.partition("=")
    assert env == "env"
    assert name == "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"
    assert json.loads(value) == PROCESSOR.bundles("dags", ["ads"])
    assert rest == ["airflow", "dag-processor"]


class Process:
    """A processor that runs for so many looks, then ends with 3 unless it was stopped before."""

    def __init__(self, looks: int) -> None:
        self.looks, self.stopped, self.returncode = looks, False, 3

    def wait(self, seconds: float | None = None) -> int:
        self.looks -= 1
        if self.looks >= 0 and not self.stopped:
            raise subprocess.TimeoutExpired("airflow", seconds or 0)
        return self.returncode

    def terminate(self) -> None:
        self.stopped = True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []

    def start(command: list[str]) -> Process:
        commands.append(command)
        return Process(looks=2)

    monkeypatch.setattr(subprocess, "Popen", start)
    return commands


def test_the_processor_starts_again_when_a_tenant_joins(started: list[list[str]]) -> None:
    answers = iter([[], ["ads"], ["ads"], ["ads"]])
    assert PROCESSOR.run(lambda: next(answers), "dags", 1) == 3
    assert started == [PROCESSOR.command("dags", []), PROCESSOR.command("dags", ["ads"])]


def test_a_processor_that_ends_by_itself_ends_the_pod(started: list[list[str]]) -> None:
    assert PROCESSOR.run(lambda: ["ads"], "dags", 1) == 3
    assert len(started) == 1


def test_known_tenants_go_on_while_the_bucket_cannot_be_listed(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([["ads"]])

    def find() -> list[str]:
        for answer in answers:
            return answer
        raise ClientError({"Error": {"Code": "SlowDown"}}, "ListObjectsV2")

    PROCESSOR.run(find, "dags", 1)
    assert len(started) == 1
    assert "cannot list the tenants, going on with those known" in capsys.readouterr().out


def test_a_bucket_that_cannot_be_listed_at_first_starts_nothing(started: list[list[str]]) -> None:
    def find() -> list[str]:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListObjectsV2")

    with pytest.raises(ClientError):
        PROCESSOR.run(find, "dags", 1)
    assert started == []
