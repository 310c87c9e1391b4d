"""A rehearsal that is stopped half-way: the next one says what it found, and starts clean."""

import re
import signal

import pytest

from strata.rehearsal.cloud import Caller, Cloud
from tests.rehearsal.conftest import Project, SmallProject, interrupt, lines_until

VPC = """
aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=options)
"""

# A chain takes its time, so that a signal meets an operation that goes on.
CHAIN = """
before = None
for link in range(40):
    after = pulumi.ResourceOptions(provider=provider, depends_on=before)
    before = aws.sqs.Queue(f"link-{link}", opts=after)
"""

FOUND = re.compile(
    r"found a rehearsal that was interrupted at `up dev-cluster` "
    r"\(\d+ resources(, \d engine still running and now stopped)?\); starting clean"
)


def stopped(small: SmallProject, how: signal.Signals) -> tuple[int, str]:
    """Stop a rehearsal while it comes up; its exit code, and what it said on its error stream."""
    with small.start() as process:
        list(lines_until(process, "dev-cluster: up ..."))
        _, errors = interrupt(process, how)
    return process.returncode, errors


def test_ctrl_c_says_where_it_stopped_and_what_comes_next(project: Project) -> None:
    code, errors = stopped(project(CHAIN), signal.SIGINT)
    assert code == 130
    assert errors == "interrupted at `up dev-cluster`; the next run starts clean\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_next_run_says_in_one_line_what_it_found_and_ends_well(
    how: signal.Signals, project: Project
) -> None:
    small = project(CHAIN)
    stopped(small, how)
    done = small.rehearse()
    assert FOUND.fullmatch(done.stdout.splitlines()[0])
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_rehearsal_at_the_same_time_is_refused(project: Project) -> None:
    small = project(CHAIN)
    with small.start() as process:
        list(lines_until(process, "dev-cluster: up ..."))
        done = small.rehearse()
        interrupt(process, signal.SIGKILL)
    assert done.returncode == 1
    assert done.stderr == (
        "another rehearsal of dev is running; wait for it, or stop it with Ctrl-C in its terminal\n"
    )


def test_what_is_kept_can_be_looked_at_and_taken_down(project: Project) -> None:
    small = project(VPC)
    kept = small.rehearse("--keep")
    assert kept.stdout.splitlines()[-2:] == [
        "kept up: look with `.venv/bin/strata status dev`,",
        "         take it down with `.venv/bin/strata rehearse dev --down`",
    ]
    down = small.rehearse("--down")
    assert down.returncode == 0, down.stdout + down.stderr


def test_there_is_nothing_to_take_down_after_a_whole_run(project: Project) -> None:
    small = project(VPC)
    small.rehearse()
    done = small.rehearse("--down")
    assert done.returncode == 1
    assert done.stderr == (
        "no rehearsal of dev was kept up; keep one with `strata rehearse dev --keep`\n"
    )


def test_what_could_not_be_taken_down_is_kept_and_goes_once_mended(project: Project) -> None:
    small = project(VPC)
    assert small.rehearse("--keep").returncode == 0
    caller = Caller(account="111122223333", region="eu-west-1")
    urn = "urn:pulumi:elsewhere::strata::aws:ec2/subnet:Subnet::left-by-a-controller"
    file = small.root / ".strata" / "dev" / "cloud.db"
    with Cloud.open(file) as cloud:
        [vpc] = cloud.inventory
        wanted = {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-west-1a"}
        subnet, _ = cloud.create(caller, urn, wanted)
    failed = small.rehearse("--down")
    assert failed.returncode == 1
    assert failed.stderr.splitlines() == [
        "what is left is kept; once this is mended: .venv/bin/strata rehearse dev --down",
        "the rehearsal of dev failed; what the engine said:",
        (
            "vpc (aws:ec2/vpc:Vpc): DependencyViolation: in use by left-by-a-controller "
            "(aws:ec2/subnet:Subnet); delete these first, or let them depend on it"
        ),
    ]
    with Cloud.open(file) as cloud:
        cloud.delete(urn, subnet)
    done = small.rehearse("--down")
    assert done.returncode == 0, done.stdout + done.stderr
