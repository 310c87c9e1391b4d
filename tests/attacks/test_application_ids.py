"""Where Kubernetes can change what it lets in, no pod of Spark's joins another's application."""

import contextlib
from collections.abc import Iterator

import pytest

from components import names
from components.guardrails.application_ids import ApplicationIds, ApplicationIdsArgs
from strata.plan.recorder import record
from strata.rehearsal.api_server import until
from tests.attacks.case import bases
from tests.attacks.world import TENANT, World, named
from tests.kubernetes.conftest import objects, told
from tests.kubernetes.judge import Object

SPARK_S = {"spark-role": "executor", "spark-app-selector": "spark-of-search"}


def application(world: World, labels: Object) -> str | None:
    """Of which application a pod with these labels would be; None: it is refused."""
    manifest = named(bases()["executor"], "attack", TENANT)
    manifest["metadata"] = {**manifest["metadata"], "labels": labels}
    driver = world.people[f"{TENANT} spark"].http
    path = world.administrator.path(manifest)
    answer = driver.post(path, params={"dryRun": "All"}, json=manifest)
    if answer.is_error:
        return None
    found: str = answer.json()["metadata"]["labels"][names.LABEL_APPLICATION]
    return found


@pytest.fixture(scope="module")
def policy(world: World) -> Iterator[None]:
    """The policy, at work."""
    judge = world.administrator
    with contextlib.ExitStack() as stack:
        for one in objects(record(_build)):
            manifest = told(one.inputs)
            judge.apply(manifest)
            path = f"{judge.path(manifest)}/{manifest['metadata']['name']}"
            stack.callback(judge.call, "DELETE", path)
        until(
            lambda: application(world, SPARK_S) is not None,
            lambda: "the policy does not come into force",
        )
        yield
    until(lambda: application(world, SPARK_S) is None, lambda: "the policy is still at work")


def _build() -> None:
    ApplicationIds("x", ApplicationIdsArgs())


@pytest.mark.usefixtures("policy")
def test_another_s_label_of_spark_leads_to_an_application_of_one_s_own(world: World) -> None:
    assert application(world, SPARK_S) == "ads.of-search"


@pytest.mark.usefixtures("policy")
def test_another_s_application_is_written_over(world: World) -> None:
    labels = {**SPARK_S, names.LABEL_APPLICATION: "search.clicks"}
    assert application(world, labels) == "ads.of-search"


@pytest.mark.usefixtures("policy")
def test_a_pod_that_is_no_spark_s_still_says_its_own(world: World) -> None:
    assert application(world, {names.LABEL_APPLICATION: "search.clicks"}) is None
    assert application(world, {names.LABEL_APPLICATION: "ads.plain"}) == "ads.plain"
