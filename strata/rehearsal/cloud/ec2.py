"""EC2: networks and launch templates.

Identifiers: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html (17 digits).
What cannot change after creation is what the AWS provider marks so:
https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

from typing import Any

from strata.rehearsal.cloud import addresses, references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_ARN = "arn:aws:ec2:{region}:{account}:"
_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_PEER = "".join(f"{{{name}}}" for name in _PEERS)
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")


def zone_of_region(request: Request) -> list[Row]:
    """A subnet's zone belongs to the region."""
    zone, region = request.input("availabilityZone"), request.caller.region
    if zone is not None and zone[:-1] != region:
        raise request.refused(
            f"availabilityZone = {zone!r}: not a zone of {region}", f"write one like {region}a"
        )
    return []


def internet_gateway(request: Request) -> list[Row]:
    """A public NAT gateway needs the internet gateway of its VPC, and keeps it there.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
    """
    subnet = request.find(t.SUBNET, request.input("subnetId", ""))
    if subnet is None or request.input("connectivityType") == "private":
        return []
    vpc_id = subnet.inputs["vpcId"]
    gateways = request.others(t.INTERNET_GATEWAY, vpcId=vpc_id)
    if not gateways:
        raise request.refused(
            f"Gateway.NotAttached: the network {vpc_id} has no internet gateway attached",
            "create the InternetGateway first and depend on it",
        )
    return gateways


def endpoint_of_region(request: Request) -> list[Row]:
    """An endpoint names a service of the region."""
    service, region = request.input("serviceName", ""), request.caller.region
    if service.startswith("com.amazonaws.") and service.split(".")[2] != region:
        raise request.refused(
            f"serviceName = {service!r}: InvalidServiceName: not a service of {region}",
            f"write one like com.amazonaws.{region}.s3",
        )
    return []


def private_dns(request: Request) -> list[Row]:
    """Private names of an endpoint need both DNS switches of its VPC.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
    """
    vpc = request.find(t.VPC, request.input("vpcId", ""))
    if vpc is None or not request.input("privateDnsEnabled"):
        return []
    missing = [
        name
        for name, default in (("enableDnsSupport", True), ("enableDnsHostnames", False))
        if not vpc.inputs.get(name, default)
    ]
    if missing:
        raise request.refused(
            f"privateDnsEnabled: {vpc} has {' and '.join(missing)} off", "turn them on"
        )
    return []


def _private_name(request: Request) -> str:
    # Without private DNS any number of endpoints may stand side by side.
    if not request.input("privateDnsEnabled"):
        return request.urn
    return f"{request.input('vpcId')}|{request.input('serviceName')}"


def _destination(request: Request) -> str:
    return next((request.inputs[name] for name in _DESTINATIONS if name in request.inputs), "")


def _next_version(request: Request, _: str) -> int:
    return int(request.before.outputs["latestVersion"]) + 1 if request.before else 1


def _public_ip(request: Request, _: str = "") -> str:
    # 203.0.113.0/24 is set apart for documentation: it can be nobody's address.
    return f"203.0.113.{int(request.hex(2, 'address'), 16)}"


def _address_of(request: Request, _: str) -> Any:
    address = request.find(t.EIP, str(request.input("allocationId", "")))
    return address.outputs["publicIp"] if address else None


def one_peer(request: Request) -> list[Row]:
    """A rule lets one other in or out."""
    given = [name for name in _PEERS if request.input(name) is not None]
    if len(given) != 1:
        raise request.refused(
            f"a rule has one of {', '.join(_PEERS)}, not {' and '.join(given) or 'none'}",
            "make a rule for each",
        )
    return []


def _rule(thing: str) -> Kind:
    return Kind(
        id="sgr-{hex17}",
        outputs={
            "arn": _ARN + "security-group-rule/{id}",
            "securityGroupRuleId": "{id}",
        },
        create_only=("securityGroupId",),
        unique=Unique(
            key=f"{{securityGroupId}}|{{ipProtocol}}|{{fromPort}}|{{toPort}}|{_PEER}",
            thing=thing,
            scope="a group has each rule once",
        ),
        references={
            # A group takes its own rules along when it is deleted, but none that names it.
            "securityGroupId": Target(type=t.SECURITY_GROUP, thing="security group", holds=False),
            "referencedSecurityGroupId": references.SECURITY_GROUP,
        },
        needs=(one_peer,),
    )


