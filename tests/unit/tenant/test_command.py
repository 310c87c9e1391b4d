"""`strata tenant`: what a person reads."""

import pytest

from layers.problem import ConfigError
from tests.conftest import Golden
from tests.unit.tenant.conftest import Files, Run

ADS = "stacks/Pulumi.dev-tenant-ads.yaml"
NEW = (
    "tenant",
    "new",
    "dev",
    "mail",
    "--owner=mail@example.com",
    "--cost-center=0471",
    "--size=m",
    "--admins=arn:aws:iam::111122223333:role/mail, oidc:mail",
)
EVERYTHING = """\
access:
  admins: [arn:aws:iam::111122223333:role/ads]
  developers: [arn:aws:iam::111122223333:role/dev, oidc:ads-developers]
quota: {gpu: 2}
data:
  database: {}
  cache: {}
  topics: [{name: orders.created.v1}]
  queues: [{name: orders}, {name: bills, fifo: true}]
registry: {repositories: [jobs]}
notebooks: {}
"""


def everything(*more: str) -> str:
    return EVERYTHING + "\n".join(more)


def full(files: Files, *more: str) -> None:
    """A project whose tenant `ads` asks for everything; its `access` comes once."""
    project = files(ads="")
    path = project.root / ADS
    least = "".join(path.read_text().splitlines(keepends=True)[:5])
    lines = "".join(f"    {line}\n" for line in everything(*more).splitlines())
    path.write_text(least + lines)


SAID = (
    "--owner",
    "mail@example.com",
    "--cost-center",
    "4711",
    "--admins",
    "arn:aws:iam::111122223333:role/mail",
)


def test_a_new_tenant_s_file_is_written_and_the_way_on_is_told(
    files: Files, run: Run, golden: Golden
) -> None:
    project = files()
    result = run(*NEW)
    golden.check("tenant/new.txt", result.output)
    golden.check(
        "tenant/new.yaml", (project.root / "stacks" / "Pulumi.dev-tenant-mail.yaml").read_text()
    )
    assert result.exit_code == 0


def test_a_file_that_was_written_passes_the_check(files: Files, run: Run) -> None:
    files()
    run(*NEW)
    assert run("check").output == "3 stack files, no problem\n"


def test_what_is_not_said_is_asked(files: Files, run: Run) -> None:
    files()
    answers = "mail@example.com\n4713\n\narn:aws:iam::111122223333:role/mail\n"
    result = run("tenant", "new", "dev", "mail", typed=answers)
    assert result.output.startswith(
        "Owner, an e-mail address: Cost centre: Size [xs/s/m/l/xl] (s): Admins, "
    )
    assert result.exit_code == 0


