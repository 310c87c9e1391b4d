"""Inputs are judged by the signatures of the packages."""

import pytest

from strata.rehearsal.cloud import kinds, signatures
from strata.rehearsal.cloud import tokens as t
from strata.wire import UNKNOWN
from tests.unit.rehearsal.conftest import Actor


def test_an_unknown_aws_input_is_refused_with_a_suggestion(aws: Actor) -> None:
    assert aws.problems(t.VPC, "net", cidrBlock="10.0.0.0/16", enableDnsHostname=True) == [
        "net (aws:ec2/vpc:Vpc): enableDnsHostname: unknown input; did you mean enableDnsHostnames?"
    ]


def test_an_unknown_nested_input_is_named_by_its_path(aws: Actor) -> None:
    assert aws.problems(
        t.CLUSTER, "c", roleArn=UNKNOWN, vpcConfig={"subnetIds": [], "publicAcessCidrs": []}
    ) == [
        (
            "c (aws:eks/cluster:Cluster): vpcConfig.publicAcessCidrs: unknown input; "
            "did you mean publicAccessCidrs?"
        )
    ]


def test_a_missing_required_input_is_refused(aws: Actor) -> None:
    assert aws.problems(t.ROLE_POLICY_ATTACHMENT, "a", role="r") == [
        (
            "a (aws:iam/rolePolicyAttachment:RolePolicyAttachment): policyArn: "
            "required input is missing; give it a value"
        )
    ]


def test_a_missing_nested_input_is_refused(aws: Actor) -> None:
    assert aws.problems(t.CLUSTER, "c", roleArn="r", vpcConfig={}) == [
        (
            "c (aws:eks/cluster:Cluster): vpcConfig.subnetIds: "
            "required input is missing; give it a value"
        )
    ]


def test_an_input_of_another_type_is_refused(aws: Actor) -> None:
    assert aws.problems(t.VPC, "net", enableDnsSupport="true", tags=["a"], cidrBlock=10) == [
        (
            "net (aws:ec2/vpc:Vpc): enableDnsSupport: must be true or false, not 'true'; "
            "correct its type"
        ),
        "net (aws:ec2/vpc:Vpc): tags: must be a map, not ['a']; correct its type",
        "net (aws:ec2/vpc:Vpc): cidrBlock: must be text, not 10; correct its type",
    ]


def test_true_is_no_number(aws: Actor) -> None:
    assert aws.problems(t.QUEUE, "q", delaySeconds=True) == [
        "q (aws:sqs/queue:Queue): delaySeconds: must be a whole number, not True; correct its type"
    ]


def test_an_unknown_value_fits_any_input(aws: Actor) -> None:
    assert aws.problems(t.VPC, "net", cidrBlock=UNKNOWN, tags=UNKNOWN) == []


def test_an_unknown_type_is_refused_with_a_suggestion(aws: Actor) -> None:
    assert aws.problems("aws:s3/buckets:Bucket", "b") == [
        (
            "b (aws:s3/buckets:Bucket): unknown resource type; did you mean aws:s3/bucket:Bucket?; "
            "correct the type token"
        )
    ]


def test_a_type_without_behaviour_is_refused(aws: Actor) -> None:
    assert aws.problems("aws:docdb/cluster:Cluster", "db") == [
        (
            "db (aws:docdb/cluster:Cluster): the stand-in cloud does not model this type yet; "
            "declare it in the file of its service in strata/rehearsal/cloud"
        )
    ]


def test_an_unknown_kubernetes_input_is_refused(kubernetes: Actor) -> None:
    assert kubernetes.problems(
        "kubernetes:core/v1:ConfigMap", "cm", metadata={"nmae": "x"}, data={"a": "b"}
    ) == [
        "cm (kubernetes:core/v1:ConfigMap): metadata.nmae: unknown input; did you mean name?",
    ]


def test_an_unknown_kind_of_a_built_in_group_is_refused(kubernetes: Actor) -> None:
    assert kubernetes.problems("kubernetes:core/v1:ConfigMaps", "cm") == [
        (
            "cm (kubernetes:core/v1:ConfigMaps): unknown resource type; "
            "did you mean kubernetes:core/v1:ConfigMap?; correct the type token"
        )
    ]


def test_the_metadata_of_a_custom_resource_is_judged_too(kubernetes: Actor) -> None:
    assert kubernetes.problems(t.NODE_POOL, "pool", metadata={"name": "x", "label": {}}) == [
        (
            "pool (kubernetes:karpenter.sh/v1:NodePool): metadata.label: unknown input; "
            "did you mean labels?"
        )
    ]


# The settings of a bucket share one kind.
_OWN_KIND = [
    type_ for type_ in kinds._MODELLED if not type_.startswith("aws:s3/bucket") or type_ == t.BUCKET
]


@pytest.mark.parametrize("type_", _OWN_KIND)
def test_a_kind_speaks_only_of_what_the_resource_has(type_: str) -> None:
    kind, signature = kinds._MODELLED[type_], signatures.signature(type_)
    assert signature is not None
    inputs = signatures._fields(signature.inputs)
    said = [*kind.create_only, *kind.references, *kind.policies]
    assert {path.partition(".")[0] for path in said} <= set(inputs)
    told = [*kind.outputs, *kind.defaults, *kind.volatile, *kind.handles]
    assert {path.partition(".")[0] for path in told} <= signature.outputs | {"id"}
