"""`strata check`: what only shows when all files are seen together."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components import names
from layers.secret_text import secret_kind
from strata.check.files import check
from strata.check.tenants import RESERVED
from strata.plan.recording import Recording
from strata.project import Project
from tests.unit.tenant.conftest import Files, Run

ADS = "stacks/Pulumi.dev-tenant-ads.yaml"


def told(project: Project) -> list[str]:
    return [str(problem) for problem in check(project).problems]


def test_a_tenant_of_no_cost_centre_there_is_is_told_at_its_line(files: Files) -> None:
    centers = 'config: {strata:platform: {costs: {centers: ["1", "2"]}}}\n'
    assert told(files(platform=centers, ads="")) == [
        (
            f"{ADS}:4: costCenter = '4711': the platform's costs.centers are 1, 2; "
            "write one of them, or have it added there"
        )
    ]


def test_a_tenant_of_a_cost_centre_there_is_is_right(files: Files) -> None:
    centers = 'config: {strata:platform: {costs: {centers: ["4711"]}}}\n'
    assert told(files(platform=centers, ads="")) == []


SMALL = """\
config:
  strata:cluster:
    account: "111122223333"
    region: eu-west-1
    profile: dev
    admins: [arn:aws:iam::111122223333:role/platform]
    nodePools:
      sparkDriver: {maxVcpus: 8}
      sparkExecutor: {maxVcpus: 8, maxOnDemandVcpus: 8}
