"""Secrets that people have made, as the engine asks the stand-in cloud for them."""

import json
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from strata.rehearsal.cloud import Cloud
from strata.rehearsal.providers.aws import AwsProvider
from strata.wire import to_plain, to_struct
from tests.unit.rehearsal.conftest import ACCOUNT, REGION

_LOOKUP = "aws:secretsmanager/getSecretVersion:getSecretVersion"


class _Connection:
    def peer(self) -> str:
        return "one"


ONE: Any = _Connection()


@pytest.fixture
def provider(cloud: Cloud) -> AwsProvider:
    config = {"region": REGION, "allowedAccountIds": json.dumps([ACCOUNT])}
    provider = AwsProvider(cloud)
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct(config)), ONE)
    return provider


def _asked(provider: AwsProvider, arn: str) -> Any:
    request = provider_pb2.InvokeRequest(tok=_LOOKUP, args=to_struct({"secretId": arn}))
    return provider.Invoke(request, ONE)


def test_a_secret_of_the_callers_own_is_presumed_to_be_there(provider: AwsProvider) -> None:
    arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:strata/dev/access/client-a1b2c3"
    answer = _asked(provider, arn)
    told = to_plain(getattr(answer, "return"))
    assert told["arn"] == arn
    assert len(told["secretString"]) == 32


@pytest.mark.parametrize(("region", "account"), [("us-east-1", ACCOUNT), (REGION, "444455556666")])
def test_a_secret_of_elsewhere_is_not_found(
    provider: AwsProvider, region: str, account: str
) -> None:
    arn = f"arn:aws:secretsmanager:{region}:{account}:secret:strata/dev/access/client-a1b2c3"
    [failure] = _asked(provider, arn).failures
    assert failure.property == "secretId"
    assert failure.reason == (
        f"{_LOOKUP}: ResourceNotFoundException: {arn}; a secret is looked up in the caller's own "
        "account and region"
    )
