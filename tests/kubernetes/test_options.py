"""What layers 2 and 3 make when more is asked for, judged by a real API server."""

import pytest

from tests.kubernetes.conftest import objects, told
from tests.kubernetes.judge import Judge, lost
from tests.plans import platform_plan, tenant_plan

ACCESS = """
access:
  domain: data.example.com
  certificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/1234-5678
  oidc:
    issuerUrl: https://login.example.com
    authorizationEndpoint: https://login.example.com/authorize
    tokenEndpoint: https://login.example.com/token
    userInfoEndpoint: https://login.example.com/userinfo
    clientId: strata
    clientSecretArn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev/access/a-a1b2c3
"""

# Its Go module, and with it the definitions, is served by no proxy: docs/unverified.md.
LOAD_BALANCER = "elbv2.k8s.aws/v1beta1"

OPTIONS = {
    "platform with a domain": platform_plan(ACCESS),
    "platform without Airflow": platform_plan("airflow: {enabled: false}"),
    "platform with mails": platform_plan(
        "observability: {alerts: {emails: [on-call@example.com]}}"
    ),
    "prod platform with a domain": platform_plan(ACCESS, profile="prod"),
    "tenant with notebooks": tenant_plan("notebooks: {}"),
    "tenant with a history server": tenant_plan("historyServer: {}"),
    "tenant with an Airflow of its own": tenant_plan("airflow: {dedicated: true}"),
    "prod tenant with both": tenant_plan("notebooks: {}", "historyServer: {}", profile="prod"),
    "tenant with notebooks behind a domain": tenant_plan("notebooks: {}", platform=ACCESS),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_the_api_server_accepts_every_object_of(option: str, judge: Judge) -> None:
    manifests = [
        told(one.inputs)
        for one in objects(OPTIONS[option])
        if one.inputs["apiVersion"] != LOAD_BALANCER
    ]
    assert manifests
    for manifest in manifests:
        assert list(lost(manifest, judge.place(manifest))) == []
