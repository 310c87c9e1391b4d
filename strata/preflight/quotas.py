"""Quotas: what the account may hold.

Codes: https://docs.aws.amazon.com/general/latest/gr/ec2-service.html and
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from botocore.exceptions import ClientError

from components.network.address_budget import NAU_CEILING
from strata.account.account import Account
from strata.preflight import vcpus
from strata.preflight.addresses import other_elastic_addresses, other_vpcs
from strata.preflight.finding import Finding, failure, ok, warning
from strata.preflight.needs import Needs

Now = Callable[[Account, Needs], int]
Ever = Callable[[Needs], int]


def _nothing_now(_account: Account, _needs: Needs) -> int:
    return 0


def _nothing_more(_needs: Needs) -> int:
    return 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Quota:
    """One quota.

    Attributes:
        name: What it limits.
        service: Service code at Service Quotas.
        code: Quota code.
        at_once: What the environment needs before anything runs, and what others have in use.
        at_most: What it may grow to, by its pools' limits.
    """

    name: str
    service: str
    code: str
    at_once: Now = _nothing_now
    at_most: Ever = _nothing_more

    def check(self, account: Account, needs: Needs) -> Iterator[Finding]:
        """The quota, against what is needed at once and at the pools' limits."""
        at_once, at_most = self.at_once(account, needs), self.at_most(needs)
        wanted = max(at_once, at_most)
        if not wanted:
            return
        allowed = self._allowed(account)
        remedy = f"request an increase of {self.service} {self.code} to {wanted}"
        if allowed < at_once:
            yield failure(self.name, f"{allowed} allowed, {at_once} needed", remedy)
        elif allowed < at_most:
            yield warning(
                self.name, f"{allowed} allowed, and the pools may grow to {at_most}", remedy
            )
        else:
            yield ok(self.name, f"{allowed} allowed, {wanted} needed")

    def _allowed(self, account: Account) -> int:
        """What is applied to the account; a quota that nobody ever raised may have only a default.

        Source: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
        """
        client = account.session.client("service-quotas")
        try:
            answer = client.get_service_quota(ServiceCode=self.service, QuotaCode=self.code)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchResourceException":
                raise
            default = client.get_aws_default_service_quota(
                ServiceCode=self.service, QuotaCode=self.code
            )
            return int(default["Quota"]["Value"])
        return int(answer["Quota"]["Value"])


def _of_vcpus(quota: vcpus.VcpuQuota) -> Quota:
    def system(_account: Account, needs: Needs) -> int:
        return needs.system_vcpus if quota is vcpus.ON_DEMAND else 0

    def at_most(needs: Needs) -> int:
        system = needs.system_vcpus if quota is vcpus.ON_DEMAND else 0
        return needs.pool_vcpus[quota.code] + system

    return Quota(name=quota.name, service="ec2", code=quota.code, at_once=system, at_most=at_most)


QUOTAS = (
    *map(_of_vcpus, vcpus.QUOTAS),
    Quota(
        name="elastic IP addresses",
        service="ec2",
        code="L-0263D0A3",
        at_once=lambda account, needs: (
            other_elastic_addresses(account) + needs.nat_gateways if needs.nat_gateways else 0
        ),
    ),
    Quota(
        name="VPCs",
        service="vpc",
        code="L-F678F1CE",
        at_once=lambda account, needs: 0 if needs.existing_vpc else other_vpcs(account) + 1,
    ),
    Quota(
        name="blocks of a VPC",
        service="vpc",
        code="L-83CA0A9D",
        at_once=lambda _account, needs: len(needs.blocks),
    ),
    Quota(
        name="network interfaces",
        service="vpc",
        code="L-DF5E4CA3",
        at_most=lambda needs: needs.nodes,
    ),
    Quota(
        name="network address units of a VPC",
        service="vpc",
        code="L-BB24F6E5",
        at_most=lambda needs: min(needs.nodes * needs.units_per_node, NAU_CEILING),
    ),
)


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
