"""A real Kubernetes API server: etcd, kube-apiserver and kube-controller-manager.

Source: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
"""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

_READY_SECONDS = 60
_POLL_SECONDS = 0.1
_TOKEN = "administrator"  # noqa: S105 - of a server that lives for one test run, on loopback


class ApiServerError(Exception):
    """The server did not come up; as text, why, in the words of its own log."""


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
class ApiServer:
    """A server that runs.

    Attributes:
        address: Its URL, on loopback.
        token: Token of an administrator.
        certificate: File of the certificate that it answers with.
    """

    address: str
    token: str
    certificate: Path


@contextlib.contextmanager
def running(programs: Programs) -> Iterator[ApiServer]:
    """Start a server, and stop it whatever happens.

    Raises:
        ApiServerError: It did not come up.
    """
    folder = Path(tempfile.mkdtemp(prefix="strata-api-server-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database, peer, port, controllers = _free_ports(4)
        _start(stack, folder, "etcd", _etcd(programs.etcd, folder, database, peer))
        _keys(folder)
        command = _api_server(programs.api_server, folder, database, port)
        process = _start(stack, folder, "kube-apiserver", command)
        server = ApiServer(
            address=f"https://127.0.0.1:{port}",
            token=_TOKEN,
            certificate=folder / "apiserver.crt",
        )
        _wait(server, process, folder)
        manager = _controller_manager(programs.controller_manager, folder, server, controllers)
        _start(stack, folder, "kube-controller-manager", manager)
        yield server


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
    config.write_text(
        "apiVersion: v1\nkind: Config\ncurrent-context: local\n"
        "contexts: [{name: local, context: {cluster: local, user: local}}]\n"
        f"clusters: [{{name: local, cluster: {{server: '{server.address}', "
        f"certificate-authority: '{server.certificate}'}}}}]\n"
        f"users: [{{name: local, user: {{token: {server.token}}}}}]\n"
    )
    return [
        str(program),
        f"--kubeconfig={config}",
        f"--service-account-private-key-file={folder / 'accounts.key'}",
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        f"--secure-port={port}",
        f"--cert-dir={folder / 'controllers'}",
    ]


def _keys(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "accounts.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    (folder / "tokens.csv").write_text(f'{_TOKEN},administrator,1,"system:masters"\n')


def _start(
    stack: contextlib.ExitStack, folder: Path, name: str, command: list[str]
) -> subprocess.Popen[bytes]:
    log = stack.enter_context((folder / f"{name}.log").open("wb"))
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    stack.callback(_stop, process)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(server: ApiServer, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    headers = {"Authorization": f"Bearer {server.token}"}
    # Its certificate is its own, and exists only once it has started.
    with httpx.Client(verify=False, headers=headers, timeout=5) as client:  # noqa: S501
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if client.get(f"{server.address}/readyz").is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(_POLL_SECONDS)
    lines = (folder / "kube-apiserver.log").read_text(errors="replace").splitlines()
    raise ApiServerError(f"kube-apiserver is not ready: {' '.join(lines[-1:])}")


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
