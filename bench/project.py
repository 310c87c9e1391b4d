"""A project of the committed layers, and as many tenants as a measurement wants."""

from pathlib import Path

from layers.stack import StackName
from strata.project import Project

ROOT = Path(__file__).parent.parent
PROJECT = Project(ROOT)
BELOW = (StackName("dev", "cluster"), StackName("dev", "platform"))
FILE = """\
config:
  strata:tenant:
    owner: ads@example.com
    costCenter: "4711"
    size: xs
    access:
      admins: [arn:aws:iam::111122223333:role/ads]
"""


def tenants(count: int) -> list[StackName]:
    """So many tenants."""
    return [StackName("dev", "tenant", f"team-{number:03}") for number in range(count)]


def make(folder: Path, count: int) -> None:
    """Write the project's files into a folder: the program, two layers, so many tenants."""
    (folder / "stacks").mkdir(parents=True)
    for name in ("Pulumi.yaml", "__main__.py"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    project = Project(folder)
    for stack in BELOW:
        project.stack_file(stack).write_bytes(PROJECT.stack_file(stack).read_bytes())
    for stack in tenants(count):
        project.stack_file(stack).write_text(FILE)
