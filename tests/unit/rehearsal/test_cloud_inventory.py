"""The inventory and its event log."""

import subprocess
import sys
from pathlib import Path

from strata.rehearsal.cloud import Cloud, Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def test_what_happened_is_logged_in_order(aws: Actor, vpc: Row) -> None:
    aws.update(vpc, tags={"Name": "net"})
    message = aws.refusal(t.SUBNET, "s", vpcId=vpc.id, cidrBlock="100.64.0.0/18")
    aws.delete(vpc)
    events = [(event.sequence, event.action, event.name) for event in aws.cloud.events]
    assert events == [
        (1, "create", "vpc"),
        (2, "update", "vpc"),
        (3, "refuse", "s"),
        (4, "delete", "vpc"),
    ]
    assert aws.cloud.events[2].message == message


def test_an_event_tells_the_time_in_utc(aws: Actor, vpc: Row) -> None:
    (event,) = aws.cloud.events
    assert (event.urn, str(event.at.tzinfo)) == (vpc.urn, "UTC")


def test_what_was_acknowledged_survives_a_killed_process(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, signal, sys\n"
        "from strata.rehearsal.cloud import Caller, Cloud\n"
        "cloud = Cloud.open(pathlib.Path(sys.argv[1]))\n"
        "urn = 'urn:pulumi:dev::strata::aws:ec2/vpc:Vpc::net'\n"
        "cloud.create(Caller(account='1', region='r'), urn, {'cidrBlock': '10.0.0.0/16'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "cloud.db"
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    with Cloud.open(path) as cloud:
        assert [row.name for row in cloud.inventory] == ["net"]


def test_a_refused_creation_leaves_nothing(aws: Actor) -> None:
    aws.refusal(t.ROUTE_TABLE, "r", vpcId="vpc-0")
    assert aws.cloud.inventory == []


def test_the_same_program_gets_the_same_identifiers(aws: Actor, vpc: Row, tmp_path: Path) -> None:
    with Cloud.open(tmp_path / "other.db") as other:
        again = type(aws)(other, aws.caller).create(t.VPC, "vpc", cidrBlock="10.0.0.0/16")
    assert (again.id, again.outputs) == (vpc.id, vpc.outputs)


def test_a_successor_gets_another_identifier(aws: Actor, vpc: Row) -> None:
    assert aws.create(t.VPC, "vpc", cidrBlock="10.0.0.0/16").id != vpc.id


def test_tags_of_the_provider_are_added(aws: Actor) -> None:
    vpc = aws.create(t.VPC, "net", cidrBlock="10.0.0.0/16", tags={"Name": "net"})
    assert vpc.outputs["tags"] == {"Name": "net"}
    assert vpc.outputs["tagsAll"] == {"Name": "net", "layer": "cluster"}


def test_what_is_gone_already_can_be_deleted(aws: Actor, vpc: Row) -> None:
    aws.delete(vpc)
    aws.delete(vpc)
    assert [event.action for event in aws.cloud.events] == ["create", "delete"]


def test_what_is_gone_cannot_be_changed(aws: Actor, vpc: Row) -> None:
    aws.delete(vpc)
    assert aws.update_refusal(vpc, tags={}) == (
        f"vpc (aws:ec2/vpc:Vpc): {vpc.id} does not exist; run `pulumi refresh`"
    )


def test_a_changed_reference_lets_go_of_the_old_one(aws: Actor) -> None:
    old, new = aws.create(t.KEY, "old"), aws.create(t.KEY, "new")
    queue = aws.create(t.QUEUE, "q", kmsMasterKeyId=old.id)
    aws.update(queue, kmsMasterKeyId=new.outputs["arn"])
    aws.delete(old)
    assert aws.deletion_refusal(new).startswith("new (aws:kms/key:Key): DependencyViolation")
