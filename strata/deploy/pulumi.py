"""The project's stacks by Pulumi's Automation API: its own program, state where `pulumi` has it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pulumi import automation
from pulumi.automation.errors import CommandError, ConcurrentUpdateError

from layers.stack import StackName
from strata.bootstrap.place import secrets_provider
from strata.cluster_settings import cluster_settings
from strata.deploy.workspace import Counts, DeployError, Held
from strata.engine.command import command
from strata.engine.watch import OnStep, Watch
from strata.project import Project

_LANGUAGE = "pulumi-language-python"


class Open(Protocol):
    """Opens a stack."""

    def __call__(self, stack: StackName, *, make: bool) -> automation.Stack:
        """A stack; made if it does not exist and `make` says so."""


class PulumiWorkspace:
    """Stacks on the real engine."""

    def __init__(self, workspace: automation.Workspace, open_: Open) -> None:
        """Prepare a workspace.

        Args:
            workspace: Lists stacks.
            open_: Opens one of them.
        """
        self._workspace = workspace
        self._open = open_
        # Opening a stack makes it the selected one, which is written in one file.
        self._one_at_a_time = threading.Lock()

    def existing(self) -> tuple[StackName, ...]:
        """Stacks that hold something, in the order in which they come up."""
        with _told():
            listed = self._workspace.list_stacks()
        names = [one.name.rpartition("/")[2] for one in listed if one.resource_count]
        return tuple(sorted(_ours(names), key=lambda stack: (stack.environment, stack.order)))

    def up(self, stack: StackName, on_step: OnStep) -> Counts:
        """Bring a stack up; it is made if it does not exist."""
        watch = Watch(on_step)
        with _told(watch):
            self._opened(stack, make=True).up(
                on_event=watch, suppress_outputs=True, suppress_progress=True, show_secrets=False
            )
        return watch.summary

    def preview(self, stack: StackName, on_step: OnStep) -> Counts:
        """What bringing up a stack that exists would do."""
        watch = Watch(on_step)
        with _told(watch):
            self._opened(stack).preview(
                on_event=watch, suppress_outputs=True, suppress_progress=True
            )
        return watch.summary

    def held(self, stack: StackName) -> tuple[Held, ...]:
        """What a stack holds."""
        with _told():
            state = self._opened(stack).export_stack().deployment or {}
        return tuple(
            Held(
                type=resource["type"],
                name=resource["urn"].rpartition("::")[2],
                protected=bool(resource.get("protect")),
                retained=bool(resource.get("retainOnDelete")),
            )
            for resource in state.get("resources", [])
        )

    def preview_destroy(self, stack: StackName) -> Counts:
        """What destroying a stack would do."""
        watch = Watch(lambda _: None)
        with _told(watch):
            self._opened(stack).preview_destroy(
                on_event=watch, suppress_outputs=True, suppress_progress=True, show_secrets=False
            )
        return watch.summary

    def destroy(self, stack: StackName, on_step: OnStep) -> Counts:
        """Destroy what a stack holds, without running its program."""
        watch = Watch(on_step)
        with _told(watch):
            self._opened(stack).destroy(
                on_event=watch, suppress_outputs=True, suppress_progress=True, show_secrets=False
            )
        return watch.summary

    def _opened(self, stack: StackName, *, make: bool = False) -> automation.Stack:
        with self._one_at_a_time:
            return self._open(stack, make=make)


def project_workspace(project: Project, binary: Path) -> PulumiWorkspace:
    """The stacks of a project, with its own program and stack files.

    A stack that is made in a bucket has its secrets encrypted with the environment's key.

    Args:
        project: The project.
        binary: The `pulumi` command.

    Raises:
        DeployError: What runs the program is missing, or Pulumi is not logged in.
    """
    if not (binary.with_name(_LANGUAGE).exists() or shutil.which(_LANGUAGE)):
        raise DeployError(
            f"{_LANGUAGE}: not beside {binary} and not on PATH, and it runs the program; install "
            "Pulumi whole: https://www.pulumi.com/docs/install/"
        )
    root, pulumi = str(project.root), command(binary)
    with _told():
        workspace = automation.LocalWorkspace(work_dir=root, pulumi_command=pulumi)
        backend = workspace.who_am_i().url or ""

    def open_(stack: StackName, *, make: bool) -> automation.Stack:
        own = automation.LocalWorkspaceOptions(pulumi_command=pulumi)
        if not make:
            return automation.select_stack(str(stack), work_dir=root, opts=own)
        if backend.startswith("s3://"):
            cluster = StackName(stack.environment, "cluster")
            region = cluster_settings(project, cluster).region
            own.secrets_provider = secrets_provider(stack.environment, region)
        return automation.create_or_select_stack(str(stack), work_dir=root, opts=own)

    return PulumiWorkspace(workspace, open_)


def _ours(names: list[str]) -> Iterator[StackName]:
    for name in names:
        try:
            yield StackName.parse(name)
        except ValueError:
            # Somebody's own stack in the same project: no layer, and none of our business.
            continue


@contextmanager
def _told(watch: Watch | None = None) -> Iterator[None]:
    """Say in lines what the engine, or the command, says."""
    try:
        yield
    except ConcurrentUpdateError as error:
        raise DeployError(
            "another deployment of it is under way; wait for it, or, if it is certain that none "
            "is, let go of its lock with `pulumi cancel`"
        ) from error
    except CommandError as error:
        told = _said(error)
        raise DeployError(watch.problems(Exception(told)) if watch else told) from error


def _said(error: CommandError) -> str:
    """The lines of a failed command that say why."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return "\n".join(told or lines[-1:])
