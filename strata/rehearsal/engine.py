"""The real Pulumi engine, in front of the stand-in cloud."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pulumi import automation

from layers.stack import PROJECT, StackName
from strata.engine.command import command
from strata.engine.watch import OnStep, Watch
from strata.mendable import MendableError
from strata.rehearsal.folder import RehearsalFolder

# State of a rehearsal holds nothing that a secret would be needed for.
_PASSPHRASE = "rehearsal"  # noqa: S105


class EngineError(MendableError):
    """The engine could not finish; as text, what it said, one line a problem."""


class ProtectedError(MendableError):
    """A stack holds protected resources, so it is not destroyed."""


class Engine:
    """Brings stacks up and down in one rehearsal folder.

    The program runs inside this process, as the engine's inline program.
    """

    def __init__(
        self,
        binary: Path,
        folder: RehearsalFolder,
        program: Callable[[], None],
        ports: Mapping[str, int],
    ) -> None:
        """Prepare an engine.

        Args:
            binary: The `pulumi` command.
            folder: The rehearsal's folder, made.
            program: What Pulumi runs.
            ports: Port of each attached provider, by package.
        """
        self._program = program
        self._failure: Exception | None = None
        self._folder = folder
        self._command = command(binary)
        self._environment = {
            "PULUMI_BACKEND_URL": folder.state.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": _PASSPHRASE,
            "PULUMI_DEBUG_PROVIDERS": ",".join(f"{name}:{port}" for name, port in ports.items()),
            "PULUMI_HOME": str(folder.home),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def up(self, stack: StackName, on_step: OnStep) -> int:
        """Bring a stack up; returns how many resources that changed, the stack itself not counted.

        Raises:
            EngineError: The engine refused, or a provider did.
            Exception: Whatever the program raises.
        """
        watch = Watch(on_step)
        selected = self._select(stack)
        try:
            selected.up(on_event=watch, suppress_outputs=True, suppress_progress=True)
        except automation.errors.CommandError as error:
            raise self._failure or EngineError(watch.problems(error)) from error
        return watch.changed

    def destroy(self, stack: StackName, on_step: OnStep) -> int:
        """Take a stack down, without its program; returns how many resources went.

        Raises:
            EngineError: The engine refused, or a provider did.
            ProtectedError: The stack holds protected resources; nothing was deleted.
        """
        watch = Watch(on_step)
        selected = self._select(stack)
        # The Automation API would delete what depends on a protected resource before it stops.
        protected = sorted(
            resource["urn"].rpartition("::")[2]
            for resource in (selected.export_stack().deployment or {}).get("resources", [])
            if resource.get("protect")
        )
        if protected:
            raise ProtectedError(
                f"{stack}: {', '.join(protected)} are protected, so nothing was deleted; "
                "rehearse an environment whose profile is dev"
            )
        try:
            selected.destroy(on_event=watch, suppress_outputs=True, suppress_progress=True)
        except automation.errors.CommandError as error:
            raise EngineError(watch.problems(error)) from error
        return watch.changed

    def _select(self, stack: StackName) -> automation.Stack:
        return automation.create_or_select_stack(
            str(stack),
            PROJECT,
            self._run,
            opts=automation.LocalWorkspaceOptions(
                work_dir=str(self._folder.root),
                pulumi_home=str(self._folder.home),
                env_vars=self._environment,
                pulumi_command=self._command,
            ),
        )

    def _run(self) -> None:
        try:
            self._program()
        except Exception as error:
            # The engine would show it as a traceback of its own.
            self._failure = error
            raise
