# ruff: noqa: N802 - the protocol gives these methods their names and arguments
"""The `aws` provider."""

import hashlib
import re
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2

from strata.prefix_lists import managed_prefix_list
from strata.rehearsal.cloud import Caller, RefusedError
from strata.rehearsal.providers.provider import Config
from strata.rehearsal.providers.resources import ResourceProvider
from strata.wire import to_plain, to_struct

_PARAMETER = "aws:ssm/getParameter:getParameter"
_PREFIX_LIST = "aws:ec2/getManagedPrefixList:getManagedPrefixList"
_BROKERS = "aws:msk/getBootstrapBrokers:getBootstrapBrokers"
_SECRET = "aws:secretsmanager/getSecretVersion:getSecretVersion"  # noqa: S105 - a token

# Source: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
_EKS_IMAGE = re.compile(
    r"/aws/service/eks/optimized-ami/(?P<minor>1\.\d+)/amazon-linux-2023/(?P<arch>arm64|x86_64)/"
    r"standard/amazon-eks-node-al2023-(?P=arch)-standard-(?P=minor)-v\d{8}/image_id"
)


class AwsProvider(ResourceProvider):
    """AWS, as far as the stand-in cloud models it."""

    PACKAGE = "aws"

    def caller(self, config: Config) -> Caller:
        """Take account, region and default tags.

        Raises:
            RefusedError: Account or region are missing.
        """
        accounts, region = config.get("allowedAccountIds", []), config.get("region")
        if len(accounts) != 1 or region is None:
            raise RefusedError(
                f"aws provider: region = {region!r}, allowedAccountIds = {accounts!r}: the "
                "stand-in cloud needs a region and exactly one account; give both to an explicit "
                "provider"
            )
        tags = config.get("defaultTags", {}).get("tags", {})
        return Caller(account=accounts[0], region=region, default_tags=tags)

    def replaced_by(self, old: Config, new: Config) -> list[str]:
        """Resources stay where they are: another region or account makes all of them anew."""
        return [name for name in ("region", "allowedAccountIds") if old.get(name) != new.get(name)]

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Look up the EKS image of one release, AWS's list of blocks, or a secret of people's.

        Raises:
            RefusedError: The look-up is not modelled.
        """
        args = to_plain(request.args)
        if request.tok == _PARAMETER:
            return _image(self._caller(context), str(args.get("name")))
        if request.tok == _PREFIX_LIST:
            return _prefix_list(self._caller(context), str(args.get("name")))
        if request.tok == _BROKERS:
            return _brokers(str(args.get("clusterArn")))
        if request.tok == _SECRET:
            return _secret(self._caller(context), str(args.get("secretId")))
        return super().Invoke(request, context)


def _image(caller: Caller, name: str) -> Any:
    if _EKS_IMAGE.fullmatch(name) is None:
        return _not_found(
            "name",
            f"{_PARAMETER}: ParameterNotFound: {name}; the stand-in cloud has the images of Amazon "
            "Linux 2023 for EKS, each under the name of one release",
        )
    digits = hashlib.sha512(f"{caller.region}{name}".encode()).hexdigest()[:17]
    image = f"ami-{digits}"
    return _found(
        {
            "id": name,
            "name": name,
            "arn": f"arn:aws:ssm:{caller.region}::parameter{name}",
            "type": "String",
            "value": image,
            "insecureValue": image,
            "version": 1,
            "region": caller.region,
        }
    )


def _prefix_list(caller: Caller, name: str) -> Any:
    found = managed_prefix_list(name)
    if found is None or found["region"] != caller.region:
        return _not_found(
            "name",
            f"{_PREFIX_LIST}: no matching EC2 Managed Prefix List found: {name}; the stand-in "
            "cloud has S3's, in the caller's own region",
        )
    return _found(found)


def _secret(caller: Caller, arn: str) -> Any:
    """What no stack makes is presumed to be there, where the caller is; what it holds is made up.

    It is not marked as a secret, as AWS does not: whoever asks must.
    """
    home = f"arn:aws:secretsmanager:{caller.region}:{caller.account}:secret:"
    if not arn.startswith(home):
        return _not_found(
            "secretId",
            f"{_SECRET}: ResourceNotFoundException: {arn}; a secret is looked up in the caller's "
            "own account and region",
        )
    return _found(
        {
            "id": f"{arn}|AWSCURRENT",
            "secretId": arn,
            "arn": arn,
            "secretString": hashlib.sha512(arn.encode()).hexdigest()[:32],
            "versionStages": ["AWSCURRENT"],
            "region": caller.region,
        }
    )


def _brokers(cluster_arn: str) -> Any:
    """Kafka is nobody's here, so a cluster is presumed to be there, with three brokers."""
    region, name = cluster_arn.split(":")[3], cluster_arn.split("/")[1]
    home = f"{name}.c1.kafka.{region}.amazonaws.com:9098"
    brokers = ",".join(f"b-{number}.{home}" for number in (1, 2, 3))
    return _found(
        {"id": cluster_arn, "clusterArn": cluster_arn, "bootstrapBrokersSaslIam": brokers}
    )


def _found(answer: dict[str, Any]) -> Any:
    response = provider_pb2.InvokeResponse()
    getattr(response, "return").CopyFrom(to_struct(answer))
    return response


def _not_found(property_: str, reason: str) -> Any:
    failure = provider_pb2.CheckFailure(property=property_, reason=reason)
    return provider_pb2.InvokeResponse(failures=[failure])
