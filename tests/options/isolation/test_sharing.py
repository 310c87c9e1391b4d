"""A tenant reads of another what both their files say, and nothing else."""

import functools
from typing import Any

import pytest

from components import names
from strata.isolation.iam import Caller, Decision, Request, decide, statements
from strata.isolation.iam_account import BUCKET, KEY, Account, account
from strata.isolation.iam_matrix import Whose, allowed, cells
from strata.isolation.iam_uses import each, encrypted, objects
from strata.isolation.two_tenants import TENANTS, recordings
from tests.samples import ACCOUNT, PROJECT, REGION

READER, OWNER = TENANTS
FOLDER = "curated/"
KINDS_OF_KEY = ("platform", "own")
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}],
}


@functools.cache
def planned(reads: str, shared: str, kms: str = "platform") -> Account:
    """An account of two tenants, of which one reads and the other shares; empty: it does not."""

    def data(key: str, path: str) -> dict[str, Any]:
        return {"data": {key: [path] if path else [], "bucket": {"kms": kms}}}

    more = {READER: data("reads", reads), OWNER: data("sharedWith", shared)}
    return account(recordings(PROJECT, more))


def both(folder: str = "", kms: str = "platform") -> Account:
    """Both files say so."""
    end = f":{folder}" if folder else ""
    return planned(OWNER + end, READER + end, kms)


def crossing(found: Account) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """Which role of a tenant reaches what of the other's."""
    return {
        (one.tenant, one.role, one.noun, one.may)
        for one in cells(found)
        if one.whose is Whose.OTHER and one.may
    }


def bucket(tenant: str) -> str:
    return f"arn:aws:s3:::{names.bucket('dev', tenant, ACCOUNT, REGION)}"


def key_of(found: Account, arn: str) -> str:
    [key] = [one.key for one in found.resources if one.arn == arn]
    return key


def may(found: Account, tenant: str, requests: tuple[Request, ...]) -> bool:
    caller = found.role(names.tenant_role("dev", tenant, "workload")).identity
    return all(allowed(found, caller, one) for one in requests)


def reading(found: Account, owner: str, key: str) -> tuple[Request, ...]:
    """What reading an object takes."""
    arn = bucket(owner)
    uses = encrypted(
        objects(f"{arn}/{key}"),
        key_of(found, arn),
        f"s3.{REGION}.amazonaws.com",
        {"aws:s3:arn": arn},
    )
    return uses["read"]


def listing(owner: str, prefix: str) -> tuple[Request, ...]:
    return each("s3:ListBucket", bucket(owner), {"s3:prefix": prefix})


@pytest.mark.parametrize("kms", KINDS_OF_KEY)
@pytest.mark.parametrize(("reads", "shared"), [("", ""), ("", READER)])
def test_nothing_is_read_that_the_reader_s_file_does_not_name(
    reads: str, shared: str, kms: str
) -> None:
    assert crossing(planned(reads, shared, kms)) == set()


def test_nothing_is_read_that_the_owner_s_file_does_not_name() -> None:
    assert crossing(planned(OWNER, "", "own")) == set()
    # The environment's key is everybody's. S3 alone asks it, and S3 refuses before it does.
    assert crossing(planned(OWNER, "")) == {
        (READER, role, "bucket", ("kms:Decrypt",)) for role in names.TENANT_ROLES
    }


@pytest.mark.parametrize("kms", KINDS_OF_KEY)
def test_what_both_files_say_is_read_by_every_role_and_changed_by_none(kms: str) -> None:
    assert crossing(both(kms=kms)) == {
        (READER, role, "bucket", ("list", "read")) for role in names.TENANT_ROLES
    }


@pytest.mark.parametrize("kms", KINDS_OF_KEY)
def test_of_a_shared_folder_nothing_beside_it_is_read(kms: str) -> None:
    found = both(FOLDER, kms)
    assert may(found, READER, reading(found, OWNER, f"{FOLDER}day"))
    assert may(found, READER, listing(OWNER, FOLDER))
    assert not may(found, READER, reading(found, OWNER, "raw/day"))
    assert not may(found, READER, listing(OWNER, ""))
    assert not may(found, READER, each("s3:ListBucket", bucket(OWNER)))


