"""A tenant that asks for everything, at its longest, has policies that AWS takes.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (white space is
not counted; of the others nobody says so),
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html and
https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

import json
import re
from collections import defaultdict
from typing import Any

import pytest

from components import names
from layers.stack import PROJECT as PROJECT_NAME
from strata.isolation.told import Told
from strata.isolation.two_tenants import recordings, settings
from strata.plan.recorder import ORGANIZATION, record
from strata.plan.recording import Recording
from strata.rehearsal.cloud.request import Caller
from tests.samples import ACCOUNT, PROJECT, REGION

INLINE_OF_A_ROLE = 10_240
TRUST = 2_048
BUCKET = 20_480
KEY = 32_768

LIMIT, _ = names.tenant_name_limit("dev", ACCOUNT, REGION)
TENANT = "t" * LIMIT
# As many as a file may say, each as long as it may be, and each of another tenant.
PATHS = [f"{letter * LIMIT}:{'f' * 39}/" for letter in "abcdefgh"]
PREFIXES = [f"shared/{letter * 40}" for letter in "abcde"]


def longest() -> dict[str, Any]:
    """What the longest file says."""
    file = settings(TENANT)
    data = {
        **file["data"],
        "bucket": {"kms": "own", "expireDays": 36_500},
        "reads": PATHS[:5],
        "sharedWith": PATHS,
    }
    return {**file, "data": data, "secrets": {"readPrefixes": PREFIXES}}


@pytest.fixture(scope="module")
def planned() -> list[Recording]:
    below = recordings(PROJECT)[:2]
    exports = {f"{ORGANIZATION}/{PROJECT_NAME}/{one.stack}": one.outputs for one in below}
    config = {f"{PROJECT_NAME}:tenant": json.dumps(longest())}
    stack = f"dev-tenant-{TENANT}"
    return [*below, record(PROJECT.program(), stack=stack, config=config, below=exports)]


@pytest.fixture(scope="module")
def told(planned: list[Recording]) -> Told:
    return Told(planned, Caller(account=ACCOUNT, region=REGION))


def without_space(told: Told, text: str) -> int:
    """How many characters IAM counts."""
    return len(re.sub(r"\s", "", told.document(text)))


def test_a_role_s_policies_together_fit_into_it(planned: list[Recording], told: Told) -> None:
    of_roles: dict[str, int] = defaultdict(int)
    for one in planned[-1].of_type("aws:iam/rolePolicy:RolePolicy"):
        of_roles[told.value(one.inputs["role"])] += without_space(told, one.inputs["policy"])
    assert sorted(of_roles) == sorted(
        names.tenant_role("dev", TENANT, role) for role in names.TENANT_ROLES
    )
    assert {role: found for role, found in of_roles.items() if found > INLINE_OF_A_ROLE} == {}


@pytest.mark.parametrize(
    ("type_", "what", "limit"),
    [
        ("aws:iam/role:Role", "assumeRolePolicy", TRUST),
        ("aws:s3/bucketPolicy:BucketPolicy", "policy", BUCKET),
        ("aws:kms/key:Key", "policy", KEY),
    ],
)
def test_a_policy_fits_into_what_it_is_of(
    type_: str, what: str, limit: int, planned: list[Recording], told: Told
) -> None:
    found = [len(told.document(one.inputs[what])) for one in planned[-1].of_type(type_)]
    assert found
    assert max(found) <= limit
