"""Stacks as jobs of a workflow on GitHub: what `strata affected --format json` writes.

`all` is a matrix of every stack; `environments` is a matrix of environments, in each of which
stands a matrix for each layer, for layers come up one after the other. A job is
`{"name", "environment", "layer", "stacks"}`; `stacks` are names with blanks between them: one, as
long as there are no more stacks than a matrix may have jobs.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, get_args

from layers.stack import Layer, StackName
from strata.affected.touched import Affected

MOST = 256
"""Jobs that a matrix may have.

Source: https://docs.github.com/en/actions/reference/limits (2026)
"""

_LAYERS: tuple[Layer, ...] = get_args(Layer)


def as_json(found: Affected) -> str:
    """The document, on one line: the form in which a job hands it to the next."""
    stacks = [one.stack for one in found.stacks]
    environments = sorted({stack.environment for stack in stacks})
    return json.dumps(
        {
            "all": _matrix(stacks),
            "environments": {
                "include": [
                    {"environment": environment}
                    | {layer: _matrix(_of(stacks, environment, layer)) for layer in _LAYERS}
                    for environment in environments
                ]
            },
        }
    )


def _of(stacks: Iterable[StackName], environment: str, layer: Layer) -> list[StackName]:
    return [one for one in stacks if (one.environment, one.layer) == (environment, layer)]


def _matrix(stacks: Sequence[StackName]) -> dict[str, Any]:
    groups = [[*group] for _, group in groupby(stacks, lambda one: (one.environment, one.layer))]
    size = 1
    while sum(-(-len(group) // size) for group in groups) > MOST:
        size += 1
    return {"include": [job for group in groups for job in _jobs(group, size)]}


def _jobs(stacks: Sequence[StackName], size: int) -> Iterator[dict[str, str]]:
    """Jobs of one layer of one environment, which have the same rights."""
    for start in range(0, len(stacks), size):
        together = stacks[start : start + size]
        first, others = together[0], len(together) - 1
        yield {
            "name": f"{first} and {others} more" if others else str(first),
            "environment": first.environment,
            "layer": first.layer,
            "stacks": " ".join(map(str, together)),
        }
