"""Classes of EBS volumes."""

import pytest

from components.storage.storage_classes import StorageClasses, StorageClassesArgs, parameters
from strata.plan.recorder import record
from strata.plan.recording import Recording


@pytest.fixture(scope="module")
def planned() -> Recording:
    def build() -> None:
        StorageClasses("x", StorageClassesArgs(tags={"b": "2", "a": "1"}))

    return record(build)


def test_volumes_of_spark_are_faster_than_a_plain_gp3(planned: Recording) -> None:
    assert planned.named("x-gp3-spark").inputs["parameters"] == {
        "type": "gp3",
        "encrypted": "true",
        "csi.storage.k8s.io/fstype": "xfs",
        "iops": "6000",
        "throughput": "500",
        "tagSpecification_1": "a=1",
        "tagSpecification_2": "b=2",
    }


def test_a_claim_can_grow(planned: Recording) -> None:
    classes = planned.of_type("kubernetes:storage.k8s.io/v1:StorageClass")
    assert [one.inputs["allowVolumeExpansion"] for one in classes] == [True, True]


def test_the_order_of_tags_changes_no_class() -> None:
    tags = {"b": "2", "a": "1"}
    again = dict(reversed(tags.items()))
    assert list(parameters(tags, {}).items()) == list(parameters(again, {}).items())
