"""Who in a team may enter, and as what."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.tenancy.access import TenantAccess
from components.tenancy.human_roles import HUMAN_ROLES, RULES, Rules
from layers.problem import ConfigError
from layers.settings import load
from layers.tenant.settings import AccessSettings
from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.plans import cluster_plan, tenant_plan
from tests.samples import SAMPLES

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ACCOUNT = "arn:aws:iam::111122223333"
THREE = f"""
access:
  admins: ["{ACCOUNT}:role/ads"]
  developers: ["{ACCOUNT}:user/anna", "{ACCOUNT}:role/ads-developer"]
  viewers: ["{ACCOUNT}:role/auditors"]
"""


@pytest.fixture(scope="module")
def three() -> Recording:
    return tenant_plan(THREE)


def said(**lists: list[str]) -> AccessSettings:
    """Settings of a file that says so."""
    return load(AccessSettings, json.dumps(lists), "Pulumi.dev-tenant-ads.yaml")


def granted(rules: Rules) -> set[tuple[str, str, str]]:
    """Each verb of each resource that some rules give."""
    said: list[Any] = [*rules]
    return {
        (group, resource, verb)
        for rule in said
        for group in rule["api_groups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def test_each_role_has_an_identity_that_only_its_own_people_take(three: Recording) -> None:
    taken = {
        one.inputs["name"]: json.loads(one.inputs["assumeRolePolicy"])["Statement"][0]["Principal"]
        for one in three.of_type("aws:iam/role:Role")
        if "-access-" in one.name
    }
    assert taken == {
        "strata-dev-ads-admin": {"AWS": [f"{ACCOUNT}:role/ads"]},
        "strata-dev-ads-developer": {
            "AWS": [f"{ACCOUNT}:user/anna", f"{ACCOUNT}:role/ads-developer"]
        },
        "strata-dev-ads-viewer": {"AWS": [f"{ACCOUNT}:role/auditors"]},
    }


def test_each_role_enters_with_the_group_that_its_binding_names(three: Recording) -> None:
    entered = {one.inputs["kubernetesGroups"][0] for one in three.of_type(ENTRY)}
    bound = {
        one.inputs["subjects"][0]["name"]
        for one in three.of_type(BINDING)
        if one.inputs["metadata"]["name"].startswith("tenant-")
    }
    assert entered == bound == {f"strata:ads:{role}" for role in HUMAN_ROLES}


def test_no_entry_names_a_person_so_two_tenants_may_name_the_same(three: Recording) -> None:
    for entry in three.of_type(ENTRY):
        assert entry.inputs["principalArn"].startswith("${dev-ads-access-")


def test_a_role_that_nobody_has_is_not_there(dev: dict[str, Recording]) -> None:
    plan = dev["dev-tenant-ads"]
    assert [one.inputs["kubernetesGroups"] for one in plan.of_type(ENTRY)] == [["strata:ads:admin"]]
    people = [one for one in plan.of_type(ROLE) if "-access-" in one.name]
    assert [one.inputs["metadata"]["name"] for one in people] == ["tenant-admin"]


def test_nobody_of_a_tenant_is_bound_in_the_whole_cluster(three: Recording) -> None:
    assert not [one for one in three.resources if "ClusterRole" in one.type]


def test_admins_and_developers_may_change_dags_and_viewers_may_not(three: Recording) -> None:
    policies = {one.name for one in three.of_type("aws:iam/rolePolicy:RolePolicy")}
    wanted = {f"dev-ads-access-{role}-airflow-policy" for role in HUMAN_ROLES}
    assert policies & wanted == wanted - {"dev-ads-access-viewer-airflow-policy"}


def test_each_role_has_what_the_one_before_it_has() -> None:
    viewer, developer, admin = (granted(RULES[role]) for role in HUMAN_ROLES)
    assert viewer < developer < admin


@pytest.mark.parametrize(
    "fence",
    [
        "clusterroles",
        "limitranges",
        "namespaces",
        "networkpolicies",
        "pods/ephemeralcontainers",
        "resourcequotas",
        "rolebindings",
        "roles",
        "serviceaccounts",
        "serviceaccounts/token",
        "users",
    ],
)
def test_nobody_moves_what_fences_a_tenant_in(fence: str) -> None:
    verbs = {verb for _, resource, verb in granted(RULES["admin"]) if resource == fence}
    assert verbs <= {"get", "list", "watch"}


def test_no_rule_says_everything() -> None:
    assert not [one for one in granted(RULES["admin"]) if "*" in one]


def test_no_person_makes_a_pod_and_only_admins_enter_one_or_read_secrets() -> None:
    assert ("", "pods", "create") not in granted(RULES["admin"])
    more = granted(RULES["admin"]) - granted(RULES["developer"])
    assert {resource for _, resource, _ in more} == {"pods/exec", "secrets"}


def test_a_stream_opens_for_old_programs_and_new_ones() -> None:
    for stream in ("pods/exec", "pods/portforward"):
        verbs = {verb for _, resource, verb in granted(RULES["admin"]) if resource == stream}
        assert verbs == {"get", "create"}


def test_groups_of_a_provider_bind_directly_and_need_no_identity() -> None:
    access = said(admins=["oidc:ads"]).people("login:")
    assert access["admin"].groups == ("login:ads",)
    assert access["admin"].principals == ()
    assert not access["viewer"]


def test_a_binding_names_the_group_of_the_entry_and_those_of_the_provider() -> None:
    def build() -> None:
        TenantAccess("x", SAMPLES[TenantAccess])

    bound = {
        one.inputs["metadata"]["name"]: [subject["name"] for subject in one.inputs["subjects"]]
        for one in record(build).of_type(BINDING)
    }
    assert bound == {
        "tenant-admin": ["strata:ads:admin", "oidc:ads"],
        "tenant-viewer": ["oidc:everybody"],
    }


def test_a_cluster_tells_what_stands_before_its_provider_s_groups() -> None:
    provider = "{issuerUrl: https://login.example.com, clientId: strata, prefix: 'login:'}"
    plan = cluster_plan(f"controlPlane: {{identityProvider: {provider}}}")
    assert plan.outputs["group_prefix"] == "login:"


def test_a_group_without_a_provider_is_told() -> None:
    with pytest.raises(ConfigError) as error:
        tenant_plan("access: {admins: ['oidc:ads']}")
    assert str(error.value) == (
        "stacks/Pulumi.dev-tenant-ads.yaml: access.admins[0] = 'oidc:ads': the cluster knows "
        "no identity provider, and so no such group; name IAM roles, or add "
        "controlPlane.identityProvider to stacks/Pulumi.dev-cluster.yaml"
    )


names = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)


@given(roles=st.lists(names, unique=True, max_size=5), groups=st.lists(names, unique=True))
def test_everybody_named_is_let_in_once_and_by_one_way(roles: list[str], groups: list[str]) -> None:
    principals = [f"{ACCOUNT}:role/{name}" for name in roles]
    viewers_said = [*principals, *(f"oidc:{group}" for group in groups)]
    settings = said(admins=[f"{ACCOUNT}:role/x"], viewers=viewers_said)
    viewers = settings.people("oidc:")["viewer"]
    assert viewers.principals == tuple(principals)
    assert viewers.groups == tuple(f"oidc:{group}" for group in groups)


@pytest.mark.parametrize("principal", ["ads", "oidc:", "arn:aws:iam::1:role/x", "oidc:a b"])
def test_a_principal_is_an_arn_or_a_group(principal: str) -> None:
    with pytest.raises(ConfigError) as error:
        said(admins=[principal])
    assert "must be the ARN of an IAM role or user, or oidc: and a group" in str(error.value)
