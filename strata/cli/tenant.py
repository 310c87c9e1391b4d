"""`strata tenant`."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console
from rich.prompt import Prompt

from components.tenancy.sizes import SizeName
from layers.stack import StackName
from layers.tenant.settings.sharing import shares
from strata.platform_settings import platform_settings
from strata.project import Project
from strata.tenant import file as files
from strata.tenant import text
from strata.tenant.offboarding import step
from strata.tenant.tenant import Tenant
from strata.tenant.tenant import tenant as read
from strata.tenant.tenant import tenants as read_all

tenant = typer.Typer(name="tenant", help="Teams, and what each has.", no_args_is_help=True)

Environment = Annotated[str, typer.Argument(help="An environment, such as dev.")]
Name = Annotated[str, typer.Argument(help="The tenant's name.")]


_SIZE: SizeName = "s"


@tenant.callback()
def _tenant() -> None:
    """Teams, and what each has."""


@tenant.command()
def new(
    environment: Environment,
    name: Name,
    *,
    owner: Annotated[str | None, typer.Option(help="E-mail address of the team.")] = None,
    cost_center: Annotated[str | None, typer.Option(help="Who pays.")] = None,
    size: Annotated[SizeName | None, typer.Option(help="xs, s, m, l or xl; unsaid: s.")] = None,
    admins: Annotated[
        str | None, typer.Option(help="Who administers it, with commas between.")
    ] = None,
) -> None:
    """Write a new team's file, if it is right; asks for what is not said, and no cloud."""
    asks = None in {owner, cost_center, admins}
    owner = owner or _asked("Owner, an e-mail address", "--owner")
    cost_center = cost_center or _asked("Cost centre", "--cost-center")
    size = size or (_size() if asks else _SIZE)
    admins = admins or _asked("Admins, ARNs of IAM roles or oidc:groups, with commas", "--admins")
    wanted = files.NewTenant(
        owner=owner,
        cost_center=cost_center,
        size=size,
        admins=tuple(one.strip() for one in admins.split(",")),
    )
    source = files.write(Project.find(Path()), environment, name, wanted)
    stack = f"{environment}-tenant-{name}"
    typer.echo(f"wrote {source}")
    _say(
        "next",
        (
            f"git switch --create tenant-{name}",
            f"git add {source} && git commit --message 'Onboard {name} to {environment}'",
            "git push   # and open a pull request: it shows what will be made, and who approves",
            f"strata tenant show {environment} {name}   # once {stack} is deployed",
        ),
    )


@tenant.command("list")
def list_(environment: Environment) -> None:
    """Show the teams of an environment."""
    found = read_all(Project.find(Path()), environment)
    if not found:
        typer.echo(f"{environment} has no tenant; `strata tenant new {environment} <name>`")
        return
    Console(highlight=False).print(text.listing(found))


@tenant.command()
def show(environment: Environment, name: Name) -> None:
    """Show what a team has, and how its first job runs; no cloud is asked."""
    project = Project.find(Path())
    found = read(project, environment, name)
    platform = project.stack(str(StackName(environment, "platform")))
    sizes = platform_settings(project, platform).sizes.table()
    for line in text.belongings(found, found.settings.size_here(sizes)):
        typer.echo(line)
    if commands := text.first_job(found):
        _say("first job", commands)


@tenant.command()
def offboard(
    environment: Environment,
    name: Name,
    *,
    delete_data: Annotated[
        str | None,
        typer.Option(help="The tenant's name once more: what the file wants deleted, goes."),
    ] = None,
) -> None:
    """Write the next step of a team that leaves, and say what it means; no cloud is asked."""
    project = Project.find(Path())
    found = read(project, environment, name)
    coming = step(found, delete_data, _readers(read_all(project, environment), name))
    files.edit(found.path, coming.changes)
    for key, value in coming.changes.items():
        typer.echo(f"{found.source}: wrote `{key}: {value}`")
    if not coming.changes:
        typer.echo(f"{found.source}: `lifecycle: {coming.stage}` is there already")
    _say(coming.stage, coming.meaning)
    _say("next", coming.then)


def _asked(question: str, option: str) -> str:
    """An answer; nobody may be there to give one."""
    try:
        return Prompt.ask(question)
    except EOFError:
        typer.echo(f"\nno answer; say {option} instead", err=True)
        raise typer.Exit(1) from None


def _size() -> SizeName:
    return cast("SizeName", Prompt.ask("Size", choices=list(get_args(SizeName)), default=_SIZE))


def _readers(everybody: list[Tenant], name: str) -> list[str]:
    return [
        one.name
        for one in everybody
        if any(share.tenant == name for share in shares(one.settings.data.reads))
    ]


def _say(heading: str, lines: tuple[str, ...] | list[str]) -> None:
    typer.echo(f"\n{heading}")
    for line in lines:
        typer.echo(f"  {line}")
