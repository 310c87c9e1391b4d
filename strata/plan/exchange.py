"""Plans as one process hands them to another, without their secrets.

A JSON document: `{"format": 1, "recordings": [{"stack", "resources", "outputs",
"componentOutputs", "read"}]}`; a resource has the fields of `Planned`. Values are Pulumi's own
property maps as JSON, so that secrets, unknowns and references stay what they are.

In the place of each text of a secret stands its HMAC-SHA256. Two processes that were given the same
key so see whether a secret changes, and nobody sees which it is; the key is made for one comparison
and kept nowhere. What a plan says of a secret that only a deployment tells, `${name.property}`, is
a name: it stays, so that what is taken from where is still known.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from google.protobuf import json_format, struct_pb2

from strata.plan.placeholder import PLACEHOLDER
from strata.plan.recording import Planned, Recording
from strata.wire import ResourceReference, Secret, Unknown, to_plain, to_struct

FORMAT = 1

KEY = "STRATA_PLAN_KEY"
"""Environment variable that holds the key, in hexadecimal digits."""


class ExchangeError(Exception):
    """A document that is not one of these; as text, one line."""


def dumped(recordings: Sequence[Recording], key: bytes) -> str:
    """Plans as text.

    Args:
        recordings: Plans, of one environment.
        key: What secrets are sealed with.
    """
    seal = _Seal(key, recordings)
    return json.dumps({"format": FORMAT, "recordings": [_told(one, seal) for one in recordings]})


def loaded(text: str) -> list[Recording]:
    """Plans of a text.

    Raises:
        ExchangeError: It holds none, or in another format.
    """
    try:
        document = json.loads(text)
    except ValueError:
        raise ExchangeError("hands over no plan") from None
    told = document.get("format") if isinstance(document, dict) else None
    if told != FORMAT:
        raise ExchangeError(f"hands over its plan in format {told}; format {FORMAT} is needed")
    return [_recording(one) for one in document["recordings"]]


def sealed(recordings: Sequence[Recording], key: bytes) -> list[Recording]:
    """Plans as another process would read them."""
    return loaded(dumped(recordings, key))


class _Seal:
    """What hides secrets; the names of resources are none."""

    def __init__(self, key: bytes, recordings: Sequence[Recording]) -> None:
        self._key = key
        self._names = {one.name for recording in recordings for one in recording.resources}

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A property map whose secrets are sealed."""
        return {name: self._value(value, secret=False) for name, value in values.items()}

    def _value(self, value: Any, *, secret: bool) -> Any:
        match value:
            case Secret():
                return Secret(self._value(value.value, secret=True))
            case Mapping():
                return {name: self._value(item, secret=secret) for name, item in value.items()}
            case list() | tuple():
                return [self._value(item, secret=secret) for item in value]
            case None | Unknown() | ResourceReference():
                return value
            case str() if secret:
                return self._text(value)
            case _:
                return self._digest(json.dumps(value)) if secret else value

    def _text(self, text: str) -> str:
        """A text without what is secret in it."""
        parts, end = [], 0
        for found in PLACEHOLDER.finditer(text):
            if self._is_taken(found[1]):
                parts += [self._digest(text[end : found.start()]), found[0]]
                end = found.end()
        return "".join([*parts, self._digest(text[end:])])

    def _is_taken(self, placeholder: str) -> bool:
        steps = placeholder.split(".")
        return any(".".join(steps[:end]) in self._names for end in range(1, len(steps)))

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest() if text else ""


def _told(recording: Recording, seal: _Seal) -> dict[str, Any]:
    return {
        "stack": recording.stack,
        "resources": [
            asdict(replace(one, inputs={})) | {"inputs": _written(seal.values(one.inputs))}
            for one in recording.resources
        ],
        "outputs": _written(seal.values(recording.outputs)),
        "componentOutputs": {
            urn: sorted(names) for urn, names in sorted(recording.component_outputs.items())
        },
        "read": recording.read,
    }


def _recording(told: Mapping[str, Any]) -> Recording:
    return Recording(
        stack=told["stack"],
        resources=[_planned(one) for one in told["resources"]],
        outputs=_read(told["outputs"]),
        component_outputs={
            urn: frozenset(names) for urn, names in told["componentOutputs"].items()
        },
        read=list(told["read"]),
    )


def _planned(told: Mapping[str, Any]) -> Planned:
    several: Iterable[str] = ("depends_on", "aliases")
    lists = {name: tuple(told[name]) for name in several}
    return Planned(**{**told, **lists, "inputs": _read(told["inputs"])})


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = json_format.MessageToDict(to_struct(values))
    return written


def _read(values: dict[str, Any]) -> dict[str, Any]:
    return to_plain(json_format.ParseDict(values, struct_pb2.Struct()))
