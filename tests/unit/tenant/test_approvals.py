"""`strata check --approvals`: who must approve a change."""

import json
import subprocess
from collections.abc import Callable

import pytest

from layers.problem import ConfigError
from layers.settings import Settings
from layers.tenant.settings import TenantSettings
from strata.check.git import GitError
from strata.project import Project
from tests.samples import ROOT
from tests.unit.tenant.conftest import Files, Run

ADS = "stacks/Pulumi.dev-tenant-ads.yaml"
SEARCH = "stacks/Pulumi.dev-tenant-search.yaml"
RULES = 'approver: "@example/platform"\n'
CHECK = ("check", "--approvals", "--against", "HEAD")

Start = Callable[..., Project]


def git(project: Project, *words: str) -> None:
    person = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *person, *words], cwd=project.root, check=True, capture_output=True)


@pytest.fixture
def start(files: Files) -> Start:
    """A project in a commit: rules, and tenants with a few lines more."""

    def begin(rules: str = RULES, **tenants: str) -> Project:
        project = files(**tenants)
        (project.root / "approvals.yaml").write_text(rules)
        git(project, "init", "--quiet", "--template=")
        git(project, "add", ".")
        git(project, "commit", "--quiet", "--message=start")
        return project

    return begin


def test_a_team_s_own_file_within_the_rules_needs_nobody(
    start: Start, files: Files, run: Run
) -> None:
    start(ads="", search="")
    files(ads="labels: {domain: ads}\nquota: {maxApps: 3}\ndata: {queues: [{name: a}]}", search="")
    result = run(*CHECK)
    assert result.output == "4 stack files, no problem\nnobody but the team must approve\n"
    assert result.exit_code == 0


def test_a_new_tenant_within_the_rules_needs_nobody(start: Start, files: Files, run: Run) -> None:
    start(ads="")
    files(ads="", mail="")
    assert run(*CHECK).exit_code == 0


BEYOND = {
    "size": (
        "size: l",
        f"{ADS}:5: size = 'l': a team may write m at most; @example/platform approves",
    ),
    "GPUs": (
        "quota: {gpu: 1}",
        f"{ADS}:7: quota.gpu = 1: a team may write 0 at most; @example/platform approves",
    ),
    "the internet": (
        "isolation: {network: internet}",
        (
            f"{ADS}:7: isolation.network = 'internet': a team may write aws-only at most; "
            "@example/platform approves"
        ),
    ),
    "nodes": (
        "isolation: {nodes: dedicated}",
        (
            f"{ADS}:7: isolation.nodes = 'dedicated': a team may write shared at most; "
            "@example/platform approves"
        ),
    ),
    "shared secrets": (
        "secrets: {readPrefixes: [shared/kafka]}",
        (
            f"{ADS}:7: secrets.readPrefixes[0] = 'shared/kafka': reads secrets that others share; "
            "@example/platform approves"
        ),
    ),
    "a namespace of somebody's": (
        "adopt: true",
        f"{ADS}:7: adopt = true: takes over what is somebody's; @example/platform approves",
    ),
}


# Settings that a rule is about, and those that a team changes alone, whatever it writes.
RULED = {
    "adopt",
    "cost.monthlyBudgetUsd",
    "deleteData",
    "isolation.network",
    "isolation.nodes",
    "quota.gpu",
    "secrets.readPrefixes",
    "size",
}
ALONE = {
    "access.admins",
    "access.developers",
    "access.viewers",
    "airflow.dedicated",
    "cost.alertPercents",
    "cost.anomalyUsd",
    "cost.notify",
    "costCenter",
    "data.bucket",
    "data.cache",
    "data.database",
    "data.queues",
    "data.reads",
    "data.sharedWith",
    "data.topics",
    "historyServer",
    "labels",
    "lifecycle",
    "notebooks",
    "owner",
    "quota.maxApps",
    "quota.priority",
    "registry",
    "services",
    "spark.maxExecutors",
    "spark.shuffle",
    "spark.spot",
}


