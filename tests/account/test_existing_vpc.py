"""`strata preflight` compares an existing VPC with the stack file."""

from typing import Any

import pytest

from tests.account.conftest import REGION, Aws, found


@pytest.fixture
def existing(ready: Aws) -> dict[str, Any]:
    """A VPC with four subnets, in a stack file that describes one of them wrongly."""
    ec2 = ready.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    subnets = {}
    for place, (zone, role) in enumerate(
        [("a", "private"), ("a", "nodes"), ("b", "private"), ("b", "nodes")]
    ):
        made = ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.40.{place * 16}.0/20",
            AvailabilityZone=f"{REGION}{zone}",
        )
        subnets[zone, role] = (made["Subnet"]["SubnetId"], f"10.40.{place * 16}.0/20")

    def text(zone: str, role: str) -> str:
        id_, cidr = subnets[zone, role]
        return f"{role}: {{id: {id_}, cidr: {cidr}}}"

    zones = {zone: ", ".join(text(zone, role) for role in ("private", "nodes")) for zone in "ab"}
    ready.write(
        f"network: {{existingVpc: {{id: {vpc}, cidrs: [10.40.0.0/16], zones: "
        f"{{a: {{{zones['a']}}}, b: {{{zones['b']}}}}}}}}}"
    )
    return {"aws": ready, "vpc": vpc, "subnets": subnets}


def test_an_existing_vpc_that_is_as_written_passes(existing: dict[str, Any]) -> None:
    assert existing["aws"].run("preflight", "dev").exit_code == 0


def test_an_existing_subnet_that_is_not_as_written_is_told(existing: dict[str, Any]) -> None:
    id_, _ = existing["subnets"]["b", "nodes"]
    file = existing["aws"].root / "stacks" / "Pulumi.dev-cluster.yaml"
    file.write_text(file.read_text().replace("10.40.48.0/20", "10.40.64.0/20"))
    vpc = existing["vpc"]
    assert found(existing["aws"], id_)["found"] == (
        f"{vpc}, eu-west-1b, 10.40.64.0/20 is written, and AWS says {vpc}, eu-west-1b, "
        "10.40.48.0/20"
    )
