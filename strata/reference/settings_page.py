"""`docs/settings.md`: every setting of a stack file."""

from collections import Counter
from collections.abc import Iterator, Mapping

from layers.models import MODELS
from layers.stack import PROJECT, Layer
from strata.reference.settings import Setting, settings_of

_HEAD = """\
# Settings

What may be written in a stack file, layer by layer; what holds when it is not written; and why.
`dev:` and `prod:` stand before defaults that the profile decides. What is required below a setting
that may be left out is required only where that one is written.

Written by `strata docs` from the models in `layers/`.
"""


def page() -> str:
    """The page, as its file holds it."""
    links = anchors()
    return "\n".join([_HEAD, *(line for layer in MODELS for line in _layer(layer, links))])


def anchors() -> dict[tuple[Layer, str], str]:
    """Where each setting stands in the page: what GitHub makes of its heading.

    Returns:
        Anchors by layer and path.
    """
    found: dict[tuple[Layer, str], str] = {}
    seen: Counter[str] = Counter()
    for layer in MODELS:
        for setting in settings_of(layer):
            kept = [
                letter for letter in _title(setting).lower() if letter.isalnum() or letter == " "
            ]
            anchor = "".join(kept).replace(" ", "-")
            again = f"-{seen[anchor]}" if seen[anchor] else ""
            seen[anchor] += 1
            found |= {(layer, path): anchor + again for path in setting.paths}
    return found


def _layer(layer: Layer, links: Mapping[tuple[Layer, str], str]) -> Iterator[str]:
    settings = settings_of(layer)
    first = [one.paths[0] for one in settings if _is_first_level(one)]
    yield f"## `{PROJECT}:{layer}`\n"
    yield f"{' · '.join(f'[`{path}`](#{links[layer, path]})' for path in first)}\n"
    for setting in settings:
        yield from _setting(setting)


def _setting(setting: Setting) -> Iterator[str]:
    yield f"{'###' if _is_first_level(setting) else '####'} {_title(setting)}\n"
    if setting.default:
        default = setting.default if setting.default == "required" else f"default {setting.default}"
        yield f"{setting.type} · {default}\n"
    yield f"{setting.text}\n"
    if setting.replaces:
        yield f"> **{setting.replaces}**\n"


def _title(setting: Setting) -> str:
    return ", ".join(f"`{path}`" for path in setting.paths)


def _is_first_level(setting: Setting) -> bool:
    return "." not in setting.paths[0]
