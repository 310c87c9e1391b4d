# ruff: noqa: N802 - the protocol gives these methods their names and arguments
"""The `aws` provider."""

import hashlib
import re
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2

from strata.rehearsal.cloud import Caller, RefusedError
from strata.rehearsal.providers.provider import Config
from strata.rehearsal.providers.resources import ResourceProvider
from strata.wire import to_plain, to_struct

_PARAMETER = "aws:ssm/getParameter:getParameter"

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
        """Look up the EKS image of one release.

        Raises:
            RefusedError: The look-up is not modelled.
        """
        if request.tok != _PARAMETER:
            return super().Invoke(request, context)
        caller, args = self._caller(context), to_plain(request.args)
        name = str(args.get("name"))
        if _EKS_IMAGE.fullmatch(name) is None:
            return provider_pb2.InvokeResponse(
                failures=[
                    provider_pb2.CheckFailure(
                        property="name",
                        reason=f"{_PARAMETER}: ParameterNotFound: {name}; the stand-in cloud has "
                        "the images of Amazon Linux 2023 for EKS, each under the name of one "
                        "release",
                    )
                ]
            )
        digits = hashlib.sha512(f"{caller.region}{name}".encode()).hexdigest()[:17]
        image = f"ami-{digits}"
        found = {
            "id": name,
            "name": name,
            "arn": f"arn:aws:ssm:{caller.region}::parameter{name}",
            "type": "String",
            "value": image,
            "insecureValue": image,
            "version": 1,
            "region": caller.region,
        }
        answer = provider_pb2.InvokeResponse()
        getattr(answer, "return").CopyFrom(to_struct(found))
        return answer
