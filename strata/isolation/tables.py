"""Tables of who may do what, as rows of text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from components import names
from strata.isolation.iam_account import PLATFORM, Account
from strata.isolation.iam_matrix import Cell, Whose, cells, purpose
from strata.isolation.personas import SYSTEM_NAMESPACES, Persona, Place, personas, place
from strata.isolation.rbac import EVERYWHERE, Right, Rights, granted, namespaces
from strata.plan.recording import Recording

NOTHING = "-"

Row = tuple[str, ...]

# Verbs that come together, and one word for them.
_WORDS = {
    "look": ("get", "list", "watch"),
    "change": ("create", "update", "patch", "delete"),
}


def rbac_rows(
    recordings: Sequence[Recording], tenants: Sequence[str], roles: Sequence[str]
) -> list[Row]:
    """What each role may do in the first tenant's namespace: a row a resource, a column a role."""
    first = tenants[0]
    by_role = {
        one.role: granted(recordings, one.subject, first)
        for one in personas(recordings)
        if one.tenant in {first, PLATFORM}
    }
    columns = [by_role[role] for role in roles]
    resources = sorted({right.resource for rights in columns for right in rights})
    return [(f"`{one}`", *(words(one, rights) for rights in columns)) for one in resources]


def elsewhere_rows(recordings: Sequence[Recording], tenants: Sequence[str]) -> list[Row]:
    """What each persona may do outside: a row a persona, a column a place."""
    made = {name for recording in recordings for name in namespaces(recording)}
    outside = (*sorted({*made, *SYSTEM_NAMESPACES}), EVERYWHERE)
    places = (Place.OTHER, Place.PLATFORM, Place.CLUSTER)
    rows = []
    for one in personas(recordings):
        if one.tenant in {tenants[0], PLATFORM}:
            found = _by_place(recordings, one, outside, tenants)
            rows.append((one.role, *(_said(found[where]) for where in places)))
    return rows


def words(resource: str, rights: Rights) -> str:
    """Verbs on a resource, in as few words as will do."""
    verbs = {right.verb for right in rights if right.resource == resource}
    found = []
    for word, together in _WORDS.items():
        if verbs.issuperset(together):
            found.append(word)
            verbs -= set(together)
    return ", ".join([*found, *sorted(verbs)]) or NOTHING


def tenant_rows(account: Account) -> list[Row]:
    """What each role of the first tenant reaches in AWS: a row a thing, a column a role."""
    first = account.tenants[0]
    found = [cell for cell in cells(account) if cell.tenant == first]
    rows = [
        _iam_row(found, noun, Whose.OWN)
        for noun in sorted({cell.noun for cell in found if cell.whose is Whose.OWN})
    ]
    others = sorted({cell.noun for cell in found if cell.whose is Whose.OTHER and cell.may})
    rows += [_iam_row(found, noun, Whose.OTHER) for noun in others]
    rows.append(("everything else" if others else "everything", Whose.OTHER, *_nothing()))
    platform = sorted({cell.noun for cell in found if cell.whose is Whose.PLATFORM and cell.may})
    rows += [_iam_row(found, noun, Whose.PLATFORM) for noun in platform]
    return [*rows, ("everything else", Whose.PLATFORM, *_nothing())]


def platform_rows(account: Account) -> list[Row]:
    """What each role of the platform reaches of a tenant's, and which policies of AWS's it has."""
    reach: dict[str, dict[str, str]] = defaultdict(dict)
    for cell in cells(account):
        if cell.whose is Whose.TENANT and cell.may:
            reach[cell.role][cell.noun] = _may([cell])
    return [
        (
            name := purpose(account, role),
            "; ".join(f"{noun}: {may}" for noun, may in sorted(reach[name].items())) or NOTHING,
            ", ".join(sorted(role.by_aws)) or NOTHING,
        )
        for role in sorted(account.roles, key=lambda role: role.name)
        if role.owner == PLATFORM
    ]


def _by_place(
    recordings: Sequence[Recording], one: Persona, where: Iterable[str], tenants: Sequence[str]
) -> dict[Place, Rights]:
    found: dict[Place, Rights] = defaultdict(frozenset)
    for namespace in where:
        found[place(one, namespace, tenants)] |= granted(recordings, one.subject, namespace)
    return found


def _said(rights: Iterable[Right]) -> str:
    known = frozenset(rights)
    resources = sorted({right.resource for right in known})
    return "; ".join(f"`{one}`: {words(one, known)}" for one in resources) or NOTHING


def _iam_row(found: Sequence[Cell], noun: str, whose: Whose) -> Row:
    mine = [cell for cell in found if cell.noun == noun and cell.whose is whose]
    return (
        noun,
        whose,
        *(_may([cell for cell in mine if cell.role == role]) for role in names.TENANT_ROLES),
    )


def _may(found: Iterable[Cell]) -> str:
    return ", ".join(dict.fromkeys(one for cell in found for one in cell.may)) or NOTHING


def _nothing() -> list[str]:
    return [NOTHING for _ in names.TENANT_ROLES]
