"""What a run says of itself, so that the next one knows what it finds."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError


class RunState(BaseModel):
    """A run in progress, or one that was kept up.

    Attributes:
        pid: Process that runs it, or ran it.
        started: When it began, in UTC.
        stage: What it is doing, such as `up dev-platform`.
        status: `running`, or `kept` when everything was left up on purpose.
    """

    model_config = ConfigDict(frozen=True)

    pid: int
    started: datetime
    stage: str
    status: Literal["running", "kept"] = "running"

    @classmethod
    def begin(cls, stage: str) -> Self:
        """A run that this process begins."""
        return cls(pid=os.getpid(), started=datetime.now(UTC), stage=stage)

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """What the last run left; None after a whole one."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            # Killed in the middle of writing: it was running, and that is all that matters.
            return cls(pid=0, started=datetime.now(UTC), stage="an unknown stage")

    def at(self, stage: str) -> Self:
        """The same run, further on."""
        return self.model_copy(update={"stage": stage})

    def kept(self) -> Self:
        """The same run, left up on purpose."""
        return self.model_copy(update={"status": "kept"})

    def save(self, path: Path) -> None:
        """Write it whole or not at all."""
        draft = path.with_suffix(".new")
        draft.write_text(self.model_dump_json())
        draft.replace(path)

    def finding(self, resources: int, engines: int) -> str:
        """One line on what this run left.

        Args:
            resources: What is still in the stand-in cloud.
            engines: Engines that were still running, and are stopped.
        """
        what = (
            "a rehearsal that was kept up"
            if self.status == "kept"
            else f"a rehearsal that was interrupted at `{self.stage}`"
        )
        stopped = f", {engines} engine still running and now stopped" if engines else ""
        return f"found {what} ({resources} resources{stopped}); starting clean"
