"""What AWS bills each planned resource for.

Most follows from the resource's own inputs; the disks of a node group stand in its launch template.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from strata.cost.billing import FREE, USED
from strata.cost.charge import Charge, Quantity, counted, gib, times
from strata.plan.placeholder import identifier
from strata.plan.recording import Planned

RELEASE = "kubernetes:helm.sh/v3:Release"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CACHE = "aws:elasticache/serverlessCache:ServerlessCache"
DATABASE = "aws:rds/instance:Instance"

CACHE_MINIMUM_GIB = Decimal("0.1")
"""What a serverless cache is billed for at least.

Source: https://aws.amazon.com/elasticache/pricing/ (100 MB a cache with Valkey)
"""

# What gp3 gives without a charge. Source: https://aws.amazon.com/ebs/pricing/
_FREE_IOPS, _FREE_THROUGHPUT = Decimal(3000), Decimal(125)
# What JupyterHub claims unless told otherwise.
# Source: https://github.com/jupyterhub/zero-to-jupyterhub-k8s/blob/4.4.0/jupyterhub/values.yaml
_HUB_CLAIM = "1Gi"
_ONE = Decimal(1)


def charges(
    resource: Planned, plan: Sequence[Planned], zones: int | None = None
) -> tuple[Charge, ...]:
    """What a resource is billed for; nothing, of what AWS gives away or does not hold itself.

    Args:
        resource: The resource.
        plan: All resources of its stack.
        zones: Availability zones of the cluster; None: not known.
    """
    if found := _FIXED.get(resource.type):
        return tuple(found(resource, plan))
    if resource.type == _INGRESS_CLASS:
        return tuple(_load_balancer(resource, zones))
    if resource.type in USED:
        return USED[resource.type]
    if resource.type in FREE or not resource.type.startswith("aws:"):
        return ()
    return (Charge(item=resource.type, what="a resource of this type", quantity="use"),)


def volume(disk: Mapping[str, Any]) -> tuple[Charge, ...]:
    """What one gp3 volume is billed for.

    Args:
        disk: Its `volumeSize`, in GiB or as a Kubernetes quantity, and `iops`, `throughput`.
    """
    size = disk.get("volumeSize")
    of_kubernetes = isinstance(size, str) and not size.isdecimal()
    found = [
        Charge(
            item=f"ebs:{disk.get('volumeType') or 'gp3'}",
            what="root volumes",
            quantity=gib(size) if of_kubernetes else counted(size),
        )
    ]
    for key, free, what in (
        ("iops", _FREE_IOPS, "operations a second beyond 3,000"),
        ("throughput", _FREE_THROUGHPUT, "MiB a second beyond 125"),
    ):
        wanted = counted(disk.get(key, free))
        if isinstance(wanted, str) or wanted > free:
            more = wanted if isinstance(wanted, str) else wanted - free
            found.append(Charge(item=f"ebs:gp3-{key}", what=what, quantity=more))
    return tuple(found)


def _control_plane(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(item="eks:standard", what="control plane", quantity=_ONE)
    if resource.inputs.get("upgradePolicy", {}).get("supportType") != "STANDARD":
        # AWS bills it beside the standard price, from the day on which standard support ends.
        yield Charge(
            item="eks:extended-support",
            what="extended support, once the standard one has ended",
            quantity="use",
        )
    tier = resource.inputs.get("controlPlaneScalingConfig", {}).get("tier", "standard")
    if tier != "standard":
        size = str(tier).removeprefix("tier-")
        yield Charge(
            item=f"eks:tier-{size}", what="provisioned capacity of the control plane", quantity=_ONE
        )


def _nat_gateway(_resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(item="nat-gateway:gateway", what="NAT gateway", quantity=_ONE)
    yield Charge(item="nat-gateway:data", what="traffic through it", quantity="use")


def _address(_resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(item="public-ipv4:address", what="public address", quantity=_ONE)


def _endpoint(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    if resource.inputs.get("vpcEndpointType", "Gateway") == "Gateway":
        return
    subnets = resource.inputs.get("subnetIds")
    zones: Quantity = Decimal(len(subnets)) if isinstance(subnets, list) else "deployment"
    yield Charge(item="vpc-endpoint:zone", what="interface endpoint, by zone", quantity=zones)
    yield Charge(item="vpc-endpoint:data", what="traffic through it", quantity="use")


def _node_group(resource: Planned, plan: Sequence[Planned]) -> Iterable[Charge]:
    nodes = counted(resource.inputs.get("scalingConfig", {}).get("desiredSize"))
    return node_charges(resource, plan, nodes)


def node_charges(resource: Planned, plan: Sequence[Planned], nodes: Quantity) -> tuple[Charge, ...]:
    """What so many nodes of a node group, and their volumes, are billed for."""
    type_ = (resource.inputs.get("instanceTypes") or ["t3.medium"])[0]
    spot = resource.inputs.get("capacityType") == "SPOT"
    return (
        Charge(item=f"ec2:{type_}", what=f"nodes, {type_}", quantity=nodes, spot=spot),
        *(replace(one, quantity=times(one.quantity, nodes)) for one in _disk(resource, plan)),
    )


def _disk(resource: Planned, plan: Sequence[Planned]) -> tuple[Charge, ...]:
    """What the volume of one node of a node group is billed for."""
    wanted = resource.inputs.get("launchTemplate", {}).get("id")
    for one in plan:
        if one.type == LAUNCH_TEMPLATE and wanted == identifier(one.type, one.name, one.inputs):
            disks = one.inputs.get("blockDeviceMappings", [])
            return tuple(charge for disk in disks for charge in volume(disk.get("ebs", {})))
    return volume({"volumeSize": resource.inputs.get("diskSize", 20)})


def _database(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    # A standby costs what the instance costs, and so does its storage.
    copies = Decimal(2) if resource.inputs.get("multiAz") else _ONE
    class_ = resource.inputs.get("instanceClass")
    yield Charge(item=f"rds:{class_}", what=f"database, {class_}", quantity=copies)
    yield Charge(
        item=f"rds-storage:{resource.inputs.get('storageType', 'gp3')}",
        what="storage of the database",
        quantity=times(counted(resource.inputs.get("allocatedStorage")), copies),
    )


def _cache(_resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(
        item="elasticache:valkey-stored",
        what="least that a cache is billed for, GiB",
        quantity=CACHE_MINIMUM_GIB,
    )
    yield Charge(item="elasticache:valkey-units", what="commands", quantity="use")


def _key(_resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(item="kms:key", what="encryption key", quantity=_ONE)


def _secret(_resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    yield Charge(item="secrets-manager:secret", what="secret", quantity=_ONE)
    yield Charge(item="secrets-manager:calls", what="reads of it", quantity="use")


def _release(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    for size in _claims(resource.inputs.get("values", {}), _ONE):
        yield Charge(item="ebs:gp3", what="volumes of a chart", quantity=size)


def _claims(value: Any, copies: Quantity) -> Iterator[Quantity]:
    """GiB of every volume claim in a chart's values, for each copy of what claims it."""
    if isinstance(value, list):
        for item in value:
            yield from _claims(item, copies)
    if not isinstance(value, Mapping):
        return
    copies = counted(value["replicas"]) if "replicas" in value else copies
    for key, item in value.items():
        if key == "volumeClaimTemplate":
            yield times(gib(item["spec"]["resources"]["requests"]["storage"]), copies)
        elif key == "pvc":
            yield times(gib(item.get("storage", _HUB_CLAIM)), copies)
        else:
            yield from _claims(item, copies)


