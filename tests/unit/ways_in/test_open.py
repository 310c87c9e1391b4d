"""`strata open`: where a user interface is, and a port of one's own machine where it is nowhere."""

import json
import shutil
import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner, Result

from layers.platform.ways_in import INTERFACES
from strata.cli import app
from strata.cli import open as command
from strata.open.error import OpenError
from strata.open.interfaces import PORTS
from strata.open.port_forward import port_forward
from tests.samples import ROOT
from tests.unit.ways_in.conftest import ACCESS, OIDC

CONNECTED = 'echo "Forwarding from 127.0.0.1:8080 -> 8080"'
AIRFLOW_ACCOUNT = """\
the first account is admin; whoever may read its secret finds the password by
  aws eks update-kubeconfig --region eu-west-1 --name strata-dev
  kubectl --namespace airflow get secret airflow-admin \
--output go-template='{{index .data "password" | base64decode}}'
"""


@dataclass
class Session:
    """Credentials whose account holds this cluster."""

    cluster: dict[str, Any] | ClientError

    def client(self, _: str) -> "Session":
        return self

    def describe_cluster(self, name: str) -> dict[str, Any]:
        assert name == "strata-dev"
        if isinstance(self.cluster, ClientError):
            raise self.cluster
        return {"cluster": self.cluster}


@dataclass
class Entered:
    """An account that was entered."""

    session: Session
    environment: str = "dev"
    id: str = "111122223333"
    region: str = "eu-west-1"


ACTIVE = {
    "status": "ACTIVE",
    "endpoint": "https://cluster.example.com",
    "certificateAuthority": {"data": "Y2E="},
}


@dataclass
class Machine:
    """A machine with a project, and commands of our own on PATH."""

    root: Path
    patch: pytest.MonkeyPatch

    def platform(self, text: str = "") -> None:
        """Write the platform's settings."""
        indented = "".join(f"    {line}\n" for line in text.splitlines() if line.strip())
        settings = f"\n{indented}" if indented else " {}\n"
        file = self.root / "stacks" / "Pulumi.dev-platform.yaml"
        file.write_text(f"config:\n  strata:platform:{settings}")

    def command(self, name: str, script: str) -> None:
        """Put a command on PATH."""
        file = self.root / "bin" / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def account(self, cluster: dict[str, Any] | ClientError) -> None:
        """Enter an account that holds this cluster."""
        self.patch.setattr(command, "enter", lambda *_: Entered(Session(cluster)))

    def open(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, ["open", *arguments])

    def refusal(self, *arguments: str) -> str:
        with pytest.raises(OpenError) as error:
            CliRunner().invoke(app, ["open", *arguments], catch_exceptions=False)
        return str(error.value)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    (tmp_path / "Pulumi.yaml").write_text("name: strata\n")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "bin").mkdir()
    good = ROOT / "tests" / "settings" / "cluster.good.five-lines.yaml"
    shutil.copy(good, tmp_path / "stacks" / "Pulumi.dev-cluster.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", _only_in(tmp_path / "bin"))
    machine = Machine(tmp_path, monkeypatch)
    machine.platform()
    machine.account(ACTIVE)
    machine.command("aws", "exit 1")
    return machine


def _only_in(folder: Path) -> Callable[[str], str | None]:
    def which(name: str) -> str | None:
        path = folder / name
        return str(path) if path.exists() else None

    return which


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def test_every_user_interface_has_a_port_of_its_own() -> None:
    assert set(PORTS) == {one.name for one in INTERFACES.values()}
    assert len(set(PORTS.values())) == len(PORTS)


def test_an_unknown_user_interface_is_told_in_one_line(machine: Machine) -> None:
    assert machine.refusal("airflw", "dev") == (
        "dev has no user interface 'airflw'; there are: airflow, grafana, yunikorn"
    )


def test_what_is_switched_off_has_no_user_interface(machine: Machine) -> None:
    machine.platform("airflow: {enabled: false}")
    assert machine.refusal("airflow", "dev") == (
        "dev has no user interface 'airflow'; there are: grafana, yunikorn"
    )


