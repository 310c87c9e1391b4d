"""What deployments ask of Pulumi."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from layers.stack import StackName
from strata.engine.watch import OnStep
from strata.mendable import MendableError

Counts = Mapping[str, int]
"""How many resources the engine did something to, by its word for it: `create`, `same`, ..."""


class DeployError(MendableError):
    """A stack cannot be deployed or destroyed; as text, one line a problem."""


@dataclass(frozen=True, slots=True)
class Held:
    """A resource that is up.

    Attributes:
        type: Type token.
        name: Logical name.
        protected: Whether the engine refuses to delete it.
        retained: Whether it stays in the cloud when it is deleted here.
    """

    type: str
    name: str
    protected: bool = False
    retained: bool = False


class Workspace(Protocol):
    """The stacks of a project, as they are up."""

    def existing(self) -> tuple[StackName, ...]:
        """Stacks that hold something, in the order in which they come up."""

    def up(self, stack: StackName, on_step: OnStep) -> Counts:
        """Bring a stack up; it is made if it does not exist.

        Raises:
            DeployError: The engine refused, or a provider did.
        """

    def preview(self, stack: StackName, on_step: OnStep) -> Counts:
        """What bringing up a stack that exists would do.

        Raises:
            DeployError: The engine refused, or a provider did.
        """

    def held(self, stack: StackName) -> tuple[Held, ...]:
        """What a stack holds.

        Raises:
            DeployError: Its state cannot be read.
        """

    def preview_destroy(self, stack: StackName) -> Counts:
        """What destroying a stack would do.

        Raises:
            DeployError: The engine refuses.
        """

    def destroy(self, stack: StackName, on_step: OnStep) -> Counts:
        """Destroy what a stack holds, without running its program.

        Raises:
            DeployError: The engine refused, or a provider did.
        """
