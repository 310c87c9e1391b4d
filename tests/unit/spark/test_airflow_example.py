"""The DAG that an Airflow user starts from."""

import ast
from typing import Any

from ruamel.yaml import YAML

from tests.samples import ROOT
from tests.unit.spark.test_job_command import invoked

DAG = ROOT / "examples" / "dags" / "spark_job.py"
APPLICATION = DAG.with_name("report.yaml")


def arguments_of(callee: str) -> dict[str, ast.expr]:
    [found] = [
        node
        for node in ast.walk(ast.parse(DAG.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == callee
    ]
    return {str(one.arg): one.value for one in found.keywords}


def application() -> dict[str, Any]:
    made: dict[str, Any] = YAML(typ="safe").load(APPLICATION.read_text())
    return made


def test_it_compiles() -> None:
    compile(DAG.read_text(), str(DAG), "exec")


def test_its_application_is_what_the_job_file_says() -> None:
    job = ROOT / "examples" / "jobs" / "report.yaml"
    printed = invoked(str(job), "--stack", "dev-tenant-ads").output
    assert printed == APPLICATION.read_text()


def test_it_runs_in_the_tenants_namespace() -> None:
    said = ast.literal_eval(arguments_of("SparkKubernetesOperator")["namespace"])
    assert said == application()["metadata"]["namespace"] == "ads"


def test_it_reads_the_application_that_lies_beside_it() -> None:
    said = ast.unparse(arguments_of("SparkKubernetesOperator")["application_file"])
    assert APPLICATION.name in said


def test_only_airflow_tries_again() -> None:
    assert application()["spec"]["restartPolicy"] == {"type": "Never"}
    assert ast.literal_eval(arguments_of("DAG")["default_args"].values[0]) == 2  # type: ignore[attr-defined]


def test_airflow_takes_the_application() -> None:
    # Its operator refuses dynamic allocation without both numbers, and a zero is none to it.
    # https://github.com/apache/airflow/blob/providers-cncf-kubernetes/10.25.0/providers/cncf/kubernetes/src/airflow/providers/cncf/kubernetes/operators/custom_object_launcher.py
    allocation = application()["spec"]["dynamicAllocation"]
    assert allocation["minExecutors"] > 0
    assert allocation["maxExecutors"] > 0


def test_a_queue_may_be_full_for_longer_than_airflow_waits_by_default() -> None:
    waited = ast.unparse(arguments_of("SparkKubernetesOperator")["startup_timeout_seconds"])
    assert waited == "6 * 3600"
