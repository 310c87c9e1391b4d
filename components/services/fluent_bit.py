"""Fluent Bit: what pods and nodes write, to CloudWatch Logs; each tenant's in a group of its own.

A tenant's stack makes its group, `/strata/<env>/<tenant>/pods`; until then, and for a namespace
that no stack made, Fluent Bit is refused and gives the records up. Whose a record is comes from the
name that the kubelet gave the file, which no pod can choose; the Kubernetes API is never asked.

Sources: https://github.com/fluent/helm-charts/blob/fluent-bit-0.58.1/charts/fluent-bit/values.yaml
and https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names, versions
from components.base import Component
from components.helm_release import Values
from components.policy_documents import allow, document
from components.services import install
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.spec import AddOn, Idle, Pods
from components.sources import ORIGINALS, Image, Sources

ADDON = AddOn(
    name="fluent-bit",
    chart=versions.FLUENT_BIT,
    namespace="fluent-bit",
    images=(Image(name="cr.fluentbit.io/fluent/fluent-bit", repository="image.repository"),),
    # It reads the node's own files.
    pod_security="privileged",
)

PODS, NODES = "pods", "nodes"
"""Log groups of an owner: what its pods write; of the platform, what nodes do too."""

_PORT = 2020
_FOLDER = "/var/log/containers"
_BUFFER = "/var/log/fluent-bit"

# How the kubelet calls a file: <pod>_<namespace>_<container>-<container id>.log
_FILE = (
    r"^/var/log/containers/(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)"
    r"-(?<id>[a-f0-9]{64})\.log$"
)

Section = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class FluentBitFacts:
    """All that the collector's values depend on.

    Attributes:
        environment: Environment.
        region: AWS region.
        platform_namespaces: Namespaces whose logs are the platform's; those of all others are
            their tenants'.
    """

    environment: str
    region: str
    platform_namespaces: tuple[str, ...]


_COLLECTOR = Pods(name="collector", copies=1, millicores=50, memory_mib=128, each_node=True)


def idle(_: FluentBitFacts) -> Idle:
    """What the collector holds while nothing is written."""
    return Idle(pods=(_COLLECTOR,))


def values(facts: FluentBitFacts) -> Values:
    """Values that differ from the chart's defaults."""
    log = {"name": "varlog", "mountPath": "/var/log"}
    machine = {"name": "etcmachineid", "mountPath": "/etc/machine-id", "readOnly": True}
    return {
        "tolerations": [{"operator": "Exists"}],
        "priorityClassName": "system-node-critical",
        "resources": _COLLECTOR.resources,
        "updateStrategy": {"rollingUpdate": {"maxUnavailable": "10%"}},
        # It has no question for the Kubernetes API.
        "rbac": {"create": False},
        "serviceAccount": {"automountServiceAccountToken": False},
        "testFramework": {"enabled": False},
        "env": [
            {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
        ],
        "daemonSetVolumes": [
            {"name": "varlog", "hostPath": {"path": "/var/log"}},
            {"name": "etcmachineid", "hostPath": {"path": "/etc/machine-id", "type": "File"}},
        ],
        "daemonSetVolumeMounts": [log, machine],
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        # The default asks whether CloudWatch takes everything. One namespace without a log group
        # would make every collector unready, and the release fail.
        "readinessProbe": {"httpGet": {"path": "/"}},
        "config": {
            "service": written(_service()),
            "inputs": written(*_inputs(facts)),
            "filters": "",
            "outputs": written(*_outputs(facts)),
            "customParsers": "",
        },
    }


def written(*sections: Section) -> str:
    """Sections in Fluent Bit's classic notation."""
    return "\n".join(
        "".join([f"[{kind}]\n", *(f"    {key} {value}\n" for key, value in entries.items())])
        for kind, entries in sections
    )


def _service() -> Section:
    return "SERVICE", {
        "Flush": "5",
        "Log_Level": "info",
        "HTTP_Server": "On",
        "HTTP_Port": str(_PORT),
        # A minute or so of a CloudWatch that does not answer is waited for on disk.
        "storage.path": f"{_BUFFER}/buffer",
        "storage.metrics": "On",
        "storage.max_chunks_up": "64",
        "storage.backlog.mem_limit": "16M",
    }


def _inputs(facts: FluentBitFacts) -> tuple[Section, ...]:
    platform = ",".join(f"{_FOLDER}/*_{one}_*.log" for one in facts.platform_namespaces)
    return (
        _files(f"{_FOLDER}/*.log", "tenants", f"<namespace>/{PODS}", {"Exclude_Path": platform}),
        _files(platform, "platform", f"{names.OWNER_PLATFORM}/{PODS}.<namespace>", {}),
        (
            "INPUT",
            {
                "Name": "systemd",
                "Alias": "kubelet",
                "Tag": f"{names.OWNER_PLATFORM}/{NODES}.kubelet.${{NODE_NAME}}",
                "Systemd_Filter": "_SYSTEMD_UNIT=kubelet.service",
                "DB": f"{_BUFFER}/kubelet.db",
                "Read_From_Tail": "On",
                "storage.type": "filesystem",
            },
        ),
    )


def _files(path: str, alias: str, owner: str, more: Mapping[str, str]) -> Section:
    """Files of containers; the tag begins with what their log group is called."""
    return "INPUT", {
        "Name": "tail",
        "Alias": alias,
        "Path": path,
        **more,
        "Tag": f"{owner}.<container>.<pod>",
        "Tag_Regex": _FILE,
        "multiline.parser": "cri",
        "DB": f"{_BUFFER}/{alias}.db",
        "DB.locking": "On",
        # What was written while nobody listened is read too.
        "Read_from_Head": "On",
        "Refresh_Interval": "10",
        "Rotate_Wait": "30",
        "Skip_Long_Lines": "On",
        "Buffer_Max_Size": "256k",
        "storage.type": "filesystem",
        "storage.pause_on_chunks_overlimit": "On",
    }


def _outputs(facts: FluentBitFacts) -> tuple[Section, ...]:
    # The line alone: whose it is says its stream, and every byte more is paid for.
    return (
        _cloudwatch(facts, NODES, f"{names.OWNER_PLATFORM}/{NODES}.*", "MESSAGE"),
        _cloudwatch(facts, PODS, f"*/{PODS}.*", "log"),
    )


def _cloudwatch(facts: FluentBitFacts, alias: str, match: str, line: str) -> Section:
    own = names.log_group(facts.environment, names.OWNER_PLATFORM, PODS)
    # The first part of the tag, and nothing behind it: only a dot or a comma may follow a name in
    # a template, and one that cannot be read would put everybody's records into one group.
    # Source: https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/record-accessor
    return "OUTPUT", {
        "Name": "cloudwatch_logs",
        "Alias": alias,
        "Match": match,
        "region": facts.region,
        "log_group_name": own,
        "log_group_template": f"/strata/{facts.environment}/$TAG[0]",
        "log_stream_prefix": "tag.",
        "log_stream_template": "$TAG",
        "log_key": line,
        "auto_create_group": "Off",
        "Retry_Limit": "10",
        "storage.total_limit_size": "1G",
    }


def policy(facts: FluentBitFacts, account: str) -> str:
    """What the collector may do in AWS: write to groups that are there already."""
    groups = f"arn:aws:logs:{facts.region}:{account}:log-group:/strata/{facts.environment}/*"
    return document(allow("Write", ["logs:CreateLogStream", "logs:PutLogEvents"], [groups]))


@dataclass(frozen=True, kw_only=True, slots=True)
class FluentBitArgs:
    """What the collector needs.

    Attributes:
        facts: What its values depend on.
        cluster: Which cluster it runs in.
        retention_days: How long the platform's own logs are kept.
        sources: Where its chart and images come from.
    """

    facts: FluentBitFacts
    cluster: ClusterIdentity
    retention_days: int
    sources: Sources = ORIGINALS


class FluentBit(Component):
    """The collector on every node, and the platform's own log groups.

    Onboarding a tenant never touches it.
    """

    TYPE = "strata:services:FluentBit"

    def __init__(
        self, name: str, args: FluentBitArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        groups: list[pulumi.Resource] = [
            aws.cloudwatch.LogGroup(
                self.child(what),
                name=names.log_group(args.facts.environment, names.OWNER_PLATFORM, what),
                retention_in_days=args.retention_days,
                opts=self.child_opts(),
            )
            for what in (PODS, NODES)
        ]
        identity = ServiceIdentity(
            self.child("identity"),
            ServiceIdentityArgs(
                cluster=args.cluster,
                purpose="logs",
                namespace=ADDON.namespace,
                service_accounts=(ADDON.name,),
                documents={"logs": policy(args.facts, args.cluster.account)},
            ),
            opts=self.child_opts(),
        )
        namespace = install.namespace(self, ADDON)
        before = [namespace, identity, *groups]
        install.release(self, ADDON, values(args.facts), args.sources, before)
        self.finish()