def keys() -> set[str]:
    """Every setting of a tenant's file, those within sections too."""
    found = set()
    for name, field in TenantSettings.model_fields.items():
        key, inner = field.alias or name, field.annotation
        if isinstance(inner, type) and issubclass(inner, Settings):
            inside = inner.model_fields.items()
            found |= {f"{key}.{one.alias or title}" for title, one in inside}
        else:
            found.add(key)
    return found


def test_every_setting_is_ruled_or_left_to_the_team() -> None:
    assert keys() - RULED == ALONE


def write(files: Files, lines: str) -> None:
    """Change the file of `ads`; a size replaces its own."""
    size = lines if lines.startswith("size:") else ""
    path = files(ads="" if size else lines).root / ADS
    if size:
        path.write_text(path.read_text().replace("size: s", size))


@pytest.mark.parametrize("case", BEYOND)
def test_what_is_beyond_a_rule_names_who_approves(
    case: str, start: Start, files: Files, run: Run
) -> None:
    lines, message = BEYOND[case]
    start(ads="")
    write(files, lines)
    result = run(*CHECK)
    assert result.output == f"{message}\n"
    assert result.exit_code == 1


@pytest.mark.parametrize("case", BEYOND)
def test_what_was_beyond_a_rule_before_is_not_asked_for_again(
    case: str, start: Start, files: Files, run: Run
) -> None:
    lines, _ = BEYOND[case]
    project = start(ads="")
    write(files, lines)
    git(project, "commit", "--quiet", "--all", "--message=approved")
    path = project.root / ADS
    path.write_text(path.read_text() + "    labels: {domain: ads}\n")
    assert run(*CHECK).exit_code == 0


def test_deleting_data_is_approved_by_whom_the_rules_name_for_it(
    start: Start, files: Files, run: Run
) -> None:
    delete = "data: {bucket: {onOffboard: delete}}"
    start(RULES + 'approvers: {data: "dpo@example.com"}\n', ads=f"{delete}\nlifecycle: suspended")
    files(ads=f"{delete}\nlifecycle: offboarding\ndeleteData: ads")
    assert run(*CHECK).output == (
        f"{ADS}:9: deleteData = 'ads': deletes data; dpo@example.com approves\n"
    )


def test_a_file_of_nobody_s_is_approved_by_the_platform(start: Start, run: Run) -> None:
    project = start(ads="")
    (project.root / "README.md").write_text("x")
    (project.root / "stacks" / "Pulumi.dev-platform.yaml").write_text(
        "config: {strata:platform: {airflow: {}}}\n"
    )
    assert run(*CHECK).output.splitlines() == [
        "README.md: is no tenant's file; @example/platform approves",
        "stacks/Pulumi.dev-platform.yaml: is no tenant's file; @example/platform approves",
    ]


def test_files_of_two_tenants_in_one_change_are_not_a_team_s_own(
    start: Start, files: Files, run: Run
) -> None:
    start(ads="", search="")
    files(ads="labels: {a: b}", search="labels: {a: b}")
    assert run(*CHECK).output.splitlines() == [
        (
            f"{path}: changes together with other tenants' files: ads, search; "
            "@example/platform approves"
        )
        for path in (ADS, SEARCH)
    ]


def test_a_change_cannot_widen_the_rules_that_it_is_judged_by(
    start: Start, files: Files, run: Run
) -> None:
    project = start(ads="")
    files(ads="quota: {gpu: 8}")
    (project.root / "approvals.yaml").write_text('approver: "@me"\ngpu: 8\n')
    assert run(*CHECK).output.splitlines() == [
        "approvals.yaml: is no tenant's file; @example/platform approves",
        f"{ADS}:7: quota.gpu = 8: a team may write 0 at most; @example/platform approves",
    ]


