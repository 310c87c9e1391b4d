"""A tenant's queue: where it comes from, what it holds, who waits."""

import json

from components import names
from tests.yunikorn.cluster import DELAY_SECONDS, SIZE, AddTenant, Cluster, Tenant, in_vcores

_FOUR_FIT = {"vcpus": SIZE.max_vcpus // 4, "gib": SIZE.max_gib // 4}

_QUOTA = "yunikorn.apache.org/namespace.quota"


def fill(tenant: Tenant, node: str) -> set[str]:
    """Fill a queue, and submit one pod more; it is the one that waits."""
    pods = set(tenant.submit("job", 5, node, **_FOUR_FIT))
    wait = tenant.cluster.wait
    wait(lambda: len(tenant.running()) == 4, "the queue is not full")
    wait(lambda: bool(tenant.log("job")["Not enough queue quota"]), "no pod is over the maximum")
    return pods - tenant.running()


def test_the_queue_file_is_loaded(cluster: Cluster) -> None:
    root = cluster.said("partition/default/queues")
    assert [one["queuename"] for one in root["children"]] == [names.TENANT_QUEUES]


def test_a_queue_appears_with_the_first_pod_as_the_namespace_sizes_it(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    ads = tenant("sized")
    ads.submit("job", 1, node)
    cluster.wait(lambda: len(ads.running()) == 1, "the pod does not run")
    queue = ads.queue
    assert queue["maxResource"] == in_vcores(SIZE.max_vcpus, SIZE.max_gib)
    assert queue["guaranteedResource"] == in_vcores(SIZE.guaranteed_vcpus, SIZE.guaranteed_gib)
    assert queue["maxRunningApps"] == SIZE.applications


def test_a_queue_behaves_as_the_template_says(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    ads = tenant("templated")
    ads.submit("job", 1, node)
    cluster.wait(lambda: len(ads.running()) == 1, "the pod does not run")
    queue = ads.queue
    behaviour = {
        "sortingPolicy": "fifo",
        "preemptionEnabled": True,
        "preemptionDelay": f"{DELAY_SECONDS}s",
        "isPreemptionFence": False,
        "isPriorityFence": True,
    }
    assert {key: queue[key] for key in behaviour} == behaviour


def test_tenants_take_from_nobody_but_tenants(cluster: Cluster) -> None:
    assert cluster.said(f"partition/default/queue/{names.TENANT_QUEUES}")["isPreemptionFence"]


def test_a_pod_over_the_maximum_waits_and_buys_no_node(
    cluster: Cluster, tenant: AddTenant, large_node: str
) -> None:
    over, larger = tenant("over"), tenant("larger")
    fill(over, large_node)
    # All that asks for a node is marked at once: this one no earlier than the other would be.
    larger.submit("job", 1, "a-node-that-nobody-has-bought")
    cluster.wait(lambda: len(larger.unschedulable()) == 1, "no pod asks for a node")
    assert over.unschedulable() == set()
    assert over.log("job")["Not enough queue quota"]


def test_a_pod_that_waited_runs_when_another_ends(
    cluster: Cluster, tenant: AddTenant, large_node: str
) -> None:
    ads = tenant("patient")
    waiting = fill(ads, large_node)
    ads.finish(min(ads.running()))
    cluster.wait(lambda: waiting <= ads.running(), "the pod still waits")


def test_an_application_over_the_maximum_waits(
    cluster: Cluster, tenant: AddTenant, large_node: str
) -> None:
    ads = tenant("many")
    for number in range(SIZE.applications + 1):
        ads.submit(f"job-{number}", 1, large_node)
    cluster.wait(lambda: len(ads.running()) == SIZE.applications, "too few run")
    cluster.wait(
        lambda: (
            [one["applicationState"] for one in ads.applications.values()].count("Accepted") == 1
        ),
        "no application waits",
    )
    assert len(ads.running()) == SIZE.applications


def test_no_label_names_another_tenants_queue(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    ads, search = tenant("poor"), tenant("rich")
    search.submit("job", 1, node)
    cluster.wait(lambda: len(search.running()) == 1, "the other's pod does not run")
    for key in ("queue", "yunikorn.apache.org/queue"):
        ads.submit(key.partition("/")[0], 1, node, labels={key: names.queue("rich")})
    ads.submit("note", 1, node, annotations={"yunikorn.apache.org/queue": names.queue("rich")})
    cluster.wait(lambda: len(ads.running()) == 3, "the pods do not run")
    assert ads.applications.keys() == {"poor.queue", "poor.yunikorn.apache.org", "poor.note"}
    assert search.applications.keys() == {"rich.job"}


def test_a_changed_size_takes_effect_when_the_next_application_arrives(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    ads = tenant("growing")
    ads.submit("before", 1, node)
    cluster.wait(lambda: len(ads.running()) == 1, "the pod does not run")
    quota = {_QUOTA: json.dumps({"cpu": "32", "memory": "128Gi"})}
    cluster.patch("/api/v1/namespaces/growing", {"metadata": {"annotations": quota}})
    ads.submit("after", 1, node)
    cluster.wait(
        lambda: ads.queue["maxResource"] == in_vcores(32, 128), "the queue keeps its old size"
    )
