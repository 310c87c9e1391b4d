"""Making: what a resource becomes when it is created or changed, and whether it may go."""

from dataclasses import dataclass
from typing import Any

from strata.rehearsal.cloud import policy_documents, references, signatures
from strata.rehearsal.cloud.inventory import Handle, Inventory, Row
from strata.rehearsal.cloud.kind import Kind, outputs, render
from strata.rehearsal.cloud.paths import at, put
from strata.rehearsal.cloud.refused import RefusedError
from strata.rehearsal.cloud.request import Request
from strata.wire import UNKNOWN


@dataclass(frozen=True, slots=True)
class Made:
    """A resource, ready for the inventory.

    Attributes:
        row: The resource.
        clash: What no other may have; None if others may have everything.
        handles: How others refer to it.
        uses: What it cannot live without.
    """

    row: Row
    clash: str | None
    handles: list[Handle]
    uses: list[Row]


def make(kind: Kind, request: Request) -> Made:
    """Apply every rule, then make identifier and outputs.

    Raises:
        RefusedError: A rule forbids it.
    """
    uses = references.resolve(request, kind) if request.caller.account else []
    policy_documents.check(request, kind)
    for need in kind.needs:
        uses.extend(need(request))
    unique = clash(kind, request)
    _refuse_second(kind, request, unique)
    before = request.before
    id_ = before.id if before else render(kind.id, request, defaults=kind.defaults)
    row = Row(
        serial=before.serial if before else 0,
        urn=request.urn,
        type=request.type,
        id=id_,
        home=request.caller.home,
        inputs=dict(request.inputs),
        outputs=_outputs(kind, request, id_),
    )
    return Made(row, unique, _handles(kind, request, row), uses)


def planned(kind: Kind, request: Request) -> dict[str, Any]:
    """The outputs before anything is made; `UNKNOWN` where only the cloud tells."""
    before = request.before
    known = before.outputs if before else kind.defaults
    outputs_ = {**known, **request.inputs, **_tags(request)}
    for path in kind.outputs:
        told = at(known, path) if before and path not in kind.volatile else UNKNOWN
        outputs_ = put(outputs_, path, told)
    return outputs_


def clash(kind: Kind, request: Request) -> str | None:
    """What no other resource may have; None if others may have everything."""
    if kind.unique is None:
        return None
    key = render(kind.unique.key, request, defaults=kind.defaults)
    return f"{request.type}|{key}" if key else None


def go(row: Row, kind: Kind | None, inventory: Inventory) -> None:
    """Take a resource out of the inventory.

    Raises:
        RefusedError: It is in use, or protects itself.
    """
    _may_go(row, kind, inventory)
    for leave in kind.leaves if kind else ():
        leave(row, inventory)
    inventory.remove(row)


def tags_changed(request: Request, row: Row) -> bool:
    """Whether the provider's default tags would give a resource other tags than it has."""
    tags = _tags(request).get("tagsAll")
    return tags is not None and tags != row.outputs.get("tagsAll")


def _may_go(row: Row, kind: Kind | None, inventory: Inventory) -> None:
    for keep in kind.keeps if kind else ():
        keep(row, inventory)
    users = inventory.users(row)
    if users:
        raise RefusedError(
            f"{row}: DependencyViolation: in use by {', '.join(map(str, users))}; "
            "delete these first, or let them depend on it"
        )


def _refuse_second(kind: Kind, request: Request, unique: str | None) -> None:
    if kind.unique is None or unique is None or request.caller.adopts:
        return
    other, before = request.inventory.clashing(unique), request.before
    if other is not None and (before is None or other.serial != before.serial):
        thing = render(kind.unique.thing, request, defaults=kind.defaults)
        raise request.refused(
            f"there is already {thing}, made by {other}",
            f"{kind.unique.scope}: choose another or delete that one",
        )
    left = request.inventory.remains().get(unique)
    if left is not None:
        raise request.refused(left, "restore it, or delete it for good: `strata sweep` shows it")


def _outputs(kind: Kind, request: Request, id_: str) -> dict[str, Any]:
    made = {**outputs(kind, request, id_), **_tags(request)}
    return {name: value for name, value in made.items() if value is not None}


def _tags(request: Request) -> dict[str, Any]:
    signature = signatures.signature(request.type)
    if signature is None or "tagsAll" not in signature.outputs:
        return {}
    own = request.input("tags", {})
    if own is UNKNOWN:
        return {"tagsAll": UNKNOWN}
    return {"tagsAll": {**request.caller.default_tags, **own}}


def _handles(kind: Kind, request: Request, row: Row) -> list[Handle]:
    own = [row.id, row.outputs.get("arn")]
    handles = [Handle(row.type, value) for value in own if value]
    for path, type_ in kind.handles.items():
        value = at(row.outputs, path)
        if value:
            handles.append(Handle(type_ or row.type, value))
    return handles + (kind.brings(request) if kind.brings else [])