def test_reasons_are_written_for_programs_and_for_github(
    start: Start, files: Files, run: Run
) -> None:
    start(ads="")
    files(ads="adopt: true")
    [reason] = json.loads(run(*CHECK, "--format", "json").output)
    assert (reason["key"], reason["line"], reason["approval"]) == ("adopt", 7, True)
    assert run(*CHECK, "--format", "github").output == (
        f"::notice file={ADS},line=7::adopt = true: takes over what is somebody's; "
        "@example/platform approves\n"
    )


WRONG_RULES = {
    "approver: platform\n": (
        "approvals.yaml:1: approver = 'platform': must be an e-mail address, or @ and a person or "
        'team; write one such as "@example/platform"'
    ),
    RULES + "sizes: m\n": "approvals.yaml:2: sizes: unknown key; did you mean `size`?",
    RULES
    + "gpu: '0'\n": "approvals.yaml:2: gpu = '0': must be a whole number of 0 to 1000; write 0",
    "- x\n": (
        "approvals.yaml:1: rules: must be a map of settings; write, for example, "
        '`{approver: "@example/platform"}`'
    ),
    "": (
        "approvals.yaml:1: rules: has no value; write one, for example "
        '`{approver: "@example/platform"}`'
    ),
    "size: &a m\nnodes: *a\n": (
        "approvals.yaml:2: nodes = *a: aliases are not allowed; write the value itself"
    ),
}


@pytest.mark.parametrize("rules", WRONG_RULES)
def test_rules_that_are_wrong_are_told_at_their_line(rules: str, start: Start, run: Run) -> None:
    start(rules, ads="")
    result = run(*CHECK)
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception) == WRONG_RULES[rules]


def test_a_project_without_rules_says_how_to_write_some(start: Start, run: Run) -> None:
    project = start(ads="")
    git(project, "rm", "--quiet", "approvals.yaml")
    git(project, "commit", "--quiet", "--message=gone")
    assert str(run(*CHECK).exception) == (
        "approvals.yaml: cannot be read: no such file or directory; "
        'write one: `approver: "@example/platform"` is enough'
    )


def test_a_revision_that_git_does_not_know_is_told_in_one_line(start: Start, run: Run) -> None:
    start(ads="")
    result = run("check", "--against", "nowhere")
    assert isinstance(result.exception, GitError)
    assert str(result.exception) == "git rev-parse: Needed a single revision"


def test_a_project_without_git_is_told_in_one_line(files: Files, run: Run) -> None:
    files(ads="")
    result = run(*CHECK)
    assert isinstance(result.exception, GitError)
    assert len(str(result.exception).splitlines()) == 1


def test_the_committed_rules_are_right(start: Start, files: Files, run: Run) -> None:
    start((ROOT / "approvals.yaml").read_text(), ads="")
    files(ads="labels: {a: b}")
    assert run(*CHECK).exit_code == 0


LEFT = "a team leaves in steps, which `strata tenant offboard dev ads` writes"


@pytest.mark.parametrize("stage", ["active", "suspended"])
def test_a_file_removed_while_its_tenant_lives_is_refused(
    stage: str, start: Start, run: Run
) -> None:
    project = start(ads=f"lifecycle: {stage}")
    (project.root / ADS).unlink()
    assert run("check", "--against", "HEAD").output == (
        f"{ADS}: is removed while its tenant is {stage}; put it back; {LEFT}\n"
    )


def test_a_file_removed_after_its_tenant_left_is_right_and_approved(start: Start, run: Run) -> None:
    project = start(ads="lifecycle: offboarding")
    (project.root / ADS).unlink()
    assert run("check", "--against", "HEAD").exit_code == 0
    assert run(*CHECK).output == f"{ADS}: is removed; @example/platform approves\n"


def test_a_tenant_that_works_does_not_leave_in_one_step(
    start: Start, files: Files, run: Run
) -> None:
    start(ads="")
    files(ads="lifecycle: offboarding")
    assert run("check", "--against", "HEAD").output == (
        f"{ADS}:7: lifecycle = 'offboarding': its tenant was active until now, and work and people "
        "must be out first; write suspended, and the rest in a change after it\n"
    )
