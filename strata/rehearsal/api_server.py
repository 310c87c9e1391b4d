"""A real Kubernetes API server: etcd, kube-apiserver and kube-controller-manager.

Source: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
"""

import contextlib
import csv
import json
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

_READY_SECONDS = 60
_POLL_SECONDS = 0.1
_STOP_SECONDS = 10
_LAST_LINES = 3

_ETCD = "etcd"
_API_SERVER = "kube-apiserver"
_CONTROLLER_MANAGER = "kube-controller-manager"

# The controllers make it, so it is there only once they work; a pod without one is refused.
_FIRST_MADE = "/api/v1/namespaces/default/serviceaccounts/default"


class ApiServerError(Exception):
    """The server did not come up, or not as wanted; as text, why, in the words of its own log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Programs:
    """The three programs.

    Attributes:
        etcd: The database.
        api_server: The API server.
        controller_manager: The controllers: accounts, quotas, namespaces.
    """

    etcd: Path
    api_server: Path
    controller_manager: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Persona:
    """Someone whom the server knows by a token.

    Attributes:
        name: User name.
        groups: Groups, as an access entry of EKS gives them.
        token: What makes a request theirs.
    """

    name: str
    groups: tuple[str, ...]
    token: str = field(default_factory=secrets.token_hex, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiServer:
    """A server that runs.

    Attributes:
        address: Its URL, on loopback.
        certificate: File of the certificate that it answers with.
        administrator: Who may do everything.
    """

    address: str
    certificate: Path
    administrator: Persona

    def kubeconfig(self, persona: Persona) -> dict[str, Any]:
        """How a client reaches the server as someone."""
        cluster = {"server": self.address, "certificate-authority": str(self.certificate)}
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "local",
            "contexts": [{"name": "local", "context": {"cluster": "local", "user": persona.name}}],
            "clusters": [{"name": "local", "cluster": cluster}],
            "users": [{"name": persona.name, "user": {"token": persona.token}}],
        }


@contextlib.contextmanager
def running(programs: Programs, *personas: Persona) -> Iterator[ApiServer]:
    """Start a server, and stop it whatever happens.

    Args:
        programs: What to start.
        personas: Whom the server knows beside its administrator.

    Raises:
        ApiServerError: It did not come up.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="strata-api-server-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        processes = _Processes(folder, stack)
        database, peer, port, controllers = _free_ports(4)
        server = ApiServer(
            address=f"https://127.0.0.1:{port}",
            certificate=folder / "apiserver.crt",
            administrator=Persona(name="administrator", groups=("system:masters",)),
        )
        _write_keys(folder, (server.administrator, *personas))
        processes.start(_ETCD, _etcd(programs.etcd, folder, database, peer))
        processes.start(_API_SERVER, _api_server(programs.api_server, folder, database, port))
        processes.wait(_API_SERVER, lambda: _answers(server, "/readyz"))
        manager = _controller_manager(programs.controller_manager, folder, server, controllers)
        processes.start(_CONTROLLER_MANAGER, manager)
        processes.wait(_CONTROLLER_MANAGER, lambda: _answers(server, _FIRST_MADE))
        yield server


def until(holds: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait until something holds on a server, which does much of its work after it has answered.

    Args:
        holds: Asked again and again.
        otherwise: Tells what to say if it never holds.

    Raises:
        ApiServerError: It does not hold within a minute.
    """
    deadline = time.monotonic() + _READY_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise ApiServerError(otherwise())
        time.sleep(_POLL_SECONDS)


class _Processes:
    """The programs that were started, each with a log of its own."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        """Start a program, which stops when the stack is closed."""
        with self._log(name).open("wb") as log:
            try:
                process = subprocess.Popen(
                    command, stdout=log, stderr=subprocess.STDOUT, cwd=self._folder
                )
            except OSError as error:
                raise ApiServerError(f"{name} cannot be started: {error}") from error
        self._stack.callback(_stop, process)
        self._running[name] = process

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until a program is ready, while every program runs."""

        def holds() -> bool:
            for other, process in self._running.items():
                if process.poll() is not None:
                    raise ApiServerError(f"{other} stopped; {self._last_lines(other)}")
            return ready()

        late = f"{name} is not ready after {_READY_SECONDS} s"
        until(holds, lambda: f"{late}; {self._last_lines(name)}")

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _last_lines(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").splitlines()
        said = [" ".join(line.split()) for line in lines if line.strip()]
        return f"its log ends: {' | '.join(said[-_LAST_LINES:])}" if said else "its log is empty"


def _stop(process: subprocess.Popen[bytes]) -> None:
    try:
        process.terminate()
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        # Also after a second Ctrl-C; nothing happens to one that has ended.
        process.kill()
        process.wait()


def _answers(server: ApiServer, path: str) -> bool:
    headers = {"Authorization": f"Bearer {server.administrator.token}"}
    # The server made its certificate itself a moment ago.
    with httpx.Client(verify=False, headers=headers, timeout=5) as client:  # noqa: S501
        try:
            return client.get(f"{server.address}{path}").is_success
        except httpx.HTTPError:
            return False


def _etcd(program: Path, folder: Path, port: int, peer: int) -> list[str]:
    client, other = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer}"
    return [
        str(program),
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={other}",
        f"--initial-advertise-peer-urls={other}",
        f"--initial-cluster=default={other}",
        "--unsafe-no-fsync",
    ]


def _api_server(program: Path, folder: Path, database: int, port: int) -> list[str]:
    return [
        str(program),
        f"--etcd-servers=http://127.0.0.1:{database}",
        f"--secure-port={port}",
        "--bind-address=127.0.0.1",
        f"--cert-dir={folder}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder / 'accounts.key'}",
        f"--service-account-signing-key-file={folder / 'accounts.key'}",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=172.20.0.0/16",
        "--allow-privileged=true",
    ]


def _controller_manager(program: Path, folder: Path, server: ApiServer, port: int) -> list[str]:
    config = folder / "kubeconfig"
    # JSON is YAML.
    config.write_text(json.dumps(server.kubeconfig(server.administrator)))
    return [
        str(program),
        f"--kubeconfig={config}",
        f"--service-account-private-key-file={folder / 'accounts.key'}",
        "--leader-elect=false",
        f"--secure-port={port}",
        f"--cert-dir={folder / 'controllers'}",
    ]


def _write_keys(folder: Path, personas: tuple[Persona, ...]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "accounts.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    # Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
    with (folder / "tokens.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            (one.token, one.name, one.name, ",".join(one.groups)) for one in personas
        )


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
