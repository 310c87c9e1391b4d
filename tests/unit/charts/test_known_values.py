"""Every value that we give a chart is one that the chart knows."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from components import versions
from components.services import spark_operator
from components.services.access import Oidc
from components.services.airflow.values import values as airflow_values
from components.services.kube_prometheus_stack import values as monitoring_values
from components.versions import Chart
from strata.charts.chart import ChartFolder
from strata.charts.known_values import FREE, KnownValues
from strata.charts.planned import Release, pinned, releases
from strata.plan.recording import Recording
from tests.samples import (
    AIRFLOW,
    AIRFLOW_LOGIN,
    MONITORING,
    ROOT,
    SAMPLES,
    SPARK_OPERATOR,
)
from tests.unit.charts.conftest import copied
from tests.unit.test_house_rules import placed

SIGNED_IN = {
    versions.AIRFLOW_CHART: airflow_values(
        dataclasses.replace(AIRFLOW, url="https://airflow.example.com", login=AIRFLOW_LOGIN)
    ),
    versions.KUBE_PROMETHEUS_STACK: monitoring_values.values(
        dataclasses.replace(
            MONITORING,
            slack_secret="slack",  # noqa: S106 - a name
            url="https://grafana.example.com",
            login=Oidc(
                issuer_url="https://login.example.com",
                authorization_endpoint="https://login.example.com/authorize",
                token_endpoint="https://login.example.com/token",  # noqa: S106 - an address
                user_info_endpoint="https://login.example.com/userinfo",
                client_id="strata",
                client_secret_arn=AIRFLOW_LOGIN.client_secret_arn,
            ),
        )
    ),
}


def known(chart: str, version: str) -> KnownValues:
    return KnownValues.parse(KnownValues.file(ROOT, chart, version).read_text())


def problems(planned: list[Release]) -> list[str]:
    return [
        f"{one.name}: {problem}"
        for one in planned
        for problem in known(one.chart, one.version).problems(one.values)
    ]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_value_of_a_planned_release_is_known_to_its_chart(
    environment: str, request: pytest.FixtureRequest
) -> None:
    recordings: dict[str, Recording] = request.getfixturevalue(environment)
    planned = releases(list(recordings.values()))
    assert len(planned) >= 9
    assert problems(planned) == []


def test_values_of_services_that_are_off_by_default_are_known_to_their_charts() -> None:
    planned = releases([placed(component) for component in SAMPLES])
    assert "jupyterhub" in {one.chart for one in planned}
    assert problems(planned) == []


@pytest.mark.parametrize("chart", SIGNED_IN, ids=lambda chart: chart.name)
def test_values_of_a_service_that_people_sign_in_to_are_known_to_its_chart(chart: Chart) -> None:
    assert known(chart.name, chart.version).problems(SIGNED_IN[chart]) == []


def test_values_that_name_copies_of_images_are_known_to_their_charts() -> None:
    assert problems(copied()) == []


def test_every_pinned_chart_has_its_list_and_no_other_has_one() -> None:
    files = {KnownValues.file(ROOT, chart, version).name for chart, version in pinned()}
    assert {file.name for file in (ROOT / "tests" / "charts").glob("*.txt")} == files


@pytest.mark.parametrize(("chart", "version"), pinned())
def test_a_list_says_what_it_is_of(chart: str, version: str) -> None:
    found = known(chart, version)
    assert (found.chart, found.version) == (chart, version)


@pytest.mark.parametrize("chart", FREE)
def test_a_map_that_takes_any_key_is_one_of_its_chart(chart: str) -> None:
    [found] = [known(name, version) for name, version in pinned() if name == chart]
    above = {path[:end] for path in found.defaults for end in range(1, len(path))}
    assert above >= FREE[chart]


def test_a_chart_without_values_knows_none() -> None:
    assert KnownValues.parse("# web 1.2.3\n").problems({"a": 1}) == [
        "a: web 1.2.3 knows no such value; it knows none"
    ]


def test_a_scheduler_that_is_named_at_the_top_is_caught() -> None:
    values = {**spark_operator.values(SPARK_OPERATOR), "batchScheduler": {"enable": True}}
    assert known("spark-operator", "2.5.2").problems(values) == [
        (
            "batchScheduler: spark-operator 2.5.2 knows no such value; "
            "the nearest is controller.batchScheduler"
        )
    ]


def test_a_chart_knows_its_defaults_its_schema_and_what_its_templates_read(
    web: ChartFolder, tmp_path: Path
) -> None:
    assert KnownValues.of(web, tmp_path).text() == (
        "# web 1.2.3\n"
        "# The paths of its values; below `{}`, `[]` and `null` anything may stand.\n"
        "# Written by `python -m strata.charts write <folder of charts>`.\n"
        "extra.name null\n"
        "hosts []\n"
        "image.name\n"
        "image.tag\n"
        "labels {}\n"
        "options null\n"
        "replicas\n"
        "store.auth.user\n"
        "store.size\n"
        "url null\n"
        "web\\.ini.a\n"
    )


def test_a_list_is_read_as_it_was_written(web: ChartFolder, tmp_path: Path) -> None:
    found = KnownValues.of(web, tmp_path)
    assert KnownValues.parse(found.text()) == found


@pytest.mark.parametrize(
    "values",
    [
        {"replicas": 2},
        {"labels": {"any": {"thing": 1}}, "hosts": [{"a": 1}], "url": {"b": 2}},
        {"global": {"any": 1}},
        {"image": None},
        {"store": {"auth": {"user": "b"}}},
        {"web.ini": {"a": 2}},
    ],
)
def test_what_a_chart_knows_is_no_problem(
    values: dict[str, Any], web: ChartFolder, tmp_path: Path
) -> None:
    assert KnownValues.of(web, tmp_path).problems(values) == []


@pytest.mark.parametrize(
    ("values", "path", "nearest"),
    [
        ({"replica": 2}, "replica", "replicas"),
        ({"replicas": {"least": 2}}, "replicas.least", "replicas"),
        ({"tag": "1"}, "tag", "image.tag"),
        ({"image": {"tags": "1"}}, "image.tags", "image.tag"),
        ({"image": {"nodeSelector": {"a": "b"}}}, "image.nodeSelector", "image.name"),
        ({"cache": {"size": 2}}, "cache", "image"),
        ({"web.ini": {"b": 2}}, r"web\.ini.b", r"web\.ini.a"),
    ],
)
def test_what_a_chart_does_not_know_is_told_with_the_nearest_that_it_does(
    values: dict[str, Any], path: str, nearest: str, web: ChartFolder, tmp_path: Path
) -> None:
    assert KnownValues.of(web, tmp_path).problems(values) == [
        f"{path}: web 1.2.3 knows no such value; the nearest is {nearest}"
    ]
