"""`strata preflight`: each check, when all is well and when it is not."""

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from components import versions
from strata.preflight.preflight import ACTIONS
from tests.account.conftest import ACCOUNT, ENOUGH, REGION, Aws, denied, found, told


def test_an_account_that_lacks_nothing_passes(ready: Aws) -> None:
    result = ready.run("preflight", "dev")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == (
        f"account {ACCOUNT}, {REGION}: 23 ok, 0 warning, 0 failure"
    )


def test_credentials_of_another_account_end_it_at_once(
    ready: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.answers["GetCallerIdentity"] = lambda _: {
        "Account": "999988887777",
        "Arn": "arn:aws:iam::999988887777:user/x",
    }
    assert told(capsys, lambda: ready.run("preflight", "dev")) == (
        f"stacks/Pulumi.dev-cluster.yaml: account = '{ACCOUNT}': these credentials are of account "
        "999988887777; choose others, for example by AWS_PROFILE\n"
    )


def test_expired_credentials_are_told_in_one_line(
    ready: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.answers["GetCallerIdentity"] = denied("GetCallerIdentity", "ExpiredToken")
    assert told(capsys, lambda: ready.run("preflight", "dev")) == (
        "AWS refuses these credentials in eu-west-1: ExpiredToken; log in again, for example with "
        "`aws sso login`, or enable the region: "
        "`aws account enable-region --region-name eu-west-1`\n"
    )


def test_a_profile_that_does_not_exist_is_told_in_one_line(
    ready: Aws, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert told(capsys, lambda: ready.run("preflight", "dev")) == (
        "no AWS credentials: The config profile (nobody) could not be found; log in, for example "
        "with `aws sso login`, or set AWS_PROFILE\n"
    )


def test_an_aws_that_cannot_be_reached_is_told_in_one_line(
    ready: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://sts.eu-west-1.amazonaws.com/"

    def unreachable(_: dict[str, Any]) -> dict[str, Any]:
        raise EndpointConnectionError(endpoint_url=url)

    ready.answers["GetCallerIdentity"] = unreachable
    assert told(capsys, lambda: ready.run("preflight", "dev")) == (
        f'AWS cannot be reached: Could not connect to the endpoint URL: "{url}"; mend the '
        "connection, or the region in stacks/Pulumi.dev-cluster.yaml\n"
    )


def test_a_caller_who_could_not_enter_the_cluster_is_told(ready: Aws) -> None:
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/somebody/session"
    ready.answers["GetCallerIdentity"] = lambda _: {"Account": ACCOUNT, "Arn": arn}
    assert found(ready, "caller") == {
        "check": "caller",
        "state": "failure",
        "found": f"arn:aws:iam::{ACCOUNT}:role/somebody is none of the cluster's admins",
        "remedy": "add it to `admins`, or use the credentials of one of them",
    }


def test_a_session_of_a_role_with_a_path_is_that_role(ready: Aws) -> None:
    text = (ready.root / "stacks" / "Pulumi.dev-cluster.yaml").read_text()
    role = f"arn:aws:iam::{ACCOUNT}:role/people/platform"
    (ready.root / "stacks" / "Pulumi.dev-cluster.yaml").write_text(
        text.replace(f"arn:aws:iam::{ACCOUNT}:user/platform", role)
    )
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/platform/session"
    ready.answers["GetCallerIdentity"] = lambda _: {"Account": ACCOUNT, "Arn": arn}
    assert ready.run("preflight", "dev").exit_code == 0


def test_a_zone_that_is_not_there_is_told_with_those_that_are(ready: Aws) -> None:
    ready.write("network: {zones: [a, f]}")
    assert found(ready, "zones") == {
        "check": "zones",
        "state": "failure",
        "found": "eu-west-1f is not there for this account",
        "remedy": "set network.zones; there are: eu-west-1a, eu-west-1b, eu-west-1c",
    }


def test_spot_needs_its_service_linked_role(ready: Aws) -> None:
    ready.answers["GetRole"] = denied("GetRole", "NoSuchEntity")
    assert found(ready, "Spot role")["remedy"] == (
        "run `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com` once"
    )


def quota(aws: Aws, code: str, value: int) -> None:
    aws.answers["GetServiceQuota"] = lambda wanted: {
        "Quota": {"Value": float(value if wanted["QuotaCode"] == code else ENOUGH)}
    }


def test_too_few_vcpus_for_the_system_nodes_would_fail(ready: Aws) -> None:
    quota(ready, "L-1216C47A", 2)
    assert found(ready, "on-demand vCPUs") == {
        "check": "on-demand vCPUs",
        "state": "failure",
        "found": "2 allowed, 8 needed",
        "remedy": "request an increase of ec2 L-1216C47A to 908",
    }


def test_fewer_spot_vcpus_than_the_pools_may_take_is_a_warning(ready: Aws) -> None:
    quota(ready, "L-34B43A08", 5)
    assert found(ready, "Spot vCPUs", code=0) == {
        "check": "Spot vCPUs",
        "state": "warning",
        "found": "5 allowed, and the pools may grow to 4000",
        "remedy": "request an increase of ec2 L-34B43A08 to 4000",
    }


def test_addresses_of_nat_gateways_are_counted_with_those_in_use(ready: Aws) -> None:
    ready.client("ec2").allocate_address(Domain="vpc")
    quota(ready, "L-0263D0A3", 1)
    assert found(ready, "elastic IP addresses")["found"] == "1 allowed, 2 needed"


@pytest.mark.parametrize(
    ("code", "check"),
    [
        ("L-BB24F6E5", "network address units of a VPC"),
        ("L-DF5E4CA3", "network interfaces"),
    ],
)
def test_what_the_pools_may_grow_to_is_weighed(code: str, check: str, ready: Aws) -> None:
    quota(ready, code, 100)
    assert found(ready, check, code=0)["state"] == "warning"


def test_iam_roles_that_run_out_are_told_before_they_do(ready: Aws) -> None:
    summary = {"SummaryMap": {"Roles": 940, "RolesQuota": 1000}}
    ready.answers["GetAccountSummary"] = lambda _: summary
    assert found(ready, "IAM roles", code=0)["found"] == (
        "1000 allowed, 940 used: room for 15 tenants"
    )


def test_a_block_that_another_vpc_has_is_told(ready: Aws) -> None:
    vpc = ready.client("ec2").create_vpc(CidrBlock="10.0.128.0/20")["Vpc"]["VpcId"]
    assert found(ready, "addresses", code=0) == {
        "check": "addresses",
        "state": "warning",
        "found": f"10.0.0.0/16 overlaps 10.0.128.0/20 of {vpc}",
        "remedy": ("set network.primaryCidr or network.podCidrs if the two must ever be connected"),
    }


def test_the_environment_s_own_vpc_is_no_conflict(ready: Aws) -> None:
    tags = [{"Key": "strata:environment", "Value": "dev"}]
    ready.client("ec2").create_vpc(
        CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags}]
    )
    assert ready.run("preflight", "dev").exit_code == 0


def test_a_version_in_extended_support_is_told(ready: Aws) -> None:
    ready.answers["DescribeClusterVersions"] = lambda _: {
        "clusterVersions": [{"versionStatus": "EXTENDED_SUPPORT"}]
    }
    assert found(ready, "Kubernetes 1.35", code=0)["found"] == "is in extended support"


def test_an_addon_version_that_aws_does_not_offer_is_told_with_those_that_it_does(
    ready: Aws,
) -> None:
    good = ready.answers["DescribeAddonVersions"]
    other = {"addons": [{"addonVersions": [{"addonVersion": "v9"}]}]}
    ready.answers["DescribeAddonVersions"] = lambda wanted: (
        other if wanted["addonName"] == "coredns" else good(wanted)
    )
    version = versions.ADDONS[versions.KUBERNETES]["coredns"]
    assert found(ready, "coredns") == {
        "check": "coredns",
        "state": "failure",
        "found": f"{version} is not offered for Kubernetes 1.35",
        "remedy": "pin one of these in components/versions.py: v9",
    }


def test_an_image_that_is_not_in_the_region_is_told(ready: Aws) -> None:
    ready.answers["GetParameter"] = denied("GetParameter", "ParameterNotFound")
    assert found(ready, "node image")["remedy"] == (
        "pin another AMI_RELEASE in components/versions.py"
    )


def test_a_check_that_may_not_look_says_which_right_it_lacks_and_the_others_go_on(
    ready: Aws,
) -> None:
    ready.answers["GetAccountSummary"] = denied("GetAccountSummary")
    assert found(ready, "IAM roles", code=0) == {
        "check": "IAM roles",
        "state": "warning",
        "found": "not looked at: iam:GetAccountSummary is not allowed",
        "remedy": "allow it to the caller; it only reads",
    }


def test_it_only_reads() -> None:
    assert {action.partition(":")[2][:3] for action in ACTIONS} <= {"Des", "Get", "Lis"}


def test_every_call_that_it_makes_is_among_its_rights(
    ready: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = set()
    for operation, answer in list(ready.answers.items()):

        def noted(wanted: dict[str, Any], operation: str = operation, answer: Any = answer) -> Any:
            called.add(operation)
            return answer(wanted)

        ready.answers[operation] = noted
    assert ready.run("preflight", "dev").exit_code == 0
    assert called <= {action.partition(":")[2] for action in ACTIONS}
    monkeypatch.undo()
