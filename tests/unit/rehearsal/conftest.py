"""People who ask things of a stand-in cloud, and the ground they stand on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from strata.rehearsal.cloud import Caller, Cloud, RefusedError, Row
from strata.rehearsal.cloud import tokens as t

ACCOUNT, REGION = "111122223333", "eu-west-1"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "eks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
ALLOW_ALL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
)


@dataclass(frozen=True)
class Actor:
    """Someone who asks, as one configured provider does."""

    cloud: Cloud
    caller: Caller

    @staticmethod
    def urn(type_: str, name: str) -> str:
        return f"urn:pulumi:dev-cluster::strata::strata:layer:Cluster${type_}::{name}"

    def create(self, type_: str, name: str, /, **inputs: Any) -> Row:
        urn = self.urn(type_, name)
        checked, problems = self.cloud.check(self.caller, urn, inputs)
        assert not problems
        id_, _ = self.cloud.create(self.caller, urn, checked)
        row = self.cloud.read(urn, id_)
        assert row is not None
        return row

    def problems(self, type_: str, name: str, /, **inputs: Any) -> list[str]:
        _, problems = self.cloud.check(self.caller, self.urn(type_, name), inputs)
        return [problem.reason for problem in problems]

    def refusal(self, type_: str, name: str, /, **inputs: Any) -> str:
        with pytest.raises(RefusedError) as error:
            self.create(type_, name, **inputs)
        return str(error.value)

    def update(self, row: Row, /, **inputs: Any) -> dict[str, Any]:
        return self.cloud.update(self.caller, row.urn, row.id, {**row.inputs, **inputs})

    def update_refusal(self, row: Row, /, **inputs: Any) -> str:
        with pytest.raises(RefusedError) as error:
            self.update(row, **inputs)
        return str(error.value)

    def delete(self, row: Row) -> None:
        self.cloud.delete(row.urn, row.id)

    def deletion_refusal(self, row: Row) -> str:
        with pytest.raises(RefusedError) as error:
            self.delete(row)
        return str(error.value)

    def role(self, name: str, /, **inputs: Any) -> Row:
        return self.create(t.ROLE, name, name=name, assumeRolePolicy=TRUST, **inputs)

    def addon(self, name: str) -> Row:
        return self.create(t.ADDON, name, clusterName="strata-dev", addonName=name)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    # In memory, which is faster: what a file keeps has a test of its own.
    with Cloud.open(Path(":memory:")) as opened:
        yield opened


@pytest.fixture
def aws(cloud: Cloud) -> Actor:
    return Actor(cloud, Caller(account=ACCOUNT, region=REGION, default_tags={"layer": "cluster"}))


@pytest.fixture
def vpc(aws: Actor) -> Row:
    return aws.create(t.VPC, "vpc", cidrBlock="10.0.0.0/16")


@pytest.fixture
def subnets(aws: Actor, vpc: Row) -> list[Row]:
    return [
        aws.create(
            t.SUBNET,
            f"subnet-{zone}",
            vpcId=vpc.id,
            cidrBlock=f"10.0.{number}.0/24",
            availabilityZone=f"{REGION}{zone}",
        )
        for number, zone in enumerate("ab")
    ]


@pytest.fixture
def cluster(aws: Actor, subnets: list[Row]) -> Row:
    return aws.create(
        t.CLUSTER,
        "cluster",
        name="strata-dev",
        version="1.35",
        roleArn=aws.role("control-plane").outputs["arn"],
        vpcConfig={"subnetIds": [subnet.id for subnet in subnets]},
        bootstrapSelfManagedAddons=False,
    )


@pytest.fixture
def nodes(aws: Actor, cluster: Row, subnets: list[Row]) -> Row:
    for name in ("vpc-cni", "kube-proxy"):
        aws.addon(name)
    return aws.create(
        t.NODE_GROUP,
        "nodes",
        clusterName=cluster.id,
        nodeRoleArn=aws.role("node").outputs["arn"],
        subnetIds=[subnet.id for subnet in subnets],
        scalingConfig={"minSize": 1, "maxSize": 1, "desiredSize": 1},
    )


@pytest.fixture
def kubernetes(cloud: Cloud, cluster: Row) -> Actor:
    return Actor(cloud, Caller(server=cluster.outputs["endpoint"]))


@pytest.fixture
def karpenter_crd(kubernetes: Actor) -> Row:
    return kubernetes.create(
        t.RELEASE,
        "crd",
        name="karpenter-crd",
        namespace="kube-system",
        chart="oci://public.ecr.aws/karpenter/karpenter-crd",
    )


@pytest.fixture
def karpenter(kubernetes: Actor, nodes: Row, karpenter_crd: Row) -> Row:  # noqa: ARG001 - ground
    return kubernetes.create(
        t.RELEASE,
        "controller",
        name="karpenter",
        namespace="kube-system",
        chart="oci://public.ecr.aws/karpenter/karpenter",
        skipCrds=True,
    )


@pytest.fixture
def node_class(kubernetes: Actor, karpenter: Row) -> Row:  # noqa: ARG001 - ground
    return kubernetes.create(
        t.EC2_NODE_CLASS,
        "class",
        apiVersion="karpenter.k8s.aws/v1",
        kind="EC2NodeClass",
        metadata={"name": "default"},
        spec={"role": "node"},
    )


@pytest.fixture
def pool() -> dict[str, Any]:
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "general"},
        "spec": {"template": {"spec": {"nodeClassRef": {"name": "default"}}}},
    }


@pytest.fixture
def subnet_group(aws: Actor, subnets: list[Row]) -> Row:
    return aws.create(
        t.DB_SUBNET_GROUP, "subnets", name="strata-dev", subnetIds=[row.id for row in subnets]
    )


@pytest.fixture
def parameter_group(aws: Actor) -> Row:
    return aws.create(t.DB_PARAMETER_GROUP, "parameters", name="strata-dev", family="postgres17")


@pytest.fixture
def database_inputs(subnet_group: Row, parameter_group: Row) -> dict[str, Any]:
    return {
        "identifier": "strata-dev-airflow",
        "engine": "postgres",
        "engineVersion": "17",
        "instanceClass": "db.t4g.micro",
        "allocatedStorage": 20,
        "dbName": "airflow",
        "username": "airflow",
        "password": "correct-horse-battery-staple",
        "dbSubnetGroupName": subnet_group.id,
        "parameterGroupName": parameter_group.id,
        "skipFinalSnapshot": True,
    }


@pytest.fixture
def database(aws: Actor, database_inputs: dict[str, Any]) -> Row:
    return aws.create(t.DB_INSTANCE, "db", **database_inputs)