def _load_balancer(resource: Planned, zones: int | None) -> Iterator[Charge]:
    """One for all Ingresses of a class, where the class names a group."""
    yield Charge(item="load-balancer:application", what="load balancer", quantity=_ONE)
    yield Charge(item="load-balancer:units", what="capacity that it uses", quantity="use")
    if resource.inputs.get("spec", {}).get("scheme") == "internet-facing":
        yield Charge(
            item="public-ipv4:address", what="public address, by zone", quantity=counted(zones)
        )


def _service(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Charge]:
    if resource.inputs.get("spec", {}).get("type") == "LoadBalancer":
        yield Charge(item="load-balancer:network", what="load balancer", quantity=_ONE)


_INGRESS_CLASS = "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"

_FIXED: Mapping[str, Callable[[Planned, Sequence[Planned]], Iterable[Charge]]] = {
    "aws:ec2/eip:Eip": _address,
    "aws:ec2/natGateway:NatGateway": _nat_gateway,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _endpoint,
    "aws:eks/cluster:Cluster": _control_plane,
    NODE_GROUP: _node_group,
    CACHE: _cache,
    "aws:kms/key:Key": _key,
    DATABASE: _database,
    "aws:secretsmanager/secret:Secret": _secret,
    "kubernetes:core/v1:Service": _service,
    RELEASE: _release,
}
