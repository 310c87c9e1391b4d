"""A check that gets no answer says so, and the others go on."""

from typing import Any

import botocore.client
import pytest
from botocore.exceptions import EndpointConnectionError

from strata.preflight.finding import Finding, failure, warning
from strata.preflight.preflight import ACTIONS, preflight
from tests.account.conftest import Answer, denied
from tests.account.preflight.conftest import Checked
from tests.account.preflight.test_needs import existing


def found(checked: Checked, check: str) -> Finding:
    """What one check finds among all."""
    checked.aws.answers.setdefault("GetServiceQuota", lambda _: {"Quota": {"Value": 5.0}})
    [finding] = [one for one in preflight(checked.account()) if one.check == check]
    return finding


def unreachable(_: dict[str, Any]) -> dict[str, Any]:
    raise EndpointConnectionError(endpoint_url="https://iam.amazonaws.com/")


@pytest.mark.parametrize("code", ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"])
def test_a_right_that_is_missing_is_named_as_iam_names_it(code: str, checked: Checked) -> None:
    checked.aws.answers["GetServiceQuota"] = denied("GetServiceQuota", code)
    assert found(checked, "VPCs") == warning(
        "VPCs",
        "not looked at: servicequotas:GetServiceQuota is not allowed",
        "allow it to the caller; it only reads",
    )


def test_without_the_right_to_see_addresses_the_other_quotas_are_looked_at(
    checked: Checked,
) -> None:
    checked.aws.answers["DescribeAddresses"] = denied("DescribeAddresses", "UnauthorizedOperation")
    assert found(checked, "elastic IP addresses").state == "warning"
    assert found(checked, "VPCs").state == "ok"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            denied("GetAccountSummary", "Throttling"),
            (
                "An error occurred (Throttling) when calling the GetAccountSummary operation: "
                "Throttling"
            ),
        ),
        (unreachable, 'Could not connect to the endpoint URL: "https://iam.amazonaws.com/"'),
    ],
)
def test_what_aws_says_instead_of_an_answer_is_told(
    answer: Answer, said: str, checked: Checked
) -> None:
    checked.aws.answers["GetAccountSummary"] = answer
    assert found(checked, "IAM roles") == failure(
        "IAM roles", f"not looked at: {said}", "mend what AWS names, and run it again"
    )


def test_its_rights_are_exactly_the_calls_that_it_makes(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = denied("GetServiceQuota", "NoSuchResourceException")
    checked.aws.answers["GetServiceQuota"] = missing
    checked.aws.answers["GetAWSDefaultServiceQuota"] = lambda _: {"Quota": {"Value": 5.0}}
    called = set()
    answered = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        called.add(f"{client.meta.service_model.signing_name}:{operation}")
        return answered(client, operation, arguments)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)
    # Entering the account makes the first call.
    checked.aws.run("preflight", "dev")
    list(preflight(checked.account(existing())))
    assert called == set(ACTIONS)
