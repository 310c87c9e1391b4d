"""Gangs: room is held for all pods of a job, or for none."""

import json

from tests.yunikorn.cluster import POD_GIB, POD_VCPUS, AddTenant, Cluster

_GROUP = "yunikorn.apache.org/task-group-name"
_GROUPS = "yunikorn.apache.org/task-groups"
_EXECUTORS = 3


def test_placeholders_hold_the_room_until_the_executors_come(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    ads = tenant("gang")
    # Placeholders fit a tenant's namespace from YuniKorn 1.9.0.
    # Source: https://issues.apache.org/jira/browse/YUNIKORN-3132
    looser = {"labels": {"pod-security.kubernetes.io/enforce": "baseline"}}
    cluster.patch("/api/v1/namespaces/gang", {"metadata": looser})
    executors = {
        "name": "spark-executor",
        "minMember": _EXECUTORS,
        "minResource": {"cpu": str(POD_VCPUS), "memory": f"{POD_GIB}Gi"},
        "nodeSelector": ads.pod("job", node)["spec"]["nodeSelector"],
    }
    (driver,) = ads.submit("job", 1, node, annotations={_GROUPS: json.dumps([executors])})
    cluster.wait(lambda: len(ads.running()) == 1 + _EXECUTORS, "no room is held")
    placeholders = ads.running() - {driver}
    assert all(name.startswith("tg-gang.job-spark-executor-") for name in placeholders)

    real = set(ads.submit("job", _EXECUTORS, node, annotations={_GROUP: "spark-executor"}))
    cluster.wait(lambda: ads.running() == {driver} | real, "the executors do not replace them")
    (data,) = ads.applications["gang.job"]["placeholderData"]
    assert data["replaced"] == _EXECUTORS
