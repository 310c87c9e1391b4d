"""The providers, as the engine calls them."""

import json
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from strata.rehearsal.cloud import Cloud, RefusedError, Row
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.providers.aws import AwsProvider
from strata.rehearsal.providers.kubernetes import KubernetesProvider
from strata.wire import UNKNOWN, to_plain, to_struct
from tests.unit.rehearsal.conftest import ACCOUNT, REGION, Actor

_IMAGE = (
    "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/arm64/standard/"
    "amazon-eks-node-al2023-arm64-standard-1.35-v20260714/image_id"
)
_CONFIG = {
    "region": REGION,
    "allowedAccountIds": json.dumps([ACCOUNT]),
    "defaultTags": json.dumps({"tags": {"layer": "cluster"}}),
}


class Connection:
    """One connection of the engine: a provider resource has one of its own."""

    def __init__(self, name: str = "one") -> None:
        self._name = name

    def peer(self) -> str:
        return self._name


ONE: Any = Connection()


@pytest.fixture
def provider(cloud: Cloud) -> AwsProvider:
    provider = AwsProvider(cloud)
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct(_CONFIG)), ONE)
    return provider


def _kubeconfig(server: str) -> str:
    return json.dumps(
        {
            "current-context": "aws",
            "contexts": [{"name": "aws", "context": {"cluster": "kubernetes"}}],
            "clusters": [{"name": "kubernetes", "cluster": {"server": server}}],
        }
    )


def _created(provider: AwsProvider, type_: str, name: str, /, **inputs: Any) -> dict[str, Any]:
    request = provider_pb2.CreateRequest(urn=Actor.urn(type_, name), properties=to_struct(inputs))
    return to_plain(provider.Create(request, ONE).properties)


def test_a_wrong_input_is_told_by_property(provider: AwsProvider) -> None:
    request = provider_pb2.CheckRequest(
        urn=Actor.urn(t.VPC, "net"), news=to_struct({"cidrBlok": "10.0.0.0/16"})
    )
    (failure,) = provider.Check(request, ONE).failures
    assert (failure.property, failure.reason) == (
        "cidrBlok",
        "net (aws:ec2/vpc:Vpc): cidrBlok: unknown input; did you mean cidrBlock?",
    )


def test_account_and_region_come_from_the_configuration(provider: AwsProvider) -> None:
    outputs = _created(provider, t.QUEUE, "q", name="jobs")
    assert outputs["arn"] == "arn:aws:sqs:eu-west-1:111122223333:jobs"
    assert outputs["tagsAll"] == {"layer": "cluster"}


def test_each_connection_has_its_own_configuration(provider: AwsProvider) -> None:
    two: Any = Connection("two")
    config = {**_CONFIG, "region": "us-east-1"}
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct(config)), two)
    assert _created(provider, t.QUEUE, "q", name="jobs")["arn"].startswith("arn:aws:sqs:eu-west-1")


def test_a_preview_creates_nothing(provider: AwsProvider, cloud: Cloud) -> None:
    request = provider_pb2.CreateRequest(
        urn=Actor.urn(t.VPC, "net"),
        properties=to_struct({"cidrBlock": "10.0.0.0/16"}),
        preview=True,
    )
    answer = provider.Create(request, ONE)
    outputs = to_plain(answer.properties)
    assert (answer.id, outputs["cidrBlock"], outputs["arn"]) == ("", "10.0.0.0/16", UNKNOWN)
    assert cloud.inventory == []


def test_a_preview_of_a_change_keeps_what_stays(aws: Actor, provider: AwsProvider) -> None:
    template = aws.create(t.LAUNCH_TEMPLATE, "lt", imageId="ami-1")
    request = provider_pb2.UpdateRequest(
        urn=template.urn,
        id=template.id,
        news=to_struct({**template.inputs, "imageId": "ami-2"}),
        preview=True,
    )
    outputs = to_plain(provider.Update(request, ONE).properties)
    assert outputs["arn"] == template.outputs["arn"]
    assert outputs["latestVersion"] is UNKNOWN
    assert aws.cloud.inventory == [template]


def test_a_create_only_property_is_replaced(provider: AwsProvider, vpc: Row) -> None:
    request = provider_pb2.DiffRequest(
        urn=vpc.urn,
        id=vpc.id,
        old_inputs=to_struct(vpc.inputs),
        news=to_struct({"cidrBlock": "10.1.0.0/16"}),
    )
    answer = provider.Diff(request, ONE)
    assert (list(answer.replaces), list(answer.diffs)) == (["cidrBlock"], ["cidrBlock"])
    assert answer.detailedDiff["cidrBlock"].kind == provider_pb2.PropertyDiff.UPDATE_REPLACE
    assert not answer.deleteBeforeReplace


def test_a_successor_of_the_same_name_waits_for_the_deletion(provider: AwsProvider) -> None:
    old = {"name": "r", "path": "/"}
    request = provider_pb2.DiffRequest(
        urn=Actor.urn(t.ROLE, "r"),
        id="r",
        old_inputs=to_struct(old),
        news=to_struct({**old, "path": "/strata/"}),
    )
    assert provider.Diff(request, ONE).deleteBeforeReplace


