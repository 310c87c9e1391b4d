"""`docs/practices.md`: every practice, and the test that holds it."""

from collections.abc import Iterator, Mapping

from strata.reference.practices import Practice
from strata.reference.settings_page import anchors

_HEAD = """\
# Practices

What the field recommends for data platforms on Amazon EKS and the platform does; what happens
otherwise; where it is set; and the test that fails when it is not done any more.

Written by `strata docs` from `docs/practices.yaml`.
"""


def page(practices: Mapping[str, tuple[Practice, ...]]) -> str:
    """The page, as its file holds it."""
    settings = {path: anchor for (_, path), anchor in reversed(anchors().items())}
    lines = [line for topic, rows in practices.items() for line in _topic(topic, rows, settings)]
    return "\n".join([_HEAD, *lines])


def _topic(
    topic: str, practices: tuple[Practice, ...], settings: Mapping[str, str]
) -> Iterator[str]:
    yield f"## {topic}\n"
    yield "| practice | why | where | test |\n|---|---|---|---|"
    for one in practices:
        cells = (
            one.practice,
            f"{one.why} [Source]({one.source})",
            _where(one, settings),
            _test(one.test),
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def _where(one: Practice, settings: Mapping[str, str]) -> str:
    link = f"../{one.where}" if one.file else f"settings.md#{settings[one.where]}"
    return f"[`{one.where}`]({link})"


def _test(node_id: str) -> str:
    path, _, name = node_id.partition("::")
    return f'[{said(name)}](../{path} "{node_id}")'


def said(name: str) -> str:
    """The sentence that a test's name is: `test_a_tenant_s_queue[x]` says `a tenant's queue: x`."""
    words, _, case = name.removeprefix("test_").removesuffix("]").partition("[")
    sentence = words.replace("_s_", "'s_").replace("_", " ")
    return f"{sentence}: {case}" if case else sentence
