"""Names: the table that other teams type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import names
from layers.stack import StackName
from tests.samples import ACCOUNT, REGION

environments = st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)


@given(environments, st.sampled_from(["eu-west-1", "ap-southeast-2", "us-east-1"]))
def test_a_tenant_name_at_the_limit_fits_everywhere(environment: str, region: str) -> None:
    limit, _ = names.tenant_name_limit(environment, ACCOUNT, region)
    tenant = "t" * limit
    assert len(names.bucket(environment, tenant, ACCOUNT, region)) <= 63
    for purpose in ("workload", "admin", "developer", "viewer"):
        assert len(names.tenant_role(environment, tenant, purpose)) <= 64


@given(environments, st.sampled_from(["eu-west-1", "ap-southeast-2", "us-east-1"]))
def test_a_tenant_name_beyond_the_limit_fits_no_more(environment: str, region: str) -> None:
    limit, _ = names.tenant_name_limit(environment, ACCOUNT, region)
    tenant = "t" * (limit + 1)
    bucket = len(names.bucket(environment, tenant, ACCOUNT, region)) > 63
    role = len(names.tenant_role(environment, tenant, "developer")) > 64
    assert bucket or role


@given(environments, st.sampled_from(["eu-west-1", "ap-southeast-2", "us-east-1"]))
def test_what_is_made_before_any_layer_has_names_that_fit(environment: str, region: str) -> None:
    assert len(names.state_bucket(environment, ACCOUNT, region)) <= 63
    for role in ("cluster", "platform", "tenant", "preview"):
        assert len(names.deployer(environment, role)) <= 64


def test_no_deployer_lies_on_the_path_that_deployers_may_change() -> None:
    assert not names.deployer_path("dev").startswith(names.iam_path("dev"))


def test_names_are_those_of_the_table() -> None:
    assert names.cluster("dev") == "strata-dev"
    assert names.iam_path("dev") == "/strata/dev/"
    assert names.boundary("dev") == "strata-dev-boundary"
    assert names.tenant_role("dev", "ads", "workload") == "strata-dev-ads-workload"
    assert names.state("dev") == "strata-dev-state"
    assert names.state_bucket("dev", ACCOUNT, REGION) == "strata-state-dev-111122223333-eu-west-1"
    assert names.deployer("dev", "tenant") == "strata-dev-deploy-tenant"
    assert names.deployer_path("dev") == "/strata-deployers/dev/"
    assert names.queue("ads") == "root.tenants.ads"
    assert names.group("ads", "admin") == "strata:ads:admin"
    assert names.bucket("dev", "ads", ACCOUNT, REGION) == "strata-dev-ads-111122223333-eu-west-1-an"
    assert names.tags("dev", "tenant", cost_center="4711") == {
        "strata:environment": "dev",
        "strata:layer": "tenant",
        "strata:cost-center": "4711",
    }


@pytest.mark.parametrize("name", ["dev-cluster", "dev-platform", "dev-tenant-ads", "p2-tenant-a-b"])
def test_a_stack_name_is_read_and_written_the_same(name: str) -> None:
    assert str(StackName.parse(name)) == name


@pytest.mark.parametrize("name", ["", "dev", "Dev-cluster", "dev-tenant-", "dev_x-cluster"])
def test_a_name_of_another_form_names_no_stack(name: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is asserted
        StackName.parse(name)
    assert str(error.value) == (
        f"stack {name!r} names no layer; stacks are called <env>-cluster, <env>-platform or "
        "<env>-tenant-<name>, in lower-case letters and digits, for example dev-cluster"
    )


def test_a_tenant_comes_up_after_cluster_and_platform() -> None:
    tenant = StackName.parse("dev-tenant-ads")
    assert [str(stack) for stack in tenant.below()] == ["dev-cluster", "dev-platform"]
