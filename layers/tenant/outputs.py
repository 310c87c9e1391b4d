"""What a team needs to know."""

from dataclasses import dataclass

import pulumi

from layers.contract import Contract


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantOutputs(Contract):
    """What the team needs to know.

    Attributes:
        namespace: Namespace in which its jobs run; empty: the team leaves, as the next two.
        queue: Queue that its jobs wait in.
        bucket: Bucket that is its own.
        catalog_database: Database of its tables in the Glue Data Catalog.
        workload_role_arn: Role that its pods have in AWS.
        role_arns: Role that its people take, by `admin`, `developer` and `viewer`; none that nobody
            may take.
        database_host: Address of its database; empty: it has none.
        database_owner_secret_arn: ARN of the secret, in Secrets Manager, with the password of the
            database's owner; empty: it has none.
        cache_host: Address of its cache; empty: it has none.
        topics: Names of its Kafka topics.
        kafka_brokers: Addresses of the brokers that have them; empty: it has none.
        queue_urls: Address of each of its queues, by name.
        repository_urls: Address of each of its image repositories, by name.
    """

    namespace: pulumi.Output[str]
    queue: pulumi.Output[str]
    bucket: pulumi.Output[str]
    catalog_database: pulumi.Output[str]
    workload_role_arn: pulumi.Output[str]
    role_arns: pulumi.Output[dict[str, str]]
    database_host: pulumi.Output[str]
    database_owner_secret_arn: pulumi.Output[str]
    cache_host: pulumi.Output[str]
    topics: pulumi.Output[list[str]]
    kafka_brokers: pulumi.Output[str]
    queue_urls: pulumi.Output[dict[str, str]]
    repository_urls: pulumi.Output[dict[str, str]]
