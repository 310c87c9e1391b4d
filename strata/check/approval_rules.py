"""Which changes of tenants' files need no platform engineer: `approvals.yaml`."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from components.tenancy.sizes import SizeName
from layers.explain import Place, explain
from layers.problem import ConfigError, Problem
from layers.settings import Settings, in_words
from layers.tenant.settings.isolation import Network, Nodes
from layers.yaml_tree import parse
from strata.check.git import Revision

FILE = "approvals.yaml"

Approver = Annotated[
    str,
    in_words(
        "must be an e-mail address, or @ and a person or team",
        "@example/platform",
        pattern=r"^([^@\s]+@[A-Za-z0-9.-]+|@[A-Za-z0-9-]+(/[A-Za-z0-9._-]+)?)$",
    ),
]
Rule = Literal[
    "size",
    "gpu",
    "network",
    "nodes",
    "monthlyBudgetUsd",
    "sharedSecrets",
    "files",
    "data",
    "namespace",
]


class ApprovalRules(Settings):
    """What a team changes in its own file without a platform engineer."""

    approver: Approver
    """Who approves everything else, such as `@example/platform`."""

    size: SizeName = "m"
    """Greatest size."""

    gpu: Annotated[int, Field(ge=0, le=1000)] = 0
    """Most GPUs."""

    network: Network = "aws-only"
    """How far pods may reach: `aws-only`, or `internet`, too."""

    nodes: Nodes = "shared"
    """Whose nodes pods run on: `shared`, or `dedicated`, too."""

    shared_secrets: bool = False
    """Whether a team may name shared secrets that it reads."""

    monthly_budget_usd: Annotated[float, Field(gt=0)] | None = None
    """Greatest monthly budget, in US dollars; unset: any."""

    approvers: dict[Rule, Approver] = Field(default={})
    """Who approves what one rule does not allow, by rule, where it is somebody else: `files` is any
    file but the team's own, `data` its deletion, `namespace` taking one over."""

    def approver_of(self, rule: Rule) -> str:
        """Who approves what a rule does not allow."""
        return self.approvers.get(rule, self.approver)


def approval_rules(revision: Revision) -> ApprovalRules:
    """Read a project's rules: those of the revision, for whoever changes them asks to be let.

    Raises:
        ConfigError: There are none, or they are wrong.
        GitError: Git does not tell.
    """
    data = revision.content(FILE)
    tree = parse(_present(revision.root) if data is None else data, FILE)
    if tree.problems:
        raise ConfigError(tree.problems)
    try:
        return ApprovalRules.model_validate_json(json.dumps(tree.root.plain()))
    except ValidationError as error:
        raise ConfigError(explain(error, ApprovalRules, Place(FILE, "rules", tree.root))) from None


def _present(root: Path) -> bytes:
    try:
        return (root / FILE).read_bytes()
    except OSError as error:
        rule = f"cannot be read: {(error.strerror or type(error).__name__).lower()}"
        remedy = 'write one: `approver: "@example/platform"` is enough'
        raise ConfigError([Problem(file=FILE, rule=rule, remedy=remedy)]) from None
