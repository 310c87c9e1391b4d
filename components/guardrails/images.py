"""Where the images of tenants' pods come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.guardrails.policy import Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageSources:
    """What tenants may run.

    Attributes:
        registries: Registries whose images any tenant may run, but for what is reserved there.
        reserved: Beginnings of repositories that are some tenant's or the platform's.
        tenants: What stands before a tenant's name and a slash in its own repositories.
        platform: Repositories of the platform that any tenant may run.
    """

    registries: Sequence[str]
    reserved: Sequence[str]
    tenants: str
    platform: Sequence[str]


def image_rule(sources: ImageSources) -> Rule:
    """Images come from the account, say their tag for good, and are nobody else's."""
    reserved = " || ".join(f"i.startsWith('{one}')" for one in sources.reserved)
    allowed = [
        *(f"(i.startsWith('{one}/') && !({reserved}))" for one in sources.registries),
        f"i.startsWith('{sources.tenants}' + variables.tenant + '/')",
        *(f"i.startsWith('{one}:') || i.startsWith('{one}@')" for one in sources.platform),
    ]
    tag = r"i.matches('(:[\\w][\\w.-]*|@sha256:[0-9a-f]{64})$') && !i.endsWith(':latest')"
    return Rule(
        expression=f"variables.images.all(all, all.all(i, {tag} && ({' || '.join(allowed)})))",
        message=(
            "images must come from the account's registry, with a tag other than latest, and not "
            "from another tenant's repository: push it to the tenant's own"
        ),
    )
