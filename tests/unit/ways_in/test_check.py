"""What a platform's way in and its cluster must agree on."""

import pytest

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.platform.settings.access import AccessSettings
from strata.check.access import access_problems

CLUSTER = {
    "account": "111122223333",
    "region": "eu-west-1",
    "profile": "dev",
    "admins": ["arn:aws:iam::111122223333:role/platform"],
}
OIDC = {
    "issuerUrl": "https://login.example.com",
    "authorizationEndpoint": "https://login.example.com/authorize",
    "tokenEndpoint": "https://login.example.com/token",
    "userInfoEndpoint": "https://login.example.com/userinfo",
    "clientId": "strata",
}


def _arn(service: str, rest: str, region: str, account: str) -> str:
    return f"arn:aws:{service}:{region}:{account}:{rest}"


def told(
    *,
    region: str = "eu-west-1",
    account: str = "111122223333",
    environment: str = "dev",
    cluster: ClusterSettings | None = None,
) -> list[str]:
    """What is wrong with a public way in whose certificate and secret are of that place."""
    client = f"secret:strata/{environment}/access/client-a1b2c3"
    access = AccessSettings.model_validate(
        {
            "domain": "data.example.com",
            "certificateArn": _arn("acm", "certificate/1234", region, account),
            "visibility": "public",
            "oidc": OIDC | {"clientSecretArn": _arn("secretsmanager", client, region, account)},
        }
    )
    platform = PlatformSettings.model_validate({"access": access})
    below = cluster or _cluster()
    return [str(one) for one in access_problems("file", "dev", platform, below)]


def _cluster(**more: object) -> ClusterSettings:
    text = {**CLUSTER, "admins": tuple(CLUSTER["admins"]), **more}
    return ClusterSettings.model_validate(text)


def test_what_fits_is_no_problem() -> None:
    assert told() == []


def test_without_a_way_in_there_is_nothing_to_agree_on() -> None:
    assert list(access_problems("file", "dev", PlatformSettings(), _cluster())) == []


@pytest.mark.parametrize(
    ("region", "account"), [("us-east-1", "111122223333"), ("eu-west-1", "444455556666")]
)
def test_certificate_and_secret_are_of_the_clusters_place(region: str, account: str) -> None:
    rule = (
        f"is of account {account} in {region}, and the cluster of 111122223333 in eu-west-1; "
        "name one of the cluster's account and region"
    )
    lines = told(region=region, account=account)
    assert [line.partition(" = ")[0] for line in lines] == [
        "file: access.certificateArn",
        "file: access.oidc.clientSecretArn",
    ]
    assert all(line.endswith(rule) for line in lines)


def test_another_environments_secret_is_not_taken() -> None:
    [line] = told(environment="prod")
    assert line.endswith(
        "is another environment's secret; name one that begins with strata/dev/access/"
    )


def test_a_network_without_public_subnets_shows_nothing_to_the_internet() -> None:
    isolated = _cluster(
        network={"nat": "none", "endpoints": "private"},
        sources={"imageRegistry": "registry.example.com"},
    )
    assert told(cluster=isolated) == [
        (
            "file: access.visibility = 'public': the cluster has network.nat: none, and so no "
            "public subnet; write `visibility: internal`"
        )
    ]
