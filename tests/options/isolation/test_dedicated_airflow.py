"""Two tenants with an Airflow each: neither reaches the other's, nor anything else of the other."""

import pytest

from components import names
from components.services.airflow.task_pod import LABELS
from strata.isolation.iam_account import Account, account
from strata.isolation.iam_matrix import Whose, cells
from strata.isolation.network import Address, End, Pod, Policy, Port, connects
from strata.isolation.network_ends import Ends
from strata.isolation.two_tenants import TENANTS, recordings
from strata.plan.recording import Recording
from tests.samples import PROJECT

FIRST, SECOND = TENANTS
RELEASE = "kubernetes:helm.sh/v3:Release"
API = Port(number=8080)


@pytest.fixture(scope="module")
def planned() -> list[Recording]:
    more = {tenant: {"airflow": {"dedicated": True}} for tenant in TENANTS}
    return recordings(PROJECT, more)


@pytest.fixture(scope="module")
def aws(planned: list[Recording]) -> Account:
    return account(planned)


def test_nothing_of_one_reaches_anything_of_the_other_in_aws(aws: Account) -> None:
    crossing = [one for one in cells(aws) if one.whose is Whose.OTHER]
    assert {one.role for one in crossing} == {*names.TENANT_ROLES, names.ROLE_AIRFLOW}
    assert [one for one in crossing if one.may] == []


def test_its_role_lists_the_tenant_s_bucket_and_reads_its_connections(aws: Account) -> None:
    found = {
        (one.noun, one.whose): set(one.may)
        for one in cells(aws)
        if (one.role, one.tenant) == (names.ROLE_AIRFLOW, FIRST) and one.may
    }
    assert found == {
        # Of what lies there, what is below two folders; the key is told the bucket alone.
        ("bucket", Whose.OWN): {"list", "kms:Decrypt", "kms:GenerateDataKey"},
        ("connection of Airflow", Whose.OWN): {"read"},
    }


def test_no_role_of_either_reaches_the_platform_s_airflow(aws: Account) -> None:
    shared = {"bucket airflow-dags", "bucket airflow-logs", "DAGs in Airflow"}
    shared.add("task logs in Airflow")
    reached = [one for one in cells(aws) if one.tenant and one.noun in shared and one.may]
    assert reached == []


def test_the_platform_s_airflow_reaches_nothing_of_theirs(aws: Account) -> None:
    parts = [one for one in cells(aws) if not one.tenant and one.role.startswith("airflow")]
    assert parts
    inside = {"DAGs in Airflow", "task logs in Airflow"}
    assert [one for one in parts if one.owner and one.may and one.noun not in inside] == []


@pytest.fixture(scope="module")
def policies(planned: list[Recording]) -> list[Policy]:
    """All of the plans, and those with which the chart lets in whom its values name."""
    made = list(Ends(planned).policies)
    for recording in planned:
        for one in recording.of_type(RELEASE):
            if one.name.endswith("airflow-own-chart-release"):
                callers = one.inputs["values"]["apiServer"]["networkPolicy"]["ingress"]["from"]
                spec = {
                    "podSelector": {"matchLabels": {"component": "api-server"}},
                    "policyTypes": ["Ingress"],
                    "ingress": [{"from": callers, "ports": [{"protocol": "TCP", "port": 8080}]}],
                }
                made.append(Policy(namespace=one.inputs["namespace"], spec=spec))
    return made


def pod(tenant: str, component: str) -> Pod:
    """One of Airflow's pods of a tenant."""
    return Pod(
        namespace=names.own_airflow(tenant),
        labels={"component": component},
        address=f"100.64.9.{len(tenant) + len(component)}",
        namespace_labels={},
    )


def task(tenant: str) -> Pod:
    return Pod(
        namespace=tenant, labels=LABELS, address=f"100.64.8.{len(tenant)}", namespace_labels={}
    )


def test_a_task_reaches_the_api_of_its_tenant_s_airflow_alone(policies: list[Policy]) -> None:
    shared = Pod(
        namespace="airflow",
        labels={"component": "api-server"},
        address="100.64.7.1",
        namespace_labels={},
    )
    assert connects(policies, task(FIRST), pod(FIRST, "api-server"), API)
    assert not connects(policies, task(FIRST), pod(SECOND, "api-server"), API)
    assert not connects(policies, task(FIRST), shared, API)


@pytest.mark.parametrize("number", [5432, 6543, 8080, 8793])
def test_what_parses_one_tenant_s_code_reaches_no_pod_of_the_other(
    number: int, policies: list[Policy]
) -> None:
    source, port = pod(FIRST, "dag-processor"), Port(number=number)
    others: list[End] = [pod(SECOND, "api-server"), pod(SECOND, "pgbouncer"), task(SECOND)]
    assert [one for one in others if connects(policies, source, one, port)] == []
    # It does reach what is of its own.
    assert connects(policies, source, pod(FIRST, "pgbouncer"), port)


def test_it_reaches_a_tenant_s_database_and_not_the_platform_s(
    planned: list[Recording], policies: list[Policy]
) -> None:
    known = {one.name: one.end for one in Ends(planned).addresses()}
    source, port = pod(FIRST, "pgbouncer"), Port(number=5432)
    assert isinstance(known["a tenant's database"], Address)
    assert connects(policies, source, known["a tenant's database"], port)
    assert not connects(policies, source, known["the platform's database"], port)


def test_the_node_s_metadata_is_out_of_reach(
    planned: list[Recording], policies: list[Policy]
) -> None:
    known = {one.name: one.end for one in Ends(planned).addresses()}
    source = pod(FIRST, "dag-processor")
    assert not connects(policies, source, known["the node's metadata"], Port(number=80))