def test_what_is_gone_is_read_as_nothing(provider: AwsProvider, vpc: Row) -> None:
    provider.Delete(provider_pb2.DeleteRequest(urn=vpc.urn, id=vpc.id), ONE)
    assert provider.Read(provider_pb2.ReadRequest(urn=vpc.urn, id=vpc.id), ONE).id == ""


def test_what_exists_is_read_with_its_inputs(provider: AwsProvider, vpc: Row) -> None:
    answer = provider.Read(provider_pb2.ReadRequest(urn=vpc.urn, id=vpc.id), ONE)
    assert (answer.id, to_plain(answer.inputs)) == (vpc.id, vpc.inputs)


def test_an_image_of_one_release_is_found(provider: AwsProvider) -> None:
    request = provider_pb2.InvokeRequest(
        tok="aws:ssm/getParameter:getParameter", args=to_struct({"name": _IMAGE})
    )
    found = to_plain(getattr(provider.Invoke(request, ONE), "return"))
    assert (found["name"], found["value"][:4]) == (_IMAGE, "ami-")


def test_an_unknown_parameter_is_not_found(provider: AwsProvider) -> None:
    request = provider_pb2.InvokeRequest(
        tok="aws:ssm/getParameter:getParameter", args=to_struct({"name": "/recommended"})
    )
    (failure,) = provider.Invoke(request, ONE).failures
    assert failure.reason == (
        "aws:ssm/getParameter:getParameter: ParameterNotFound: /recommended; the stand-in cloud "
        "has the images of Amazon Linux 2023 for EKS, each under the name of one release"
    )


def test_another_look_up_is_refused(provider: AwsProvider) -> None:
    request = provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion")
    with pytest.raises(RefusedError) as error:
        provider.Invoke(request, ONE)
    assert str(error.value) == (
        "aws:index/getRegion:getRegion: the stand-in cloud does not model this look-up; pass the "
        "value in, or model it in strata/rehearsal/providers"
    )


def test_a_provider_without_an_account_is_refused(cloud: Cloud) -> None:
    request = provider_pb2.ConfigureRequest(args=to_struct({"region": REGION}))
    with pytest.raises(RefusedError) as error:
        AwsProvider(cloud).Configure(request, ONE)
    assert str(error.value) == (
        "aws provider: region = 'eu-west-1', allowedAccountIds = []: the stand-in cloud needs a "
        "region and exactly one account; give both to an explicit provider"
    )


def test_an_unknown_configuration_is_refused(cloud: Cloud) -> None:
    request = provider_pb2.CheckRequest(
        name="aws", type="pulumi:providers:aws", news=to_struct({"regoin": REGION})
    )
    (failure,) = AwsProvider(cloud).CheckConfig(request, ONE).failures
    assert failure.reason == (
        "aws (pulumi:providers:aws): regoin: unknown input; did you mean region?"
    )


def test_another_region_makes_everything_anew(cloud: Cloud) -> None:
    request = provider_pb2.DiffRequest(
        old_inputs=to_struct(_CONFIG), news=to_struct({**_CONFIG, "region": "us-east-1"})
    )
    assert list(AwsProvider(cloud).DiffConfig(request, ONE).replaces) == ["region"]


def test_a_kubernetes_provider_speaks_to_the_cluster_of_its_kubeconfig(
    cloud: Cloud, cluster: Row
) -> None:
    provider = KubernetesProvider(cloud)
    config = {"kubeconfig": _kubeconfig(cluster.outputs["endpoint"])}
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct(config)), ONE)
    provider.Create(
        provider_pb2.CreateRequest(
            urn=Actor.urn(t.NAMESPACE, "ads"), properties=to_struct({"metadata": {"name": "ads"}})
        ),
        ONE,
    )
    assert cloud.inventory[-1].home == cluster.outputs["endpoint"]


def test_another_server_makes_everything_anew(cloud: Cloud) -> None:
    request = provider_pb2.DiffRequest(
        old_inputs=to_struct({"kubeconfig": _kubeconfig("https://one.example")}),
        news=to_struct({"kubeconfig": _kubeconfig("https://two.example")}),
    )
    assert list(KubernetesProvider(cloud).DiffConfig(request, ONE).replaces) == ["kubeconfig"]


def test_another_server_of_the_same_cluster_replaces_nothing(cloud: Cloud) -> None:
    same = {"clusterIdentifier": "strata-dev"}
    request = provider_pb2.DiffRequest(
        old_inputs=to_struct({**same, "kubeconfig": _kubeconfig("https://one.example")}),
        news=to_struct({**same, "kubeconfig": _kubeconfig("https://two.example")}),
    )
    answer = KubernetesProvider(cloud).DiffConfig(request, ONE)
    assert (list(answer.diffs), list(answer.replaces)) == (["kubeconfig"], [])


@pytest.mark.parametrize("kubeconfig", [None, "~/.kube/config"])
def test_a_kubernetes_provider_without_a_kubeconfig_is_refused(
    cloud: Cloud, kubeconfig: str | None
) -> None:
    request = provider_pb2.ConfigureRequest(args=to_struct({"kubeconfig": kubeconfig}))
    with pytest.raises(RefusedError) as error:
        KubernetesProvider(cloud).Configure(request, ONE)
    assert str(error.value) == (
        "kubernetes provider: kubeconfig is missing or is a path; give its content to an explicit "
        "provider"
    )
