"""Plans of platforms that let people in."""

import pytest

from strata.plan.recording import Recording
from tests.plans import platform_plan

CLIENT_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev/access/c-a1b2c3"
ACCESS = """
access:
  domain: data.example.com
  certificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/1234
"""
OIDC = f"""
  oidc:
    issuerUrl: https://login.example.com
    authorizationEndpoint: https://login.example.com/authorize
    tokenEndpoint: https://login.example.com/token
    userInfoEndpoint: https://login.example.com/userinfo
    clientId: strata
    clientSecretArn: {CLIENT_ARN}
"""


@pytest.fixture(scope="package")
def inside() -> Recording:
    """A prod platform with an internal load balancer; each user interface by its own login."""
    return platform_plan(ACCESS, profile="prod")


@pytest.fixture(scope="package")
def public() -> Recording:
    """A dev platform on the internet, behind an identity provider."""
    return platform_plan(f"{ACCESS}  visibility: public\n{OIDC}")
