"""The plan as a tree that a person reads."""

from collections import defaultdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from strata.plan.document import shown
from strata.plan.recorder import plan
from strata.plan.recording import Planned, Recording
from strata.project import Project


def environment_plan(project: Project, environment: str) -> RenderableType:
    """The plan of every stack of an environment.

    Raises:
        ConfigError: A stack file is wrong.
    """
    return stacks(plan(project, project.environment(environment)))


def stacks(recordings: list[Recording]) -> RenderableType:
    """One tree for each stack, and a line that counts."""
    return Group(*[part for recording in recordings for part in _stack(recording)])


def _stack(recording: Recording) -> list[RenderableType]:
    made = sum(1 for resource in recording.resources if _is_made(resource))
    title = Text.assemble((recording.stack, "bold"), f"  {made} resources")
    tree = Tree(title, guide_style="dim")
    children: dict[str, list[Planned]] = defaultdict(list)
    for resource in recording.resources:
        children[resource.parent].append(resource)
    _grow(tree, "", children)
    return [tree, _outputs(recording), Text()]


def _grow(tree: Tree, parent: str, children: dict[str, list[Planned]]) -> None:
    for resource in children[parent]:
        label = Text.assemble(resource.name, "  ", (kind(resource.type), "dim"))
        if resource.protect and _is_made(resource):
            label.append("  protected", "yellow")
        _grow(tree.add(label), resource.urn, children)


def _outputs(recording: Recording) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in recording.outputs.items():
        table.add_row(Text(name, "dim"), str(shown(value)))
    return table


def _is_made(resource: Planned) -> bool:
    """Whether a cloud or a cluster would hold it; components and providers only order others."""
    return not resource.type.startswith(("strata:", "eks:", "pulumi:"))


def kind(type_: str) -> str:
    """A type token without its repetition: `aws.ec2.Vpc` for `aws:ec2/vpc:Vpc`."""
    package, module, name = type_.split(":")
    return f"{package}.{module.partition('/')[0] if package == 'aws' else module}.{name}"
