"""Previews of several stacks as one comment: what is grave stands open, the rest is folded."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from strata.comparison.properties import ABSENT, differences
from strata.report.data_bearing import held_by
from strata.report.markdown import LONGEST, code
from strata.summary.preview import STACK, Preview, Step

# What is grave comes first; steps that a replacement is made of are told by `replace`.
_SAID = {"replace": "replaced", "delete": "deleted", "update": "changed", "create": "created"}
_GRAVE = ("replace", "delete")

# Source: https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/plugin/rpc.go
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

_VALUE_LENGTH = 200

# What is said when the rest is cut.
_CUT = "\n**The rest is cut, as a comment holds no more; the run of the workflow has it.**\n"


def as_markdown(previews: Mapping[str, Preview]) -> str:
    """One comment.

    Args:
        previews: What would be done to each stack, in the order in which they come up.
    """
    if not previews:
        return "No stack that is up is touched.\n"
    text = "\n".join(line for block in _blocks(previews) for line in block)
    if len(text) <= LONGEST:
        return f"{text}\n"
    kept, length = [], len(_CUT)
    for block in _blocks(previews):
        whole = "\n".join(block)
        length += len(whole) + 1
        if length > LONGEST:
            break
        kept.append(whole)
    return "\n".join(kept) + "\n" + _CUT


def _blocks(previews: Mapping[str, Preview]) -> Iterator[list[str]]:
    """Parts that are kept or cut as a whole."""
    yield ["| stack | |", "|---|---|"]
    yield [f"| {_code(stack)} | {_counts(one)} |" for stack, one in previews.items()]
    yield [""]
    losses = [
        f"> - {_code(step.name)} of {_code(stack)} is {_SAID[step.op]}, and loses "
        f"{held_by(step.type)}"
        for stack, preview in previews.items()
        for step in _of(preview, *_GRAVE)
        if held_by(step.type) and not (step.old_state and step.old_state.retain_on_delete)
    ]
    if losses:
        yield ["> [!CAUTION]", "> **Data would be lost**", ">", *losses, ""]
    for stack, preview in previews.items():
        if preview.errors:
            told = [f"- {_code(line)}" for line in preview.errors]
            yield [f"#### {stack} cannot be previewed", *told, ""]
    for op in _GRAVE:
        for stack, preview in previews.items():
            if steps := _of(preview, op):
                yield [f"#### {stack}: {len(steps)} {_SAID[op]}", *_told(steps), ""]
    for op in ("update", "create"):
        for stack, preview in previews.items():
            if steps := _of(preview, op):
                heading = f"{stack}: {len(steps)} {_SAID[op]}"
                summary = f"<details><summary>{heading}</summary>"
                yield [summary, "", *_told(steps), "", "</details>", ""]


def _counts(preview: Preview) -> str:
    if preview.errors:
        return "**cannot be previewed**"
    told = [f"{len(steps)} {said}" for op, said in _SAID.items() if (steps := _of(preview, op))]
    return ", ".join(told) or "nothing changes"


def _of(preview: Preview, *ops: str) -> list[Step]:
    return [step for step in preview.steps if step.op in ops and step.type != STACK]


def _told(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        yield f"- {_code(step.name)} {_code(step.type)}"
        for reason in step.replace_reasons or ():
            yield f"  - because {_code(reason)} cannot change in place"
        if step.op in _GRAVE and step.old_state and step.old_state.protect:
            yield "  - it is protected: the engine refuses, and the deployment fails"
        if step.old_state and step.new_state:
            yield from _differences(step)


def _differences(step: Step) -> Iterator[str]:
    before = step.old_state.inputs if step.old_state else {}
    after = step.new_state.inputs if step.new_state else {}
    found = differences(before, after)
    for one in found:
        yield f"  - {_code(one.path)}: {_value(one.old)} → {_value(one.new)}"
    # A secret is masked on both sides, and what AWS computes is no input: they differ unseen.
    seen = {one.path.partition(".")[0].partition("[")[0] for one in found}
    for reason in step.diff_reasons or ():
        if reason.partition(".")[0].partition("[")[0] not in seen:
            yield f"  - {_code(reason)}"


def _value(value: Any) -> str:
    if value is ABSENT:
        return "(nothing)"
    text = str(value)
    if text == _UNKNOWN:
        return "(known when it is deployed)"
    return _code(text if len(text) <= _VALUE_LENGTH else f"{text[:_VALUE_LENGTH]}…")


def _code(text: str) -> str:
    """A text of any length and form as one line of code."""
    line = " ".join(text.split())
    return code(line) if line else "`  `"
