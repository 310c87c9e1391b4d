"""Random values: made once, then kept in the state of their stack, encrypted.

A stand-in guards nothing, so the same program gets the same values in every run. They are the
least lucky ones that the real provider may draw: a special character that may occur does.

Source: https://github.com/hashicorp/terraform-provider-random/tree/main/internal/provider and
https://github.com/pulumi/pulumi-random/blob/master/provider/resources.go (identifiers)
"""

import base64
import hashlib
import string
from typing import Any, Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind
from strata.rehearsal.cloud.request import Request

_SPECIAL: Final = "!@#$%&*()-_=+[]{}<>:?"

# Whether a class of characters is wanted, how many at least, and which they are.
_CLASSES: Final = (
    ("lower", "minLower", string.ascii_lowercase),
    ("upper", "minUpper", string.ascii_uppercase),
    ("numeric", "minNumeric", string.digits),
)


def long_enough(request: Request) -> list[Row]:
    """A password has room for what it must have, and something to be made of."""
    least = sum(request.input(f"min{name}", 0) for name in ("Lower", "Upper", "Numeric", "Special"))
    length = request.input("length")
    if length < max(least, 1):
        raise request.refused(
            f"length = {length}: at least {max(least, 1)}, the sum of all minimums",
            "make it longer",
        )
    if not _alphabet(request):
        raise request.refused("no character is allowed", "allow lower, upper, numeric or special")
    return []


def some_bytes(request: Request) -> list[Row]:
    """At least one byte is drawn."""
    length = request.input("length", request.input("byteLength"))
    if length < 1:
        raise request.refused(f"{length} bytes: at least 1", "ask for more")
    return []


def _specials(request: Request) -> str:
    if not request.input("special", default=True):
        return ""
    return str(request.input("overrideSpecial") or _SPECIAL)


def _alphabet(request: Request) -> str:
    plain = [letters for name, _, letters in _CLASSES if request.input(name, default=True)]
    return "".join(plain) + _specials(request)


def _drawn(request: Request, count: int) -> bytes:
    """Bytes of this resource; its successor gets others."""
    return hashlib.shake_256(request.hex(128, "value").encode()).digest(count)


def _password(request: Request, _: str) -> str:
    length, alphabet = request.input("length"), _alphabet(request)
    drawn = _drawn(request, 4 * length)
    wanted = [
        letters[byte % len(letters)]
        for name, least, letters in _CLASSES
        if request.input(name, default=True)
        for byte in drawn[: request.input(least, 0)]
    ]
    wanted += _specials(request)[: length - len(wanted)]
    wanted += [alphabet[byte % len(alphabet)] for byte in drawn[: length - len(wanted)]]
    places = sorted(range(length), key=lambda place: drawn[length + place])
    return "".join(wanted[place] for place in places)


def _bytes(request: Request) -> bytes:
    return _drawn(request, request.input("length", request.input("byteLength")))


def _base64(request: Request, _: str = "") -> str:
    return base64.b64encode(_bytes(request)).decode()


def _url_safe(request: Request) -> str:
    return base64.urlsafe_b64encode(_bytes(request)).decode().rstrip("=")


def _prefixed(value: Any, request: Request) -> str:
    return f"{request.input('prefix', '')}{value}"


KINDS: dict[str, Kind] = {
    t.RANDOM_PASSWORD: Kind(
        id="none",
        outputs={
            "bcryptHash": lambda request, _: f"$2a$10${request.hex(53, 'hash')}",
            "result": _password,
        },
        create_only=(
            "keepers",
            "length",
            "lower",
            "minLower",
            "minNumeric",
            "minSpecial",
            "minUpper",
            "number",
            "numeric",
            "overrideSpecial",
            "special",
            "upper",
        ),
        needs=(long_enough,),
    ),
    t.RANDOM_BYTES: Kind(
        # In plain text: an engine keeps no identifier secret. A key is better a password's.
        id=_base64,
        outputs={"base64": _base64, "hex": lambda request, _: _bytes(request).hex()},
        create_only=("keepers", "length"),
        needs=(some_bytes,),
    ),
    t.RANDOM_ID: Kind(
        id=_url_safe,
        outputs={
            "b64Std": lambda request, _: _prefixed(_base64(request), request),
            "b64Url": lambda request, _: _prefixed(_url_safe(request), request),
            "dec": lambda request, _: _prefixed(int.from_bytes(_bytes(request)), request),
            "hex": lambda request, _: _prefixed(_bytes(request).hex(), request),
        },
        create_only=("byteLength", "keepers", "prefix"),
        needs=(some_bytes,),
    ),
}
