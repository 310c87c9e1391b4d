"""`docs/isolation.md`: who may do what, and the test that holds each line."""

from collections.abc import Sequence

from components import names
from strata.isolation.iam_account import account
from strata.isolation.network_ends import Ends
from strata.isolation.network_matrix import rows as connections
from strata.isolation.network_tables import inward_rows, outward_rows
from strata.isolation.tables import (
    Row,
    elsewhere_rows,
    platform_rows,
    rbac_rows,
    tenant_rows,
)
from strata.isolation.two_tenants import TENANTS, recordings
from strata.plan.recording import Recording
from strata.project import Project
from strata.reference.practices_page import said

_MATRIX = "tests/options/isolation/test_iam_matrix.py::"
_TRUST = "tests/options/isolation/test_trust.py::"
_NETWORK = "tests/options/isolation/test_network_matrix.py::"
_PERSONAS = "tests/kubernetes/isolation/test_personas.py::"

DECLARED = f"{_PERSONAS}test_everyone_may_do_what_is_declared_and_nothing_else_in_every_namespace"
TRIED = f"{_PERSONAS}test_every_attempt_ends_as_declared"
OUTSIDE = f"{_PERSONAS}test_nobody_of_a_tenant_may_do_anything_outside_its_namespace"
REACH = f"{_MATRIX}test_a_role_of_a_tenant_reaches_exactly_what_is_declared"
CROSSING = f"{_MATRIX}test_no_role_of_a_tenant_reaches_anything_of_another"
PLATFORM = f"{_MATRIX}test_the_platform_s_own_roles_reach_of_a_tenant_what_is_declared"
AWS = "tests/account/test_isolation.py::test_policies_of_aws_reach_of_a_tenant_only_images"
PODS = f"{_TRUST}test_no_other_pod_takes_a_tenant_s_role"
PEOPLE = f"{_TRUST}test_people_take_the_role_that_the_file_gives_them_and_no_other"
CHAIN = f"{_TRUST}test_no_role_of_the_environment_takes_another"
BEYOND = f"{_TRUST}test_whatever_a_policy_says_no_role_of_a_tenant_goes_beyond"
ARRIVES = f"{_NETWORK}test_the_pods_of_a_tenant_reach_exactly_what_is_declared"
APART = f"{_NETWORK}test_no_pod_of_a_tenant_reaches_a_pod_of_another"
SCRAPED = f"{_NETWORK}test_of_the_platform_prometheus_alone_reaches_a_tenant_and_its_metrics_alone"

TESTS = (
    DECLARED,
    TRIED,
    OUTSIDE,
    REACH,
    CROSSING,
    PLATFORM,
    AWS,
    PODS,
    PEOPLE,
    CHAIN,
    BEYOND,
    ARRIVES,
    APART,
    SCRAPED,
)
"""The tests that the page names, by which it numbers them."""

_PEOPLE = ("viewer", "developer", "admin")
_PODS = ("spark", "notebook", "airflow-task", "executor", "spark-history", "service", "default")
_AIRFLOW = tuple(
    f"Airflow's {part}" for part in ("scheduler", "api-server", "dag-processor", "triggerer")
)

_HEAD = """\
# Isolation

Who may do what, read from the plans of a platform with two tenants that ask for everything there
is. The last column of each line is the number of the test that holds it; the
[tests](#tests) are at the end.

Written by `strata isolation`. `look` is get, list and watch; `change` is create, update, patch and
delete. What is in no table is refused.
"""

_RBAC = """\
## In Kubernetes

People come with the groups of their access entry, pods with the token of their account. A server
with the planned Roles is asked for everyone's rights in every namespace, and every verb on every
kind that it serves is tried.

What Helm charts grant their own accounts, such as the Spark operator's, is not in a plan and not
here.
"""

_IAM = """\
## In AWS

Evaluated from identity policies, permissions boundaries, and the policies of buckets, queues and
keys, as AWS documents it. A use counts only if every request for it is allowed, those to the
encryption key among them; an action by itself is named.
"""

_REACHED = """\
## On the network

Evaluated from the planned NetworkPolicies, as Kubernetes documents it, for tenants that did not ask
for the internet. `any other pod` is one that has no label of Spark's or of the platform's.

Databases and caches of all tenants stand in the same subnets: the network lets a pod come to
another tenant's, and its role does not log in there.
"""

_TAKEN: tuple[Row, ...] = (
    ("a tenant's `workload`", "pods of its namespace, on this cluster, in this account", PODS),
    ("a tenant's `admin`, `developer`, `viewer`", "whom its file names for it", PEOPLE),
    ("any role", "no other role of the environment", CHAIN),
)


def page(project: Project) -> str:
    """The page, as its file holds it.

    Args:
        project: Whose program is planned.
    """
    planned = recordings(project)
    found = account(planned)
    roles = names.TENANT_ROLES
    parts = [
        _HEAD,
        _RBAC,
        "### People, in their tenant's namespace\n",
        _table(("resource", *_PEOPLE), rbac_rows(planned, TENANTS, _PEOPLE), DECLARED, TRIED),
        "### Pods, in their tenant's namespace\n",
        _table(("resource", *_PODS), rbac_rows(planned, TENANTS, _PODS), DECLARED, TRIED),
        "### Airflow, in each tenant's namespace\n",
        _table(("resource", *_AIRFLOW), rbac_rows(planned, TENANTS, _AIRFLOW), DECLARED, TRIED),
        "### Everybody, anywhere else\n",
        _table(
            ("who", "another tenant's namespace", "the platform's namespaces", "the cluster"),
            elsewhere_rows(planned, TENANTS),
            DECLARED,
            OUTSIDE,
        ),
        _IAM,
        "### A tenant's roles\n",
        _table(("what", "whose", *roles), tenant_rows(found), REACH, CROSSING),
        "### The platform's roles, before what is a tenant's\n",
        _table(("role", "reaches", "policies of AWS's own"), platform_rows(found), PLATFORM, AWS),
        "### Who takes a role\n",
        _rows(
            ("role", "taken by", "test"),
            [(role, by, _number(test)) for role, by, test in _TAKEN],
        ),
        (
            "Whatever its policies say, no role of a tenant changes an identity, leaves its "
            f"boundary\nor touches Pulumi's state: {_number(BEYOND)}.\n"
        ),
        *_network(planned),
        "## Tests\n",
        "\n".join(f"{number}. {_link(test)}" for number, test in enumerate(TESTS, start=1)) + "\n",
    ]
    return "\n".join(parts)


def _network(planned: Sequence[Recording]) -> list[str]:
    tried = connections(planned)
    pods = list(Ends(planned).tenants[TENANTS[0]])
    return [
        _REACHED,
        "### From a tenant's pods\n",
        _table(("target", "port", "reached by"), outward_rows(tried, pods), ARRIVES, APART),
        "### From the platform's pods to a tenant's\n",
        _table(("source", "reaches"), inward_rows(tried, pods), SCRAPED),
    ]


def _table(head: Sequence[str], rows: Sequence[Row], *tests: str) -> str:
    held = " ".join(map(_number, tests))
    return _rows((*head, "test"), [(*row, held) for row in rows])


def _rows(head: Sequence[str], rows: Sequence[Row]) -> str:
    rule = "|".join("---" for _ in head)
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{rule}|", *lines[1:], ""])


def _number(test: str) -> str:
    return f"[{TESTS.index(test) + 1}](#tests)"


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f'[{said(name)}](../{path} "{test}")'
