"""What there is to reach in an account, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from components import names
from strata.isolation.iam_account import KEY, PLATFORM, Account
from strata.isolation.iam_uses import FORMS, LIST, Uses, each, encrypted, objects, secret
from strata.isolation.two_tenants import SHARED_SECRET


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Something that a role may reach or not.

    Attributes:
        noun: What it is; of the platform's own, which one too.
        owner: The tenant that it belongs to, or `PLATFORM`.
        uses: How it is used.
    """

    noun: str
    owner: str
    uses: Uses


def targets(account: Account) -> list[Target]:
    """Everything that an account holds for its tenants and its platform."""
    found = []
    for resource in account.resources:
        if resource.type in FORMS:
            noun, form = FORMS[resource.type]
            which = "" if resource.owner else f" {_which(account, resource.arn)}"
            uses = form(account, resource)
            found.append(Target(noun=noun + which, owner=resource.owner, uses=uses))
    for tenant in account.tenants:
        found += _of_tenant(account, tenant)
    return [*found, *_of_platform(account)]


def _which(account: Account, arn: str) -> str:
    """Which of the platform's own: its name, without what all names have."""
    name = arn.split(":", 5)[-1].removesuffix(f"-{account.number}-{account.region}-an")
    _, found, ending = name.partition(f"{names.cluster(account.environment)}-")
    return ending if found else name


def _of_tenant(account: Account, tenant: str) -> Iterator[Target]:
    """What is a tenant's by its name, in what it shares with others or will fill itself."""
    for purpose, noun, prefix in (
        ("airflow-dags", "DAGs in Airflow", f"{tenant}/"),
        ("airflow-logs", "task logs in Airflow", f"dag_id={tenant}_any/"),
    ):
        name = names.platform_bucket(account.environment, purpose, account.number, account.region)
        # Without the key: to it, S3 says the bucket, which all of them share.
        uses = objects(f"arn:aws:s3:::{name}/{prefix}any")
        yield Target(noun=noun, owner=tenant, uses=uses)
    yield _secret(account, tenant, tenant, "connection of Airflow", "airflow/connections/any")
    yield _secret(account, tenant, tenant, "secret of its own", "any")


def _of_platform(account: Account) -> Iterator[Target]:
    """What is the platform's by its name alone: Pulumi's state, and secrets that people make."""
    state = names.state_bucket(account.environment, account.number, account.region)
    uses = {
        LIST: each("s3:ListBucket", f"arn:aws:s3:::{state}"),
        **objects(f"arn:aws:s3:::{state}/any"),
    }
    yield Target(noun="state of Pulumi", owner=PLATFORM, uses=uses)
    yield _secret(account, PLATFORM, names.OWNER_ACCESS, "secret for logging in", "any")
    shared = names.OWNER_SHARED
    yield _secret(account, PLATFORM, shared, "shared secret that the file names", SHARED_SECRET)
    yield _secret(account, PLATFORM, shared, "shared secret that it does not name", "any")


def _secret(account: Account, owner: str, folder: str, noun: str, name: str) -> Target:
    """A secret that is not there yet; the platform's own key will encrypt it."""
    full = names.secret(account.environment, folder, name)
    place = f"{account.region}:{account.number}"
    # Secrets Manager ends each with six characters of its own.
    arn = f"arn:aws:secretsmanager:{place}:secret:{full}-AbCdEf"
    key = next(one.arn for one in account.resources if one.type == KEY and one.owner == PLATFORM)
    via = f"secretsmanager.{account.region}.amazonaws.com"
    uses = encrypted(secret(arn), key, via, {"SecretARN": arn})
    return Target(noun=noun, owner=owner, uses=uses)