def test_a_port_is_forwarded_until_the_connection_is_lost(machine: Machine, free_port: int) -> None:
    machine.command("kubectl", f'{CONNECTED}; echo "error: lost connection to pod" >&2; exit 1')
    result = machine.open("airflow", "dev", "--port", str(free_port))
    assert result.stdout == (
        f"http://localhost:{free_port} is airflow of dev, until Ctrl-C\n{AIRFLOW_ACCOUNT}"
    )
    assert str(result.exception) == (
        "the connection to airflow was lost: lost connection to pod; run it again"
    )


def test_ctrl_c_ends_it_in_peace(machine: Machine, free_port: int) -> None:
    machine.command("kubectl", f"{CONNECTED}; exec sleep 60")

    def interrupted() -> None:
        raise KeyboardInterrupt

    interface = next(one for one in INTERFACES.values() if one.name == "airflow")
    port_forward(interface, free_port, "{}", interrupted)


def test_kubectl_is_told_the_service_the_port_and_the_cluster(
    machine: Machine, free_port: int
) -> None:
    machine.command("kubectl", f'echo "$@" > {machine.root}/told; cat "${{1#*=}}" > config')
    machine.open("grafana", "dev", "--port", str(free_port))
    config, *rest = (machine.root / "told").read_text().split()
    assert rest == [
        "--namespace=monitoring",
        "port-forward",
        "--address=127.0.0.1",
        "service/kube-prometheus-stack-grafana",
        f"{free_port}:80",
    ]
    assert config.startswith("--kubeconfig=")
    written = json.loads((machine.root / "config").read_text())
    assert written["clusters"][0]["cluster"]["server"] == "https://cluster.example.com"
    # What lets people in is asked for each time, and never written.
    assert set(written["users"][0]["user"]) == {"exec"}


def test_no_password_is_written_anywhere(machine: Machine, free_port: int) -> None:
    machine.command("kubectl", CONNECTED)
    machine.command("aws", f"touch {machine.root}/asked")
    result = machine.open("grafana", "dev", "--port", str(free_port))
    assert 'index .data "admin-password"' in result.stdout
    assert not (machine.root / "asked").exists()


TENANT = """\
config:
  strata:tenant:
    owner: ads@example.com
    costCenter: "4711"
    size: s
    access: {admins: [arn:aws:iam::111122223333:role/ads]}
"""


def test_a_tenant_s_own_airflow_is_forwarded_and_its_password_is_among_the_tenant_s_secrets(
    machine: Machine, free_port: int
) -> None:
    file = machine.root / "stacks" / "Pulumi.dev-tenant-ads.yaml"
    file.write_text(f"{TENANT}    airflow: {{dedicated: true}}\n")
    machine.command("kubectl", f'echo "$@" > {machine.root}/told; {CONNECTED}')
    result = machine.open("airflow", "dev", "--tenant", "ads", "--port", str(free_port))
    assert result.stdout == (
        f"http://localhost:{free_port} is airflow of ads, until Ctrl-C\n"
        "the first account is admin; whoever may read its secret finds the password by\n"
        "  aws secretsmanager get-secret-value --region eu-west-1 "
        "--secret-id strata/dev/ads/airflow/admin --query SecretString --output text\n"
    )
    told = (machine.root / "told").read_text().split()
    assert {"--namespace=ads-airflow", "service/airflow-api-server"} <= set(told)


@pytest.mark.parametrize("name", ["airflow", "grafana"])
def test_a_tenant_without_one_of_its_own_is_told_how_to_get_an_airflow(
    machine: Machine, name: str
) -> None:
    (machine.root / "stacks" / "Pulumi.dev-tenant-ads.yaml").write_text(TENANT)
    assert machine.refusal(name, "dev", "--tenant", "ads") == (
        f"ads has no user interface '{name}' of its own; with `airflow: {{dedicated: true}}` in "
        "stacks/Pulumi.dev-tenant-ads.yaml it has an airflow"
    )


def test_what_asks_nobody_who_they_are_has_no_account(machine: Machine, free_port: int) -> None:
    machine.command("kubectl", CONNECTED)
    result = machine.open("yunikorn", "dev", "--port", str(free_port))
    assert result.stdout == f"http://localhost:{free_port} is yunikorn of dev, until Ctrl-C\n"


