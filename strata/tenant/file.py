"""A tenant's file: written for the first time, and edited with its comments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from components.tenancy.sizes import SizeName
from layers.problem import ConfigError, Problem
from layers.stack import PROJECT
from layers.stack_file import stack_of
from layers.yaml_scalar import quoted_if_needed
from strata.check.files import check
from strata.check.schemas import file_name
from strata.project import Project

KEY = f"{PROJECT}:tenant"

_SCALAR = re.compile(r"""'[^']*'|"[^"]*"|[A-Za-z-]+""")

# A long ARN is no reason to break a line.
_WIDTH = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTenant:
    """What a tenant's file says at first.

    Attributes:
        owner: E-mail address of the team.
        cost_center: Who pays.
        size: The size.
        admins: Who administers it: ARNs of IAM roles or users, or groups.
    """

    owner: str
    cost_center: str
    size: SizeName
    admins: tuple[str, ...]


def write(project: Project, environment: str, name: str, new: NewTenant) -> str:
    """Write a tenant's file, if it and the files beside it go together.

    Returns:
        How problems would name the file.

    Raises:
        NotAProjectError: There is no such environment.
        ConfigError: There is such a file, or it would be wrong; then nothing is written.
    """
    path = project.root / "stacks" / f"Pulumi.{environment}-tenant-{name}.yaml"
    source = project.source(path)
    stack_of(path.name, source)
    project.environment(environment)
    if path.exists():
        remedy = f"see it with `strata tenant show {environment} {name}`"
        raise ConfigError([Problem(file=source, rule="is there already", remedy=remedy)])
    path.write_text(text(new))
    problems = [one for one in check(project, environment).problems if one.file == source]
    if problems:
        path.unlink()
        raise ConfigError(problems)
    return source


def text(new: NewTenant) -> str:
    """A tenant's file at first."""
    # Plain, ruamel writes `?0` so that within brackets it reads as a key.
    admins = CommentedSeq(
        one if quoted_if_needed(one) == one else DoubleQuotedScalarString(one) for one in new.admins
    )
    admins.fa.set_flow_style()
    access = CommentedMap(admins=admins)
    access.fa.set_flow_style()
    settings = CommentedMap(
        owner=new.owner,
        costCenter=DoubleQuotedScalarString(new.cost_center),
        size=new.size,
        access=access,
    )
    comments = {
        "owner": "Alerts and questions go there.",
        "costCenter": "Who pays; always in quotes.",
        "size": "xs, s, m, l or xl: what the team's queue may use.",
        "access": "Add developers and viewers likewise. All there is: docs/settings.md",
    }
    for key, comment in comments.items():
        settings.yaml_set_comment_before_after_key(key, before=comment, indent=4)
    schema = f"# yaml-language-server: $schema=../schemas/{file_name('tenant')}\n"
    return schema + _dumped(CommentedMap(config=CommentedMap({KEY: settings})))


def edit(path: Path, changes: Mapping[str, str]) -> None:
    """Change or add settings of a tenant's file, which is a good one.

    Args:
        path: The file.
        changes: Values, as YAML has them, by key.
    """
    path.write_text(edited(path.read_text(), changes))


def edited(content: str, changes: Mapping[str, str]) -> str:
    """The same text but for these settings: what a person wrote stays, to the last space."""
    for key, value in changes.items():
        content = _changed(content, key, value)
    return content


def _changed(content: str, key: str, value: str) -> str:
    settings = YAML().load(content)["config"][KEY]
    lines = content.splitlines(keepends=True)
    if key in settings:
        line, column = settings.lc.value(key)
        before, after = lines[line][:column], lines[line][column:]
        lines[line] = before + _SCALAR.sub(lambda _: value, after, count=1)
        return "".join(lines)
    # Every tenant has a size, in one word.
    line, column = settings.lc.key("size")
    if settings.fa.flow_style():
        lines[line] = f"{lines[line][:column]}{key}: {value}, {lines[line][column:]}"
        return "".join(lines)
    last = settings.lc.value("size")[0]
    end = "" if lines[last].endswith("\n") else "\n"
    lines[last] += f"{end}{' ' * column}{key}: {value}\n"
    return "".join(lines)


def _dumped(document: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    stream = StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()
