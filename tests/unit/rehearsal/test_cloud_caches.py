"""ElastiCache: serverless caches, their users and groups."""

from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

IAM = {"type": "iam"}


def _user(name: str = "ads", **inputs: Any) -> dict[str, Any]:
    found = {"userId": name, "userName": name, "engine": "valkey", "accessString": "on ~* +@all"}
    return {**found, "authenticationMode": IAM, **inputs}


@pytest.fixture
def user(aws: Actor) -> Row:
    return aws.create(t.CACHE_USER, "user", **_user())


@pytest.fixture
def group(aws: Actor, user: Row) -> Row:
    return aws.create(
        t.CACHE_USER_GROUP, "group", userGroupId="ads", engine="valkey", userIds=[user.id]
    )


@pytest.fixture
def inputs(subnets: list[Row], group: Row) -> dict[str, Any]:
    return {
        "name": "strata-dev-ads",
        "engine": "valkey",
        "majorEngineVersion": "8",
        "cacheUsageLimits": {"dataStorage": {"maximum": 5, "unit": "GB"}},
        "subnetIds": [row.id for row in subnets],
        "userGroupId": group.id,
    }


@pytest.fixture
def cache(aws: Actor, inputs: dict[str, Any]) -> Row:
    return aws.create(t.SERVERLESS_CACHE, "cache", **inputs)


def test_a_cache_has_an_address_for_all_and_one_for_reads(cache: Row) -> None:
    (endpoint,), (reader,) = cache.outputs["endpoints"], cache.outputs["readerEndpoints"]
    assert endpoint["address"].startswith("strata-dev-ads-")
    assert endpoint["address"].endswith(".serverless.eu-west-1.cache.amazonaws.com")
    assert (endpoint["port"], reader["port"]) == (6379, 6380)


def test_a_cache_s_name_has_forty_characters(aws: Actor, inputs: dict[str, Any]) -> None:
    (problem,) = aws.problems(t.SERVERLESS_CACHE, "c", **{**inputs, "name": "a" * 41})
    assert problem == (
        f"c ({t.SERVERLESS_CACHE}): name: '{'a' * 41}' has 41 characters; at most 40 are allowed; "
        "shorten it by 1"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"cacheUsageLimits": {"dataStorage": {"maximum": 5001, "unit": "GB"}}},
            (
                "cacheUsageLimits.dataStorage: maximum = 5001: InvalidParameterValue: 1 to 5000; "
                "correct it"
            ),
        ),
        (
            {"cacheUsageLimits": {"ecpuPerSeconds": [{"maximum": 5}]}},
            (
                "cacheUsageLimits.ecpuPerSeconds: maximum = 5: InvalidParameterValue: 1000 to "
                "15000000; correct it"
            ),
        ),
        (
            {"snapshotRetentionLimit": 36},
            "snapshotRetentionLimit = 36: InvalidParameterValue: 0 to 35; correct it",
        ),
        (
            {"engine": "redis"},
            (
                "userGroupId = 'ads': InvalidParameterCombination: a group of valkey for a cache "
                "of redis; make a group of that engine"
            ),
        ),
        (
            {"userGroupId": "others"},
            (
                "userGroupId = 'others': there is no such group of users; create it first and take "
                "the value from its output"
            ),
        ),
    ],
    ids=["too much", "too slow", "too many snapshots", "another engine", "no group"],
)
def test_what_elasticache_refuses_is_refused(
    change: dict[str, Any], told: str, aws: Actor, inputs: dict[str, Any]
) -> None:
    refusal = aws.refusal(t.SERVERLESS_CACHE, "c", **{**inputs, **change})
    assert refusal == f"c ({t.SERVERLESS_CACHE}): {told}"


def test_a_cache_stands_in_two_zones(aws: Actor, inputs: dict[str, Any]) -> None:
    one = inputs["subnetIds"][:1]
    assert aws.refusal(t.SERVERLESS_CACHE, "c", **{**inputs, "subnetIds": one}) == (
        f"c ({t.SERVERLESS_CACHE}): subnetIds: InvalidParameterValue: subnets in eu-west-1a; give "
        "one subnet in each of two or more availability zones"
    )


def test_a_cache_holds_its_subnets_and_its_group(aws: Actor, cache: Row, group: Row) -> None:
    assert aws.deletion_refusal(group) == (
        f"group ({t.CACHE_USER_GROUP}): DependencyViolation: in use by {cache}; delete these "
        "first, or let them depend on it"
    )


@pytest.mark.parametrize("name", ["engine", "kmsKeyId", "name", "subnetIds"])
def test_a_cache_of_another_kind_is_another_cache(
    name: str, aws: Actor, cache: Row, subnets: list[Row]
) -> None:
    other = [subnets[0].id] if name == "subnetIds" else "other"
    found = aws.cloud.diff(
        aws.caller, cache.urn, cache.id, cache.inputs, {**cache.inputs, name: other}
    )
    assert any(change.replaces for change in found)


def test_iam_knows_a_user_by_its_id_alone(aws: Actor) -> None:
    assert aws.refusal(t.CACHE_USER, "u", **_user(userName="other")) == (
        f"u ({t.CACHE_USER}): userName = 'other': InvalidParameterCombination: with IAM it is the "
        "same as userId, 'ads'; give both the same"
    )


def test_a_user_of_valkey_proves_who_it_is(aws: Actor) -> None:
    open_ = _user(authenticationMode={"type": "no-password-required"})
    assert aws.refusal(t.CACHE_USER, "u", **open_) == (
        f"u ({t.CACHE_USER}): authenticationMode: InvalidParameterCombination: "
        "no-password-required; a user of valkey has one of iam, password; give one"
    )


def test_a_group_of_redis_has_a_default_user(aws: Actor, user: Row) -> None:
    wanted = {"userGroupId": "g", "engine": "redis", "userIds": [user.id]}
    assert aws.refusal(t.CACHE_USER_GROUP, "g", **wanted) == (
        f"g ({t.CACHE_USER_GROUP}): userIds: DefaultUserRequired: a group of redis has a user "
        "named default; add one"
    )
