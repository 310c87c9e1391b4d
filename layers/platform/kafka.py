"""The Kafka that tenants' topics are made on: there or not, and how it is reached."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component
from layers.platform.args import PlatformArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class Kafka:
    """Where Kafka is. Both are empty where there is none.

    Attributes:
        cluster_arn: ARN of the MSK cluster.
        brokers: Addresses of its brokers, with commas between them, for whoever logs in by IAM.
    """

    cluster_arn: str
    brokers: pulumi.Output[str]


def kafka(layer: Component, args: PlatformArgs) -> Kafka:
    """Look Kafka up, if the platform has one: nobody but the deployer may, and tenants need it.

    Args:
        layer: Whose provider is asked.
        args: What the layer needs.
    """
    wanted = args.settings.kafka
    if wanted is None:
        return Kafka(cluster_arn="", brokers=pulumi.Output.from_input(""))
    found = aws.msk.get_bootstrap_brokers_output(
        cluster_arn=wanted.cluster_arn, opts=pulumi.InvokeOutputOptions(parent=layer)
    )
    return Kafka(cluster_arn=wanted.cluster_arn, brokers=found.bootstrap_brokers_sasl_iam)