def test_a_service_without_a_ready_pod_is_told_in_one_line(
    machine: Machine, free_port: int
) -> None:
    machine.command("kubectl", 'echo "error: no running pods" >&2; exit 1')
    assert machine.refusal("airflow", "dev", "--port", str(free_port)) == (
        "airflow cannot be reached: no running pods; look at its pods: "
        "`kubectl --namespace airflow get pods`"
    )


def test_a_port_that_is_taken_is_told_in_one_line(machine: Machine) -> None:
    machine.command("kubectl", CONNECTED)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refusal = machine.refusal("airflow", "dev", "--port", str(port))
    assert refusal == (
        f"port {port} of this machine: address already in use; choose another by --port"
    )


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("kubectl", "to forward a port"),
        ("aws", "for the token that lets you into the cluster"),
    ],
)
def test_a_missing_command_is_told_in_one_line(machine: Machine, name: str, purpose: str) -> None:
    machine.command("kubectl", CONNECTED)
    (machine.root / "bin" / name).unlink()
    assert machine.refusal("airflow", "dev") == (
        f"{name} is not on PATH, and is needed {purpose}; install it"
    )


def test_a_cluster_that_is_not_there_is_told_in_one_line(machine: Machine) -> None:
    machine.account(_refused("ResourceNotFoundException", "No cluster found"))
    assert machine.refusal("airflow", "dev") == (
        "there is no cluster strata-dev in account 111122223333, eu-west-1; bring it up first, "
        "with `pulumi up -s dev-cluster`"
    )


def test_missing_rights_are_told_in_one_line(machine: Machine) -> None:
    machine.account(_refused("AccessDeniedException", "not authorized"))
    assert machine.refusal("airflow", "dev") == (
        "cluster strata-dev in account 111122223333, eu-west-1: not authorized; you need "
        "eks:DescribeCluster, and an access entry of the cluster"
    )


def test_a_cluster_that_comes_up_is_waited_for(machine: Machine) -> None:
    machine.account({**ACTIVE, "status": "CREATING"})
    assert machine.refusal("airflow", "dev") == (
        "cluster strata-dev is creating; wait until it is active"
    )


def _refused(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "DescribeCluster")


@pytest.fixture
def resolves(machine: Machine) -> Machine:
    """A machine on which every name has an address."""
    machine.patch.setattr(socket, "getaddrinfo", lambda *_: [])
    return machine


def test_behind_a_load_balancer_it_is_an_address(resolves: Machine) -> None:
    resolves.platform(ACCESS)
    result = resolves.open("airflow", "dev")
    assert (result.exit_code, result.stdout) == (
        0,
        f"https://airflow.data.example.com\n{AIRFLOW_ACCOUNT}",
    )


def test_a_name_without_an_address_says_what_it_must_point_at(machine: Machine) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror

    machine.patch.setattr(socket, "getaddrinfo", unknown)
    machine.platform(ACCESS)
    assert machine.open("grafana", "dev").stdout.splitlines()[1] == (
        "grafana.data.example.com has no address here; make it a CNAME of the load balancer that "
        "`kubectl --namespace monitoring get ingress grafana` shows"
    )


def test_who_comes_through_the_identity_provider_needs_no_first_account(
    resolves: Machine,
) -> None:
    resolves.platform(f"{ACCESS}{OIDC}airflow: {{roles: {{admin: [platform]}}}}\n")
    assert resolves.open("airflow", "dev").stdout == "https://airflow.data.example.com\n"


def test_what_is_not_shown_is_forwarded(machine: Machine, free_port: int) -> None:
    machine.platform(ACCESS)
    machine.command("kubectl", CONNECTED)
    result = machine.open("yunikorn", "dev", "--port", str(free_port))
    assert result.stdout.startswith(f"http://localhost:{free_port} is yunikorn of dev")


@pytest.mark.parametrize("settings", ["", ACCESS])
def test_a_browser_opens_where_it_is(resolves: Machine, free_port: int, settings: str) -> None:
    opened: list[str] = []
    resolves.patch.setattr(webbrowser, "open", opened.append)
    resolves.platform(settings)
    resolves.command("kubectl", CONNECTED)
    result = resolves.open("airflow", "dev", "--port", str(free_port), "--browser")
    assert opened == [result.stdout.split()[0]]