KINDS: dict[str, Kind] = {
    t.VPC: Kind(
        id="vpc-{hex17}",
        outputs={
            "arn": _ARN + "vpc/{id}",
            "ownerId": "{account}",
            "defaultSecurityGroupId": "sg-{hex17}",
            "defaultRouteTableId": "rtb-{hex17}",
            "mainRouteTableId": "rtb-{hex17}",
            "defaultNetworkAclId": "acl-{hex17}",
        },
        defaults={"enableDnsSupport": True, "enableDnsHostnames": False},
        create_only=("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "instanceTenancy"),
        handles={
            "defaultSecurityGroupId": t.SECURITY_GROUP,
            "mainRouteTableId": t.ROUTE_TABLE,
        },
        needs=(addresses.vpc_block,),
    ),
    t.CIDR_ASSOCIATION: Kind(
        id="vpc-cidr-assoc-{hex17}",
        create_only=("vpcId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"),
        needs=(addresses.secondary_block,),
    ),
    t.SUBNET: Kind(
        id="subnet-{hex17}",
        outputs={"arn": _ARN + "subnet/{id}", "ownerId": "{account}"},
        defaults={"mapPublicIpOnLaunch": False},
        create_only=("vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native"),
        needs=(zone_of_region, addresses.subnet_block),
    ),
    t.SUBNET_CIDR_RESERVATION: Kind(
        id="scr-{hex17}",
        outputs={"ownerId": "{account}"},
        create_only=("subnetId", "cidrBlock", "reservationType", "description"),
        needs=(addresses.reserved_block,),
    ),
    t.INTERNET_GATEWAY: Kind(
        id="igw-{hex17}",
        outputs={"arn": _ARN + "internet-gateway/{id}", "ownerId": "{account}"},
        unique=Unique(
            key="{vpcId}",
            thing="an internet gateway attached to {vpcId}",
            scope="a VPC has one at most",
        ),
    ),
    t.EIP: Kind(
        id="eipalloc-{hex17}",
        outputs={
            "allocationId": "{id}",
            "arn": _ARN + "elastic-ip/{id}",
            "publicIp": _public_ip,
        },
        create_only=("domain", "address", "publicIpv4Pool", "networkBorderGroup"),
    ),
    t.NAT_GATEWAY: Kind(
        id="nat-{hex17}",
        outputs={
            "networkInterfaceId": "eni-{hex17}",
            "associationId": "eipassoc-{hex17}",
            "publicIp": _address_of,
        },
        create_only=("subnetId", "allocationId", "connectivityType", "privateIp"),
        unique=Unique(
            key=lambda request: str(request.input("allocationId", request.urn)),
            thing="a NAT gateway with the address {allocationId}",
            scope="an address belongs to one gateway",
        ),
        needs=(internet_gateway,),
    ),
    t.ROUTE_TABLE: Kind(
        id="rtb-{hex17}",
        outputs={"arn": _ARN + "route-table/{id}", "ownerId": "{account}"},
        create_only=("vpcId",),
    ),
    t.ROUTE: Kind(
        id="r-{routeTableId}{hex10}",
        outputs={"origin": "CreateRoute", "state": "active"},
        create_only=("routeTableId", *_DESTINATIONS),
        unique=Unique(
            key=lambda request: f"{request.input('routeTableId')}|{_destination(request)}",
            thing=lambda request: (
                f"a route to {_destination(request)} in {request.input('routeTableId')}"
            ),
            scope="a table has one route a destination",
        ),
    ),
    t.ROUTE_TABLE_ASSOCIATION: Kind(
        id="rtbassoc-{hex17}",
        create_only=("subnetId", "gatewayId"),
        unique=Unique(
            key="{subnetId}{gatewayId}",
            thing="a route table associated with {subnetId}{gatewayId}",
            scope="a subnet has one route table",
        ),
    ),
    t.VPC_ENDPOINT: Kind(
        id="vpce-{hex17}",
        outputs={
            "arn": _ARN + "vpc-endpoint/{id}",
            "ownerId": "{account}",
            "prefixListId": "pl-{hex8}",
            "state": "available",
        },
        create_only=("vpcId", "serviceName", "vpcEndpointType"),
        policies={"policy": "endpoint"},
        unique=Unique(
            key=_private_name,
            thing="an endpoint of {serviceName} with private DNS in {vpcId}",
            scope="a VPC has one a service",
        ),
        needs=(endpoint_of_region, private_dns),
    ),
    t.SECURITY_GROUP: Kind(
        id="sg-{hex17}",
        outputs={"arn": _ARN + "security-group/{id}", "ownerId": "{account}"},
        name=NameRule(
            input="name",
            limit=255,
            pattern=r"(?!sg-)[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+",
            made_of="letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not starting with sg-",
        ),
        unique=Unique(
            key="{vpcId}|{name}",
            thing="a security group {name} in {vpcId}",
            scope="its name is unique in a VPC",
        ),
        create_only=("name", "namePrefix", "description", "vpcId"),
    ),
    t.SECURITY_GROUP_INGRESS: _rule(f"a rule that lets {_PEER} into {{securityGroupId}}"),
    t.SECURITY_GROUP_EGRESS: _rule(f"a rule that lets {{securityGroupId}} out to {_PEER}"),
    t.LAUNCH_TEMPLATE: Kind(
        id="lt-{hex17}",
        outputs={
            "arn": _ARN + "launch-template/{id}",
            "latestVersion": _next_version,
        },
        defaults={"defaultVersion": 1},
        # Source: CreateLaunchTemplate, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
        name=NameRule(
            input="name",
            limit=128,
            least=3,
            pattern=r"[A-Za-z0-9().\-/_]+",
            made_of="letters, digits and ().-/_",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a launch template named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix"),
        volatile=("latestVersion",),
        references={"networkInterfaces.securityGroups": references.SECURITY_GROUP},
    ),
}
