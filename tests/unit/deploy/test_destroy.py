"""What is destroyed, in which order, and what never is."""

import pytest

from strata.deploy.destroy import chosen, destroy, examined
from strata.deploy.workspace import DeployError, Held
from tests.unit.deploy.fake import FakeWorkspace, Silent

BUCKET = "aws:s3/bucket:Bucket"
ROLE = Held("aws:iam/role:Role", "role")


def environment() -> FakeWorkspace:
    return FakeWorkspace(
        dev_cluster=(ROLE,),
        dev_platform=(ROLE,),
        dev_tenant_ads=(ROLE, Held(BUCKET, "ads-bucket"), Held(BUCKET, "ads-kept", retained=True)),
        dev_tenant_b=(ROLE,),
        prod_cluster=(ROLE,),
    )


def test_an_environment_goes_from_the_top_and_no_other_with_it() -> None:
    workspace = environment()
    destroy(workspace, chosen(workspace.existing(), "dev"), Silent(), 2)
    gone = workspace.names("destroy")
    assert (sorted(gone[:2]), gone[2:]) == (
        ["dev-tenant-ads", "dev-tenant-b"],
        ["dev-platform", "dev-cluster"],
    )
    assert list(workspace.there) == ["prod-cluster"]


def test_a_stack_that_others_stand_on_is_not_destroyed() -> None:
    with pytest.raises(DeployError) as error:
        chosen(environment().existing(), "dev-platform")
    assert str(error.value) == (
        "dev-platform: dev-tenant-ads, dev-tenant-b stand on it; destroy those first, or all with "
        "`strata destroy dev`"
    )


@pytest.mark.parametrize(
    ("target", "stacks"),
    [("dev-tenant-ads", ["dev-tenant-ads"]), ("prod-cluster", ["prod-cluster"]), ("test", [])],
)
def test_a_stack_on_which_nothing_stands_goes_alone(target: str, stacks: list[str]) -> None:
    assert list(map(str, chosen(environment().existing(), target))) == stacks


def test_what_is_lost_and_what_is_kept_is_known_before_anything_is_deleted() -> None:
    workspace = environment()
    tenant = examined(workspace, chosen(workspace.existing(), "dev-tenant-ads"))[0]
    assert (tenant.deleted, tenant.data, tenant.kept) == (
        3,
        ("ads-bucket (its objects)",),
        ("ads-kept",),
    )
    assert workspace.names("destroy") == []


def test_one_protected_resource_keeps_the_whole_environment() -> None:
    workspace = environment()
    workspace.there["dev-cluster"] = (Held("aws:kms/key:Key", "key", protected=True), ROLE)
    with pytest.raises(DeployError) as error:
        examined(workspace, chosen(workspace.existing(), "dev"))
    assert str(error.value) == (
        "dev-cluster: key protected, so nothing is destroyed; take the protection off first: "
        "`pulumi state unprotect --all --stack dev-cluster`"
    )
    assert workspace.done == []


def test_what_a_failed_stack_stands_on_stays() -> None:
    workspace = environment()
    workspace.failing = {"dev-tenant-b": "a load balancer is left"}
    outcomes = destroy(workspace, chosen(workspace.existing(), "dev"), Silent(), 1)
    assert {str(one.stack): str(one.state) for one in outcomes} == {
        "dev-tenant-b": "failed",
        "dev-tenant-ads": "done",
        "dev-platform": "not reached",
        "dev-cluster": "not reached",
    }
