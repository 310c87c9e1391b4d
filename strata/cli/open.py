"""`strata open`."""

import socket
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from components import names
from layers.stack import StackName
from strata.account.account import enter
from strata.cluster_settings import cluster_settings
from strata.open.cluster import way_in
from strata.open.interfaces import PORTS, Way, account_help, own_way, way
from strata.open.port_forward import port_forward
from strata.platform_settings import platform_settings
from strata.project import Project
from strata.tenant.tenant import tenant as tenant_of


def open_(
    name: Annotated[str, typer.Argument(help="airflow, grafana or yunikorn.")],
    environment: Annotated[str, typer.Argument(help="An environment, such as dev.")],
    *,
    tenant: Annotated[
        str, typer.Option(help="A tenant with an Airflow of its own; unset: the platform's.")
    ] = "",
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port of this machine; unset: what each is known by."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser", help="Open it in a browser, too.")] = False,
) -> None:
    """Show where a user interface is; without a load balancer, forward a port of this machine."""
    project = Project.find(Path())
    platform = platform_settings(project, project.stack(str(StackName(environment, "platform"))))
    cluster = cluster_settings(project, project.stack(str(StackName(environment, "cluster"))))
    if tenant:
        found = own_way(name, tenant_of(project, environment, tenant))
    else:
        found = way(name, environment, platform, cluster)
    help_ = account_help(found, cluster_name=names.cluster(environment), region=cluster.region)
    if found.url:
        for line in (found.url, *_unresolved(found), *help_):
            typer.echo(line)
        if browser:
            webbrowser.open(found.url)
        return
    local = port or PORTS[name]

    def ready() -> None:
        url = f"http://localhost:{local}"
        whose = tenant or environment
        for line in (f"{url} is {name} of {whose}, until Ctrl-C", *help_):
            typer.echo(line)
        if browser:
            webbrowser.open(url)

    port_forward(found.interface, local, way_in(enter(project, environment)), ready)


def _unresolved(found: Way) -> Iterator[str]:
    host = found.url.removeprefix("https://")
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        interface = found.interface
        yield (
            f"{host} has no address here; make it a CNAME of the load balancer that "
            f"`kubectl --namespace {interface.namespace} get ingress {interface.name}` shows"
        )
