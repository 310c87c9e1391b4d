"""The `pulumi` command, as the Automation API wants it."""

from pathlib import Path

from pulumi import automation


def command(binary: Path) -> automation.PulumiCommand:
    """The command at a place: of an installation, whose `bin` it lies in, or the one on PATH."""
    if binary.parent.name == "bin":
        return automation.PulumiCommand(root=str(binary.parent.parent))
    return automation.PulumiCommand()
