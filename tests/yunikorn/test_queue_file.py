"""Our check of a queue file and YuniKorn's own: the same verdict, or ours is stricter."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from components.services import queue_rules
from tests.yunikorn.cluster import Cluster, platform
from tests.yunikorn.queue_files import GOOD, LET_PASS, Case, Node, amounts, partition, queue
from tests.yunikorn.refused_queue_files import REFUSED

CASES = GOOD | REFUSED | LET_PASS


def allowed(cluster: Cluster, file: Node) -> bool:
    """Whether the real validator lets a queue file pass."""
    text = io.StringIO()
    YAML().dump(file, text)
    answer = cluster.scheduler.post("/ws/v1/validate-conf", content=text.getvalue())
    verdict: bool = answer.raise_for_status().json()["allowed"]
    return verdict


def test_yunikorn_allows_what_the_component_sends(cluster: Cluster) -> None:
    text = platform()["yunikorn-configs"]["data"]["queues.yaml"]
    answer = cluster.scheduler.post("/ws/v1/validate-conf", content=text)
    assert answer.json() == {"allowed": True}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_yunikorn_says_the_same(case: Case, cluster: Cluster) -> None:
    assert allowed(cluster, case.file) is (case.passes or not case.problems)


_AMOUNTS = st.dictionaries(
    st.sampled_from(["vcore", "memory", "nvidia.com/gpu"]),
    st.sampled_from(["0", "1", "2", "900m", "1k", "1Ki", "3 G", "-1", "1.5"]),
    max_size=2,
)
_APPLICATIONS = st.sampled_from([{}, {"maxapplications": 1}, {"maxapplications": 2}])


@st.composite
def queues(draw: st.DrawFn, depth: int = 2) -> Node:
    """A queue with some below it."""
    name = draw(st.sampled_from(["a", "b", "A", "c.d"]))
    below = draw(st.lists(queues(depth - 1), max_size=2)) if depth else []
    said: dict[str, Any] = amounts(draw(_AMOUNTS), draw(_AMOUNTS))
    return queue(name, *below, **said, **draw(_APPLICATIONS))


@settings(max_examples=200, deadline=None)
@given(st.lists(queues(), max_size=2))
def test_yunikorn_says_the_same_of_any_tree_of_queues(cluster: Cluster, trees: list[Node]) -> None:
    file = partition(*trees)
    assert allowed(cluster, file) is (queue_rules.problems(file) == [])
