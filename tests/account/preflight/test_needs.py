"""What an environment needs follows from its settings."""

from tests.account.preflight.conftest import wants


def existing() -> str:
    """Settings with a VPC that is there."""
    zones = ", ".join(
        f'"{zone}": {{"private": {{"id": "subnet-0000000{place}", "cidr": "10.40.{place}.0/24"}}, '
        f'"nodes": {{"id": "subnet-1000000{place}", "cidr": "10.40.{place + 16}.0/24"}}}}'
        for place, zone in enumerate("ab")
    )
    vpc = f'{{"id": "vpc-00000000", "cidrs": ["10.40.0.0/16"], "zones": {{{zones}}}}}'
    return f'"network": {{"existingVpc": {vpc}}}'


def test_dev_needs_one_nat_gateway_and_prod_one_a_zone() -> None:
    assert (wants().nat_gateways, wants(profile="prod").nat_gateways) == (1, 3)


def test_an_existing_vpc_brings_its_own_nat_gateways() -> None:
    assert wants(existing()).nat_gateways == 0


def test_a_full_node_takes_a_unit_for_itself_and_one_a_prefix() -> None:
    assert wants().units_per_node == 3


def test_without_prefixes_every_pod_takes_a_unit() -> None:
    fewer = '{"maxPods": 8}'
    classes = ", ".join(
        f'"{name}": {fewer}' for name in ("general", "sparkNvme", "sparkEbs", "gpu")
    )
    nodes = f'"nodeClasses": {{{classes}}}, "systemNodes": {fewer}'
    cni = '"cni": {"prefixDelegation": false}'
    assert wants(f"{cni}, {nodes}").units_per_node == 9


def test_mountpoint_is_looked_for_only_where_it_is_wanted() -> None:
    addon = "aws-mountpoint-s3-csi-driver"
    mountpoint = '"storage": {"mountpoint": {"buckets": ["jars"]}}'
    assert (addon in wants().addons, addon in wants(mountpoint).addons) == (False, True)
