"""The command line: one file a command."""

import typer

from strata.cli.affected import affected
from strata.cli.bootstrap import bootstrap
from strata.cli.check import check
from strata.cli.destroy import destroy
from strata.cli.docs import docs
from strata.cli.doctor import doctor
from strata.cli.failure import told_in_lines
from strata.cli.isolation import isolation
from strata.cli.job import job
from strata.cli.open import open_
from strata.cli.plan import plan
from strata.cli.practices import practices
from strata.cli.preflight import preflight
from strata.cli.rehearse import rehearse
from strata.cli.schema import schema
from strata.cli.status import status
from strata.cli.summarize import summarize
from strata.cli.sweep import sweep
from strata.cli.tenant import tenant
from strata.cli.tools import tools
from strata.cli.up import up

app = typer.Typer(
    name="strata",
    help="A multi-tenant data platform on Amazon EKS, provable without a cloud.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    check,
    plan,
    affected,
    summarize,
    rehearse,
    status,
    bootstrap,
    preflight,
    up,
    destroy,
    sweep,
    practices,
    doctor,
    tools,
    schema,
    docs,
    isolation,
):
    app.command()(command)
app.command("open")(open_)
app.add_typer(job)
app.add_typer(tenant)


def main() -> None:
    """Run a command; an error that a person can mend is told in lines."""
    with told_in_lines():
        app(standalone_mode=True)
