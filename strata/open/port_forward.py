"""Forwarding a port of one's own machine to a Service, by `kubectl`.

It is there on whoever's machine works with Kubernetes, chooses a ready pod by itself, and speaks
whatever protocol the API server does.
"""

import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from components.services.user_interface import UserInterface
from strata.open.error import OpenError

_LOOPBACK = "127.0.0.1"


def port_forward(
    interface: UserInterface, port: int, kubeconfig: str, ready: Callable[[], None]
) -> None:
    """Forward a port until Ctrl-C.

    Args:
        interface: What is forwarded to.
        port: Port of this machine; nobody else can connect to it.
        kubeconfig: How the cluster is entered.
        ready: Called once the port is open.

    Raises:
        OpenError: A command is missing, the port is taken, or the connection cannot be made or
            is lost.
    """
    kubectl = _command("kubectl", "to forward a port")
    _command("aws", "for the token that lets you into the cluster")
    _free(port)
    with TemporaryDirectory() as folder, TemporaryFile("w+") as errors:
        config = Path(folder) / "kubeconfig"
        config.write_text(kubeconfig)
        command = [
            kubectl,
            f"--kubeconfig={config}",
            f"--namespace={interface.namespace}",
            "port-forward",
            f"--address={_LOOPBACK}",
            f"service/{interface.service}",
            f"{port}:{interface.port}",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as running:
            try:
                connected = _watch(running, ready)
            except KeyboardInterrupt:
                return
            finally:
                running.terminate()
        errors.seek(0)
        raise OpenError(_told(interface, errors.read(), connected=connected))


def _watch(running: "subprocess.Popen[str]", ready: Callable[[], None]) -> bool:
    """Read what it says to the end, or it would stop; whether it ever was connected."""
    connected = False
    for _ in running.stdout or ():
        if not connected:
            ready()
        connected = True
    return connected


def _command(name: str, purpose: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise OpenError(f"{name} is not on PATH, and is needed {purpose}; install it")
    return path


def _free(port: int) -> None:
    with socket.socket() as tried:
        # As servers do: what was closed a moment ago is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((_LOOPBACK, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OpenError(
                f"port {port} of this machine: {reason}; choose another by --port"
            ) from error


def _told(interface: UserInterface, errors: str, *, connected: bool) -> str:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    reason = lines[-1].removeprefix("error: ") if lines else "kubectl ended without a word"
    if connected:
        return f"the connection to {interface.name} was lost: {reason}; run it again"
    return (
        f"{interface.name} cannot be reached: {reason}; look at its pods: "
        f"`kubectl --namespace {interface.namespace} get pods`"
    )
