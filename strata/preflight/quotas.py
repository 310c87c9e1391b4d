"""Quotas: what the account may hold.

Codes: https://docs.aws.amazon.com/general/latest/gr/ec2-service.html and
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from components.network.address_budget import NAU_CEILING
from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok, warning
from strata.preflight.needs import Needs


@dataclass(frozen=True, kw_only=True, slots=True)
class Quota:
    """One quota.

    Attributes:
        name: What it limits.
        service: Service code at Service Quotas.
        code: Quota code.
        at_once: What the environment needs before anything runs, and what is in use.
        at_most: What it may grow to, by its pools' limits.
    """

    name: str
    service: str
    code: str
    at_once: Callable[[Account, Needs], int]
    at_most: Callable[[Needs], int]


def _addresses(account: Account, needs: Needs) -> int:
    used = account.session.client("ec2").describe_addresses()["Addresses"]
    return len(used) + needs.nat_gateways


def _vpcs(account: Account, needs: Needs) -> int:
    used = account.session.client("ec2").describe_vpcs()["Vpcs"]
    return len(used) + (0 if needs.existing_vpc else 1)


QUOTAS = (
    Quota(
        name="on-demand vCPUs",
        service="ec2",
        code="L-1216C47A",
        at_once=lambda _account, needs: needs.system_vcpus,
        at_most=lambda needs: needs.on_demand_vcpus,
    ),
    Quota(
        name="Spot vCPUs",
        service="ec2",
        code="L-34B43A08",
        at_once=lambda _account, _needs: 0,
        at_most=lambda needs: needs.spot_vcpus,
    ),
    Quota(
        name="elastic IP addresses",
        service="ec2",
        code="L-0263D0A3",
        at_once=_addresses,
        at_most=lambda _needs: 0,
    ),
    Quota(
        name="VPCs",
        service="vpc",
        code="L-F678F1CE",
        at_once=_vpcs,
        at_most=lambda _needs: 0,
    ),
    Quota(
        name="blocks of a VPC",
        service="vpc",
        code="L-83CA0A9D",
        at_once=lambda _account, needs: len(needs.blocks),
        at_most=lambda _needs: 0,
    ),
    Quota(
        name="network interfaces",
        service="vpc",
        code="L-DF5E4CA3",
        at_once=lambda _account, _needs: 0,
        at_most=lambda needs: needs.nodes,
    ),
    Quota(
        name="network address units of a VPC",
        service="vpc",
        code="L-BB24F6E5",
        at_once=lambda _account, _needs: 0,
        at_most=lambda needs: min(needs.nodes * needs.units_per_node, NAU_CEILING),
    ),
)


def quotas(account: Account, needs: Needs) -> Iterator[Finding]:
    """Every quota, against what is needed at once and at the pools' limits."""
    client = account.session.client("service-quotas")
    for quota in QUOTAS:
        answer = client.get_service_quota(ServiceCode=quota.service, QuotaCode=quota.code)
        yield _judged(quota, int(answer["Quota"]["Value"]), account, needs)


def _judged(quota: Quota, allowed: int, account: Account, needs: Needs) -> Finding:
    at_once, at_most = quota.at_once(account, needs), quota.at_most(needs)
    remedy = f"request an increase of {quota.service} {quota.code} to {max(at_once, at_most)}"
    if allowed < at_once:
        return failure(quota.name, f"{allowed} allowed, {at_once} needed", remedy)
    if allowed < at_most:
        return warning(
            quota.name, f"{allowed} allowed, and the pools may grow to {at_most}", remedy
        )
    return ok(quota.name, f"{allowed} allowed, {max(at_once, at_most)} needed")


def roles(account: Account, _needs: Needs) -> Iterator[Finding]:
    """IAM roles: the layers make some ten, each tenant four."""
    summary = account.session.client("iam").get_account_summary()["SummaryMap"]
    used, allowed = summary["Roles"], summary["RolesQuota"]
    found = f"{allowed} allowed, {used} used"
    left = allowed - used
    remedy = "request an increase of iam L-FE177D64, or delete roles that nobody uses"
    if left < 10:
        yield failure("IAM roles", found, remedy)
    elif left < 100:
        yield warning("IAM roles", f"{found}: room for {left // 4} tenants", remedy)
    else:
        yield ok("IAM roles", found)