"""


def test_tenants_guaranteed_more_than_the_pools_hold_are_told(files: Files) -> None:
    assert told(files(cluster=SMALL, a="", b="", c="", d="")) == [
        (
            "stacks/Pulumi.dev-cluster.yaml:7: nodePools: tenants are guaranteed 64 vCPUs, most of "
            "them a 16, b 16, c 16, and Spark's pools may hold 32; "
            "raise sparkExecutor.maxVcpus, or make a tenant smaller"
        )
    ]


def test_as_much_as_the_pools_hold_may_be_guaranteed(files: Files) -> None:
    assert told(files(cluster=SMALL, a="", b="")) == []


@pytest.mark.parametrize("out", ["lifecycle: suspended", "isolation: {nodes: dedicated}"])
def test_a_tenant_without_a_part_of_the_shared_pools_is_not_counted(out: str, files: Files) -> None:
    assert told(files(cluster=SMALL, a="", b="", c=out)) == []


def test_a_topic_where_there_is_no_kafka_is_told_at_its_line(files: Files) -> None:
    assert told(files(ads="data: {topics: [{name: orders.created.v1}]}")) == [
        (
            f"{ADS}:7: data.topics: the platform has no Kafka to make them on; add "
            "kafka.clusterArn to stacks/Pulumi.dev-platform.yaml, or remove the topics"
        )
    ]


def test_a_default_that_breaks_a_rule_is_told_at_the_line_of_what_it_stands_in(
    files: Files,
) -> None:
    sizes = "config: {strata:platform: {sizes: {s: {storageGib: 200}}}}\n"
    assert told(files(platform=sizes, ads="spark: {shuffle: ebs}\nnotebooks: {}")) == [
        (
            f"{ADS}:8: notebooks.maxExecutors = 10: with shuffle on volumes they need 1000Gi, and "
            "the tenant may have 200Gi; write less, or `spark: {shuffle: nvme}`, or ask for a "
            "larger size"
        )
    ]


def test_no_tenant_can_have_the_name_of_a_namespace_there_is(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    made = {
        str(one.inputs["metadata"]["name"])
        for plan in (*dev.values(), *prod.values())
        if "tenant" not in plan.stack
        for one in plan.of_type("kubernetes:core/v1:Namespace")
    }
    assert made <= RESERVED


words = st.from_regex(r"[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)


@given(tenants=st.lists(words, min_size=2, max_size=4, unique=True), name=words)
def test_no_two_tenants_can_come_to_the_same_name(tenants: list[str], name: str) -> None:
    given_names = [
        one
        for tenant in tenants
        for one in (
            names.bucket("dev", tenant, "111122223333", "eu-west-1"),
            names.topic(tenant, f"{name}.{name}.v1"),
            names.message_queue("dev", tenant, name),
            names.repository("dev", tenant, name),
            names.store("dev", tenant),
            names.queue(tenant),
            *(names.tenant_role("dev", tenant, role) for role in names.TENANT_ROLES),
            *(names.group(tenant, role) for role in names.TENANT_ROLES),
        )
    ]
    assert len(set(given_names)) == len(given_names)


SECRETS = {
    "AKIAIOSFODNN7EXAMPLE": "an AWS access key",
    "ASIAIOSFODNN7EXAMPLE": "an AWS access key",
    "-----BEGIN PRIVATE KEY-----": "a private key",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "a private key",
    "https://hooks.slack.com/services/T0/B0/x": "a Slack webhook",
    f"xoxb-{'1' * 12}": "a Slack token",
    f"ghp_{'a' * 36}": "a GitHub token",
    f"eyJ{'a' * 12}.eyJ{'b' * 12}.": "a signed token",
}


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_known_by_its_form(text: str) -> None:
    assert secret_kind(f"it is {text} here") == SECRETS[text]


@pytest.mark.parametrize(
    "text",
    ["arn:aws:iam::111122223333:role/ads", "AKIA", "ads@example.com", "ghp_short", "xoxb"],
)
def test_what_is_no_secret_is_none(text: str) -> None:
    assert secret_kind(text) == ""


def test_a_secret_s_text_is_never_repeated(files: Files, run: Run) -> None:
    files(ads="labels: {domain: AKIAIOSFODNN7EXAMPLE, AKIA: x}\nquota: AKIAIOSFODNN7EXAMPLE")
    for form in ("text", "json", "github"):
        assert "AKIAIOSFODNN7EXAMPLE" not in run("check", "--format", form).output


_keys = st.sampled_from(
    [
        *("owner", "costCenter", "size", "access", "admins", "data", "bucket", "onOffboard"),
        *("lifecycle", "deleteData", "quota", "gpu", "labels", "topics", "name", "reads", "x"),
    ]
)
_leaves = st.sampled_from(
    [
        *("ads", "4711", "s", "xl", "offboarding", "delete", "ads@example.com", "0471", "yes"),
        *("", "~", "*a", "!!set", "&a b", "{", "- x", "AKIAIOSFODNN7EXAMPLE", "1e999", "\\ud800"),
    ]
)
_blocks = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.dictionaries(_keys, inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(block=_blocks, least=st.booleans())
def test_no_tenant_s_file_ends_the_check_in_anything_but_lines(
    block: str, least: bool, files: Files, run: Run
) -> None:
    project = files(ads=f"labels: {block}")
    if not least:
        (project.root / ADS).write_text(f"config: {{strata:tenant: {block}}}\n")
    result = run("check", "--format", "json")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert isinstance(json.loads(result.output), list)


def test_a_read_that_the_owner_does_not_share_is_told_at_its_line(files: Files) -> None:
    assert told(files(ads='data: {reads: ["search:curated/"]}', search="")) == [
        (
            f"{ADS}:7: data.reads[0] = 'search:curated/': search does not share it with ads; have "
            "'ads:curated/' added to data.sharedWith of stacks/Pulumi.dev-tenant-search.yaml, or "
            "remove it"
        )
    ]


@pytest.mark.parametrize("shared", ["ads", "ads:curated/", "ads:curated/days/"])
@pytest.mark.parametrize("read", ["search", "search:curated/", "search:curated/days/"])
def test_a_read_is_right_if_all_of_it_is_shared(read: str, shared: str, files: Files) -> None:
    project = files(
        ads=f'data: {{reads: ["{read}"]}}', search=f'data: {{sharedWith: ["{shared}"]}}'
    )
    inside = read.partition(":")[2].startswith(shared.partition(":")[2])
    assert (told(project) == []) is inside


def test_what_is_shared_and_nobody_reads_is_right(files: Files) -> None:
    assert told(files(ads="", search='data: {sharedWith: ["ads"]}')) == []


@pytest.mark.parametrize("key", ["reads", "sharedWith"])
def test_a_share_with_nobody_there_is_told_at_its_line(key: str, files: Files) -> None:
    assert told(files(ads=f"data: {{{key}: [serch]}}", search="")) == [
        (
            f"{ADS}:7: data.{key}[0] = 'serch': there is no tenant 'serch'; correct its name, or "
            "remove it"
        )
    ]


@pytest.mark.parametrize("key", ["reads", "sharedWith"])
def test_a_share_with_oneself_is_told_at_its_line(key: str, files: Files) -> None:
    assert told(files(ads=f"data: {{{key}: [ads]}}")) == [
        f"{ADS}:7: data.{key}[0] = 'ads': a tenant reads its own bucket anyway; remove it"
    ]


def test_what_a_file_that_is_wrong_shares_is_not_guessed(files: Files) -> None:
    [problem] = told(files(ads="data: {reads: [search]}", search="adopt: perhaps"))
    assert problem.startswith("stacks/Pulumi.dev-tenant-search.yaml:")
