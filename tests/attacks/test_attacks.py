"""What anybody of a tenant tries against others or the platform, before a real API server.

Each attempt is a line of `cases/`: it is refused for whom it is tried by, for the reason that the
line says, and it would have worked where nothing guards.
"""

from collections import Counter
from http import HTTPStatus

from components import names
from components.guardrails.scheduling import SCHEDULER
from components.tenancy.spark_history_server import NAME, SERVICE_ACCOUNT
from tests.attacks.case import Case, attacks
from tests.attacks.world import TENANT, Outcome, World

_DONE = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}


def test_an_attack_is_refused_for_the_reason_that_is_said(
    attack: Case, outcomes: dict[str, Outcome]
) -> None:
    outcome = outcomes[str(attack)]
    assert outcome.status == HTTPStatus.FORBIDDEN, outcome
    assert attack.refused in outcome.message


def test_an_attack_works_where_nothing_guards(deed: Case, elsewhere: dict[str, Outcome]) -> None:
    outcome = elsewhere[str(deed)]
    # It gets as far as to what is missing here.
    missing = {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert outcome.status in (missing if deed.nowhere else _DONE), outcome


def test_what_is_legitimate_is_allowed(legitimate: Case, world: World) -> None:
    outcome = world.attempt(legitimate)
    assert outcome.status in _DONE, outcome


def test_what_the_platform_runs_for_a_tenant_starts(world: World) -> None:
    judge = world.administrator
    path = f"/apis/apps/v1/namespaces/{TENANT}/deployments/{NAME}"
    template = judge.call("GET", path)["spec"]["template"]
    # YuniKorn's admission controller writes these where they are not said.
    labels = {
        names.LABEL_APPLICATION: f"yunikorn-{TENANT}-autogen",
        **template["metadata"]["labels"],
    }
    answer = judge.http.post(
        f"/api/v1/namespaces/{TENANT}/pods",
        params={"dryRun": "All"},
        headers={"Impersonate-User": "system:serviceaccount:kube-system:replicaset-controller"},
        json={
            "metadata": {"generateName": "copy-", "labels": labels},
            "spec": {**template["spec"], "schedulerName": SCHEDULER},
        },
    )
    assert answer.is_success, answer.text
    assert answer.json()["spec"]["serviceAccountName"] == SERVICE_ACCOUNT


def test_every_attack_says_by_what_it_is_refused_and_has_a_name_of_its_own() -> None:
    assert [str(one) for one in attacks() if not one.refused] == []
    assert [name for name, count in Counter(map(str, attacks())).items() if count > 1] == []
