"""Job files, good and bad: what a data engineer reads when one is wrong."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.spark import (
    DRIVER_SIZES,
    EXECUTOR_SIZES,
    Executors,
    PodSize,
    Schedule,
    Shuffle,
    SparkJob,
    problems,
)
from layers.problem import ConfigError
from layers.spark_job import read
from tests.unit.spark.samples import TENANT

LEAST = """\
name: clicks
mainApplicationFile: s3://b/clicks.py
executors: {max: 20}
"""


def told(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a job file, by itself and for the tenant."""
    file = tmp_path / "job.yaml"
    file.write_text(text)
    try:
        found = read(file, TENANT, "job.yaml")
    except ConfigError as error:
        return str(error).splitlines()
    return [str(one) for one in found.told(problems(found.job, TENANT))]


def job(tmp_path: Path, text: str) -> SparkJob:
    file = tmp_path / "job.yaml"
    file.write_text(text)
    return read(file, TENANT).job


def test_three_lines_are_a_job(tmp_path: Path) -> None:
    assert job(tmp_path, LEAST) == SparkJob(
        name="clicks", main_application_file="s3://b/clicks.py", executors=Executors(most=20)
    )


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """\
name: clicks
mainApplicationFile: s3://b/clicks.jar
type: Java
mainClass: com.example.Main
arguments: ["--day", "1"]
sparkVersion: 4.0.1
image: etl:7
driver: {size: l}
executors: {min: 2, max: 20, cores: 8, memory: 40Gi}
shuffle: {disk: ebs, size: 200Gi}
spot: none
zone: b
gang: true
dataset: clicks
pipeline: attribution
schedule: {cron: "0 3 * * 1-5", timeZone: Europe/Berlin, concurrencyPolicy: Replace}
sparkConf: {spark.sql.shuffle.partitions: "400"}
env: {LOG_LEVEL: INFO}
retries: 0
deadline: 90m
timeToLive: 2d
"""
    assert job(tmp_path, text) == SparkJob(
        name="clicks",
        main_application_file="s3://b/clicks.jar",
        type="Java",
        main_class="com.example.Main",
        arguments=("--day", "1"),
        spark_version="4.0.1",
        image="etl:7",
        driver=DRIVER_SIZES["l"],
        executors=Executors(least=2, most=20, size=PodSize(cores=8, memory_mib=40 * 1024)),
        shuffle=Shuffle(disk="ebs", size_gib=200),
        spot="none",
        zone="b",
        gang=True,
        dataset="clicks",
        pipeline="attribution",
        schedule=Schedule(
            cron="0 3 * * 1-5", time_zone="Europe/Berlin", concurrency_policy="Replace"
        ),
        spark_conf={"spark.sql.shuffle.partitions": "400"},
        env={"LOG_LEVEL": "INFO"},
        retries=0,
        deadline_seconds=90 * 60,
        time_to_live_seconds=2 * 24 * 3600,
    )


def test_a_size_has_a_name(tmp_path: Path) -> None:
    sized = job(tmp_path, LEAST.replace("{max: 20}", "{max: 20, size: xl}"))
    assert sized.executors.size == EXECUTOR_SIZES["xl"]


BAD = {
    "nothing": ("", ["job.yaml:1: has no value; write one, for example `{name: clicks-daily, "]),
    "everything at once": (
        """\
name: Clicks
executers: {max: 3}
sparkVersion: 3.5.1
arguments: [1]
mainApplicationFile: s3://a/b.py
""",
        [
            (
                "job.yaml:1: name = 'Clicks': must begin with a letter and hold small letters, "
                "digits and -; write one such as clicks-daily"
            ),
            "job.yaml:2: executers: unknown key; did you mean `executors`?",
            (
                "job.yaml:3: sparkVersion = '3.5.1': must be a release of Spark 4: older ones do "
                "not know EKS Pod Identity; write one such as 4.1.2"
            ),
            'job.yaml:4: arguments[0] = 1: must be text; put it in quotes: "1"',
        ],
    ),
    "key in the wrong place": (
        LEAST + "max: 3\n",
        ["job.yaml:4: max: unknown key; did you mean `executors.max`?"],
    ),
    "number as property": (
        LEAST + "sparkConf:\n  spark.sql.shuffle.partitions: 400\n",
        [
            (
                "job.yaml:5: sparkConf.spark.sql.shuffle.partitions = 400: must be text; put it in "
                'quotes: "400"'
            )
        ],
    ),
    "size and cores": (
        LEAST + "driver: {size: s, cores: 1}\n",
        ["job.yaml:4: driver: size says cores and memory; remove it, or remove them"],
    ),
    "cores without memory": (
        LEAST + "driver: {cores: 1}\n",
        ["job.yaml:4: driver: cores and memory go together; add `memory: 14Gi`"],
    ),
    "memory without unit": (
        LEAST + "driver: {cores: 1, memory: 4}\n",
        ["job.yaml:4: driver.memory = 4: must be whole GiB; write one such as 14Gi"],
    ),
    "kept for too long": (
        LEAST + "timeToLive: 8d\n",
        ["job.yaml:4: timeToLive = '8d': must be 7 days or less; write 7d"],
    ),
    "no disk of that kind": (
        LEAST + "shuffle: {disk: ssd}\n",
        ["job.yaml:4: shuffle.disk = 'ssd': must be nvme or ebs; write one of them"],
    ),
    "schedule of four fields": (
        LEAST + 'schedule: {cron: "0 3 * *"}\n',
        [
            (
                "job.yaml:4: schedule.cron = '0 3 * *': must be a cron line of five fields, in "
                'quotes; write one such as "0 3 * * *"'
            )
        ],
    ),
    "duplicate key": (
        LEAST + "gang: true\ngang: false\n",
        ["job.yaml:5: gang: stands here and in line 4; keep one of them"],
    ),
    "a problem of the tenant's has its line": (
        LEAST + "zone: f\nsparkConf:\n  spark.master: local\n",
        [
            (
                "job.yaml:4: zone = 'f': must be auto, any, a or b; write one of them: the cluster "
                "has no other zone"
            ),
            "job.yaml:6: sparkConf.spark.master = 'local': is the platform's to say; remove it",
        ],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_job_file_is_told_in_full(name: str, tmp_path: Path) -> None:
    text, lines = BAD[name]
    found = told(tmp_path, text)
    if name == "nothing":
        assert len(found) == 1
        assert found[0].startswith(lines[0])
    else:
        assert found == lines


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path / "job.yaml", TENANT, "job.yaml")
    assert str(error.value) == (
        "job.yaml: cannot be read: no such file or directory; name a job file"
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_no_bytes_bring_anything_but_problems(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "job.yaml"
    file.write_bytes(content)
    with pytest.raises(ConfigError):
        read(file, TENANT)
