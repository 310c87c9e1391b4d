"""Clusters of unusual settings on the real engine: up, up again without change, down to nothing."""

from pathlib import Path

import pytest

from layers.stack import StackName
from strata.rehearsal.cloud import Caller, Cloud
from strata.rehearsal.engine import Engine
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.samples import PROJECT, ROOT

NAME = StackName("dev", "cluster")
SETTINGS = ROOT / "tests" / "settings"
ELSEWHERE = "urn:pulumi:elsewhere::strata::"
OWNER = Caller(account="111122223333", region="eu-west-1")


def settled(path: Path, text: str) -> tuple[int, int, int]:
    """Resources that came up, that changed again, and that were left."""
    folder = RehearsalFolder(path / "dev")
    folder.make(PROJECT, [])
    (folder.root / "Pulumi.dev-cluster.yaml").write_text(text)
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        made = existing(cloud) if "existingVpc" in text else {}
        for written, real in made.items():
            file = folder.root / "Pulumi.dev-cluster.yaml"
            file.write_text(file.read_text().replace(written, real))
        binary = resolve(PULUMI, Place(ROOT), print)
        engine = Engine(binary, folder, PROJECT.program(), ports)
        created = engine.up(NAME, lambda _: None)
        changed = engine.up(NAME, lambda _: None)
        engine.destroy(NAME, lambda _: None)
        left = [row for row in cloud.inventory if not row.urn.startswith(ELSEWHERE)]
        return created, changed, len(left)


def existing(cloud: Cloud) -> dict[str, str]:
    """Somebody else's VPC; what the settings call its parts, and what they are called."""

    def make(type_: str, name: str, **inputs: str) -> str:
        id_, _ = cloud.create(OWNER, f"{ELSEWHERE}{type_}::{name}", inputs)
        return id_

    vpc = make("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.20.0.0/16")
    make(
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        "pods",
        vpcId=vpc,
        cidrBlock="100.64.0.0/16",
    )
    blocks = ("10.20.0.0/24", "100.64.0.0/17", "10.20.1.0/24", "100.64.128.0/17", "10.20.2.0/24")
    subnets = {
        f"subnet-0123456789abcdef{number}": make(
            "aws:ec2/subnet:Subnet",
            f"subnet-{number}",
            vpcId=vpc,
            cidrBlock=block,
            availabilityZone="eu-west-1a" if number < 3 else "eu-west-1b",
        )
        for number, block in enumerate(blocks, start=1)
    }
    return {"vpc-0123456789abcdef0": vpc, **subnets}


@pytest.mark.parametrize("name", ["everything", "existing-vpc", "isolated"])
def test_a_cluster_of_other_settings_comes_up_and_goes_down(name: str, tmp_path: Path) -> None:
    text = (SETTINGS / f"cluster.good.{name}.yaml").read_text()
    text = text.replace("deletionProtection: true", "deletionProtection: false")
    created, changed, left = settled(tmp_path, text)
    assert created > 100
    assert (changed, left) == (0, 0)