def test_a_reader_that_asks_for_more_than_is_shared_gets_what_is_shared() -> None:
    found = planned(OWNER, f"{READER}:{FOLDER}")
    assert may(found, READER, reading(found, OWNER, f"{FOLDER}day"))
    assert not may(found, READER, reading(found, OWNER, "raw/day"))
    assert not may(found, READER, each("s3:ListBucket", bucket(OWNER)))


def test_a_reader_that_names_a_folder_reads_no_more_of_a_bucket_that_is_shared_whole() -> None:
    found = planned(f"{OWNER}:{FOLDER}", READER)
    assert may(found, READER, reading(found, OWNER, f"{FOLDER}day"))
    assert not may(found, READER, reading(found, OWNER, "raw/day"))
    assert not may(found, READER, each("s3:ListBucket", bucket(OWNER)))


@pytest.mark.parametrize("kms", KINDS_OF_KEY)
def test_an_owner_that_shares_uses_its_own_bucket_as_before(kms: str) -> None:
    found = both(FOLDER, kms)
    own = {
        cell.role: cell.may
        for cell in cells(found)
        if cell.tenant == OWNER == cell.owner and cell.noun == "bucket"
    }
    change = ("list", "read", "write", "delete")
    assert own == {
        "admin": change,
        "developer": change,
        "viewer": ("list", "read"),
        "workload": change,
    }


def test_a_tenant_s_own_key_encrypts_its_bucket() -> None:
    found = both(kms="own")
    keys = {one.owner: one.arn for one in found.resources if one.type == KEY}
    assert {one.owner: one.key for one in found.resources if one.type == BUCKET and one.owner} == {
        tenant: keys[tenant] for tenant in TENANTS
    }
    assert len(set(keys.values())) == 3


def with_everything(found: Account, arn: str, request: Request) -> Decision:
    """How a request ends of a principal that may do everything in S3 and KMS."""
    caller = Caller(arn=arn, policies=statements(EVERYTHING))
    return decide(caller, request, found.policy(request.resource))


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
def test_a_bucket_refuses_another_tenant_that_may_do_everything(action: str) -> None:
    found = planned("", "")
    arn = found.role(names.tenant_role("dev", READER, "workload")).identity.arn
    [request] = each(action, f"{bucket(OWNER)}/any")
    assert with_everything(found, arn, request) is Decision.EXPLICIT_DENY


def test_a_tenant_s_own_key_refuses_another_tenant_that_may_do_everything() -> None:
    found = planned("", "", "own")
    arn = found.role(names.tenant_role("dev", READER, "workload")).identity.arn
    [request] = each("kms:Decrypt", key_of(found, bucket(OWNER)))
    assert with_everything(found, arn, request) is Decision.EXPLICIT_DENY


@pytest.mark.parametrize(
    "deployer",
    [
        f"arn:aws:iam::{ACCOUNT}:role/strata-deployers/dev/x",
        f"arn:aws:iam::{ACCOUNT}:role/platform",
    ],
)
def test_who_deploys_is_not_locked_out(deployer: str) -> None:
    found = planned("", "", "own")
    for action, arn in (
        ("s3:PutBucketPolicy", bucket(OWNER)),
        ("s3:DeleteObjectVersion", f"{bucket(OWNER)}/any"),
        ("kms:ScheduleKeyDeletion", key_of(found, bucket(OWNER))),
    ):
        [request] = each(action, arn)
        assert with_everything(found, deployer, request) is Decision.ALLOWED


SSE = "s3:x-amz-server-side-encryption"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({}, True),
        ({SSE: "aws:kms"}, True),
        ({SSE: "AES256"}, False),
        ({SSE: "aws:kms", f"{SSE}-aws-kms-key-id": "arn:aws:kms:eu-west-1:999:key/x"}, False),
    ],
)
def test_an_object_is_written_with_the_bucket_s_own_key_alone(
    said: dict[str, str], taken: bool
) -> None:
    found = planned("", "")
    assert may(found, OWNER, each("s3:PutObject", f"{bucket(OWNER)}/any", said)) is taken


@pytest.mark.parametrize("connection", [{"aws:SecureTransport": "false"}, {"s3:TlsVersion": "1.1"}])
def test_nobody_enters_a_bucket_by_a_connection_that_can_be_overheard(
    connection: dict[str, str],
) -> None:
    found = planned("", "")
    assert not may(found, OWNER, each("s3:GetObject", f"{bucket(OWNER)}/any", connection))
