"""What a team has on request: where it is, and who in the team may do what with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.base import Component
from components.tenancy import cache as caches
from components.tenancy import database as databases
from components.tenancy import queues as queues_
from components.tenancy import registry as registries
from components.tenancy import topics as topics_
from components.tenancy.cache import TenantCache
from components.tenancy.database import TenantDatabase
from components.tenancy.queues import TenantQueues
from components.tenancy.registry import TenantRegistry
from components.tenancy.role_documents import RoleDocuments, RoleDocumentsArgs
from components.tenancy.topics import TenantTopics
from components.tenancy.workload_identity import WorkloadIdentity
from layers.tenant.args import TenantArgs
from layers.tenant.data_rights import workload_documents
from layers.tenant.messaging import queue_args, queues, topics
from layers.tenant.registry import registry
from layers.tenant.stores import cache, database

Documents = Mapping[str, pulumi.Output[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Requested:
    """What there is; none of what nobody asked for.

    Attributes:
        args: What the layer needs.
        database: The database.
        cache: The cache.
        topics: Kafka topics.
        queues: SQS queues.
        registry: Image repositories.
    """

    args: TenantArgs
    database: TenantDatabase | None
    cache: TenantCache | None
    topics: TenantTopics | None
    queues: TenantQueues | None
    registry: TenantRegistry | None

    def addresses(self) -> dict[str, pulumi.Output[Any]]:
        """Where everything is, as `TenantOutputs` has it; empty: nobody asked for it."""
        database, cache = self.database, self.cache
        found: dict[str, Any] = {
            "database_host": database.host if database else "",
            "database_owner_secret_arn": database.owner_secret_arn if database else "",
            "cache_host": cache.host if cache else "",
            "topics": self.topics.topic_names if self.topics else [],
            "kafka_brokers": self.args.platform.kafka_brokers if self.topics else "",
            "queue_urls": self.queues.queue_urls if self.queues else {},
            "repository_urls": self.registry.repository_urls if self.registry else {},
        }
        return {name: pulumi.Output.from_input(value) for name, value in found.items()}

    def workload_documents(self) -> Documents:
        """What the tenant's pods may do, by what each policy is for."""
        args, found = self.args, dict[str, pulumi.Output[str]]()
        if self.database:
            found["database"] = self.database.resource_id.apply(
                lambda id_: databases.connect_document(
                    account=args.cluster.account, region=args.cluster.region, resource_id=id_
                )
            )
        if self.cache:
            found["cache"] = pulumi.Output.all(self.cache.cache_arn, self.cache.user_arn).apply(
                lambda arns: caches.connect_document(*arns)
            )
        if self.topics:
            found["topics"] = pulumi.Output.from_input(
                topics_.use_document(
                    cluster_arn=args.platform.kafka_cluster_arn, tenant=args.tenant
                )
            )
        if self.queues:
            found["queues"] = args.cluster.key_arn.apply(
                lambda key: queues_.use_document(queue_args(args), key)
            )
        return found

    def developer_documents(self) -> Documents:
        """What its developers and pipelines may do."""
        args, found = self.args, dict[str, pulumi.Output[str]]()
        if self.queues:
            found["queues"] = args.cluster.key_arn.apply(
                lambda key: queues_.operate_document(queue_args(args), key)
            )
        if self.registry:
            found["registry"] = pulumi.Output.from_input(
                registries.push_document(
                    environment=args.environment,
                    tenant=args.tenant,
                    account=args.cluster.account,
                    region=args.cluster.region,
                )
            )
        return found

    def admin_documents(self) -> Documents:
        """What its administrators may do: that, and log in to the database as its owner."""
        found = dict(self.developer_documents())
        if self.database:
            found["database"] = pulumi.Output.all(
                self.database.owner_secret_arn, self.args.cluster.key_arn
            ).apply(
                lambda arns: databases.owner_document(
                    secret_arn=arns[0], key_arn=arns[1], region=self.args.cluster.region
                )
            )
        return found


def requested(layer: Component, args: TenantArgs) -> Requested:
    """Make what the team asked for.

    Args:
        layer: Parent of everything.
        args: What the layer needs.

    Raises:
        ConfigError: It asked for what this platform does not have.
    """
    return Requested(
        args=args,
        database=database(layer, args),
        cache=cache(layer, args),
        topics=topics(layer, args),
        queues=queues(layer, args),
        registry=registry(layer, args),
    )


def let_use(layer: Component, made: Requested, workload: WorkloadIdentity) -> None:
    """Let the tenant's pods use what they always may, and what the team asked for.

    Args:
        layer: Parent of everything.
        made: What there is.
        workload: What the tenant's pods may do in AWS.
    """
    documents = {**workload_documents(made.args), **made.workload_documents()}
    RoleDocuments(
        layer.child("workload-stores"),
        RoleDocumentsArgs(role_name=workload.role_name, documents=documents),
        opts=layer.child_opts(),
    )