REFUSED = {
    "wrong answers": (
        ("mail", "--owner=mail", "--cost-center=?", "--size=s", "--admins=me"),
        """\
stacks/Pulumi.dev-tenant-mail.yaml:5: owner = 'mail': must be an e-mail address; write one such \
as ads@example.com
stacks/Pulumi.dev-tenant-mail.yaml:7: costCenter = '?': must be letters, digits, dots, dashes or \
underscores, 63 at most; write one such as "4711"
stacks/Pulumi.dev-tenant-mail.yaml:11: access.admins[0] = 'me': must be the ARN of an IAM role or \
user, or oidc: and a group; write one such as arn:aws:iam::111122223333:role/ads""",
    ),
    "a taken name": (
        ("ads", "--owner=a@b.de", "--cost-center=1", "--size=s", "--admins=oidc:a"),
        f"{ADS}: is there already; see it with `strata tenant show dev ads`",
    ),
    "the platform's name": (
        (
            "airflow",
            "--owner=a@b.de",
            "--cost-center=1",
            "--size=s",
            "--admins=arn:aws:iam::111122223333:role/ads",
        ),
        (
            "stacks/Pulumi.dev-tenant-airflow.yaml: tenant name 'airflow' is the platform's own; "
            "choose another, and call the file by it"
        ),
    ),
    "no name": (
        ("Ads", "--owner=a@b.de", "--cost-center=1", "--size=s", "--admins=oidc:a"),
        (
            "stacks/Pulumi.dev-tenant-Ads.yaml: the file's name stands for no stack; call it "
            "Pulumi.<env>-cluster.yaml, Pulumi.<env>-platform.yaml or "
            "Pulumi.<env>-tenant-<name>.yaml, in lower-case letters and digits"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_tenant_that_would_be_wrong_is_refused_and_nothing_is_written(
    case: str, files: Files, run: Run
) -> None:
    words, message = REFUSED[case]
    project = files(ads="")
    before = sorted(project.stack_files())
    result = run("tenant", "new", "dev", *words)
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception) == message
    assert sorted(project.stack_files()) == before


def test_tenants_are_listed_with_what_they_ask_for(files: Files, run: Run, golden: Golden) -> None:
    full(files)
    files(
        mail="lifecycle: suspended\nisolation: {nodes: dedicated}\nlabels: {domain: mail}",
        web="lifecycle: offboarding",
    )
    full(files)
    golden.check("tenant/list.txt", run("tenant", "list", "dev").output)


def test_an_environment_without_tenants_says_how_to_get_one(files: Files, run: Run) -> None:
    files()
    assert run("tenant", "list", "dev").output == (
        "dev has no tenant; `strata tenant new dev <name>`\n"
    )


@pytest.mark.parametrize("stage", ["active", "suspended", "offboarding"])
def test_a_tenant_is_shown_with_what_it_has_and_its_first_job(
    stage: str, files: Files, run: Run, golden: Golden
) -> None:
    full(files, f"lifecycle: {stage}")
    golden.check(f"tenant/show-{stage}.txt", run("tenant", "show", "dev", "ads").output)


def test_a_tenant_leaves_in_steps_each_told_in_full(files: Files, run: Run, golden: Golden) -> None:
    full(files)
    steps = [run("tenant", "offboard", "dev", "ads").output for _ in range(3)]
    golden.check("tenant/offboard.txt", "\n".join(steps))


def test_a_tenant_leaves_with_its_data_when_file_and_person_say_so(
    files: Files, run: Run, golden: Golden
) -> None:
    project = files(ads="data: {bucket: {onOffboard: delete}}\nlifecycle: suspended")
    result = run("tenant", "offboard", "dev", "ads", "--delete-data", "ads")
    golden.check("tenant/offboard-with-data.txt", result.output)
    assert (project.root / ADS).read_text().splitlines()[4:7] == [
        "    size: s",
        '    deleteData: "ads"',
        "    access: {admins: [arn:aws:iam::111122223333:role/ads]}",
    ]
    assert run("check").exit_code == 0


HALF_A_WORD = {
    "the name is not repeated": (
        "lifecycle: suspended\ndata: {bucket: {onOffboard: delete}}",
        (),
        (
            "data.bucket.onOffboard = 'delete': data is deleted only when the tenant's name is "
            "repeated; say `--delete-data ads`, or write another onOffboard"
        ),
    ),
    "another name": (
        "lifecycle: suspended\ndata: {bucket: {onOffboard: delete}}",
        ("--delete-data", "search"),
        ("--delete-data = 'search': must repeat the tenant's name, 'ads'; say `--delete-data ads`"),
    ),
    "the file says that it stays": (
        "lifecycle: suspended",
        ("--delete-data", "ads"),
        (
            "--delete-data = 'ads': the file says that all data stays; write `onOffboard: delete` "
            "where it shall go, or leave the option out"
        ),
    ),
    "too early": (
        "data: {bucket: {onOffboard: delete}}",
        ("--delete-data", "ads"),
        "--delete-data = 'ads': nothing is deleted yet; say it in the next step",
    ),
}


@pytest.mark.parametrize("case", HALF_A_WORD)
def test_nothing_is_written_by_half_a_word(case: str, files: Files, run: Run) -> None:
    lines, words, message = HALF_A_WORD[case]
    path = files(ads=lines).root / ADS
    before = path.read_text()
    result = run("tenant", "offboard", "dev", "ads", *words)
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception) == f"{ADS}: {message}"
    assert path.read_text() == before


def test_who_says_all_by_options_is_asked_nothing(files: Files, run: Run) -> None:
    project = files()
    result = run("tenant", "new", "dev", "mail", *SAID)
    assert result.exit_code == 0, result.output
    assert "size: s" in (project.root / "stacks" / "Pulumi.dev-tenant-mail.yaml").read_text()


def test_where_nobody_answers_the_option_is_named(files: Files, run: Run) -> None:
    files()
    result = run("tenant", "new", "dev", "mail")
    assert result.output == "Owner, an e-mail address: \nno answer; say --owner instead\n"
    assert result.exit_code == 1
