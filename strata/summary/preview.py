"""A preview as Pulumi writes it: `pulumi preview --json --diff`.

Source: https://github.com/pulumi/pulumi/blob/v3.250.0/pkg/display/json.go (PreviewDigest)
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from strata.mendable import MendableError

STACK = "pulumi:pulumi:Stack"


class SummaryError(MendableError):
    """A file that holds no preview; as text, one line."""


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel)


class Resource(_Written):
    """A resource, before or after.

    Attributes:
        inputs: What the program says of it; `[secret]` in the place of a secret.
        protect: Whether the engine refuses to delete it.
        retain_on_delete: Whether it stays in the cloud when it is deleted here.
    """

    inputs: Mapping[str, Any] = Field(default_factory=dict)
    protect: bool = False
    retain_on_delete: bool = False


class Step(_Written):
    """What would be done to one resource.

    Attributes:
        op: The engine's word for it: `create`, `update`, `replace`, `delete`, `same`, ...
        urn: The resource's URN.
        old_state: The resource before; None: there was none.
        new_state: The resource after; None: there is none.
        diff_reasons: Properties that differ; None: not told.
        replace_reasons: Properties that cannot change in place; None: not told.
    """

    op: str
    urn: str
    old_state: Resource | None = None
    new_state: Resource | None = None
    diff_reasons: tuple[str, ...] | None = None
    replace_reasons: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """Logical name."""
        return self.urn.rpartition("::")[2]

    @property
    def type(self) -> str:
        """Type token, without those of its parents."""
        return self.urn.split("::")[2].rpartition("$")[2]


class Diagnostic(_Written):
    """What the engine said.

    Attributes:
        message: The text.
        severity: `error`, `warning`, `info`, ...
    """

    message: str
    severity: str


class Preview(_Written):
    """What would be done to a stack.

    Attributes:
        steps: Every resource, in the order in which it would be dealt with.
        diagnostics: What the engine said meanwhile.
    """

    steps: tuple[Step, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """Why it could not be finished, one line a reason; none if it was."""
        return tuple(
            " ".join(one.message.split()) for one in self.diagnostics if one.severity == "error"
        )


def read(path: Path) -> Preview:
    """Read a preview.

    Args:
        path: The file, named `<stack>.json`.

    Raises:
        SummaryError: It cannot be read, or holds something else.
    """
    remedy = "write it with `pulumi preview --json --diff`"
    try:
        return Preview.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SummaryError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from None
    except ValidationError:
        raise SummaryError(f"{path}: is no preview; {remedy}") from None
