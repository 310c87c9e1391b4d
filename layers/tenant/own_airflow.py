"""A tenant's own Airflow: what it is made of, where the file asks for one."""

from collections.abc import Sequence

import pulumi

from components import names
from components.base import Component
from components.database.postgres import DatabaseSize
from components.services.airflow.database import AirflowDatabase, AirflowDatabaseArgs
from components.services.airflow.facts import AirflowFacts
from components.services.airflow.identities import Place, own_document
from components.services.identity import ClusterIdentity
from components.tenancy.human_roles import HumanRole
from components.tenancy.own_airflow import OwnAirflow, OwnAirflowArgs
from layers.tenant.args import TenantArgs
from layers.tenant.network import airflow_network

LOG_DAYS = 90
"""Days that tasks' logs and the history of their runs are kept."""

_PARALLELISM = 32
_POOL_SIZE = 10
_INSTANCE_CLASS = "db.t4g.small"
_ALLOCATED_GIB = 20

_VISITORS: tuple[HumanRole, ...] = ("admin", "developer")


def airflow_facts(args: TenantArgs) -> AirflowFacts:
    """What its values depend on: one tenant's tasks need little, whatever the platform's need."""
    profile = args.profile
    bucket = names.bucket(args.environment, args.tenant, args.cluster.account, args.cluster.region)
    return AirflowFacts(
        environment=args.environment,
        region=args.cluster.region,
        log_bucket=bucket,
        dag_bucket=bucket,
        replicas=profile.replicas,
        scale="small",
        parallelism=_PARALLELISM,
        pool_size=_POOL_SIZE,
        log_days=LOG_DAYS,
        url="",
        login=None,
        database=DatabaseSize(
            instance_class=_INSTANCE_CLASS,
            allocated_gib=_ALLOCATED_GIB,
            multi_az=profile.database_multi_az,
            backup_days=profile.database_backup_days,
        ),
        tenant=args.tenant,
    )


def airflow_database(layer: Component, args: TenantArgs) -> AirflowDatabase | None:
    """Make its database, which stays as long as the tenant's data does.

    Args:
        layer: Its parent.
        args: What the layer needs.
    """
    if not args.settings.airflow.dedicated:
        return None
    facts, cluster = airflow_facts(args), args.cluster
    return AirflowDatabase(
        layer.child("airflow-database"),
        AirflowDatabaseArgs(
            identifier=names.store(args.environment, facts.namespace),
            size=facts.database,
            max_connections=facts.max_connections,
            vpc_id=cluster.vpc_id,
            subnet_ids=cluster.tenant_database_subnet_ids,
            client_security_group_id=cluster.security_group_id,
            key_arn=cluster.key_arn,
            log_retention_days=args.profile.log_retention_days,
            protect=args.lifecycle.protects_data,
            keep=True,
        ),
        opts=layer.child_opts(),
    )


def own_airflow(
    layer: Component,
    args: TenantArgs,
    database: AirflowDatabase | None,
    bucket_key_arn: pulumi.Output[str],
    after: Sequence[pulumi.Resource],
) -> list[pulumi.Resource]:
    """Make all of it but the database, where there is one.

    Args:
        layer: Its parent.
        args: What the layer needs.
        database: Its database; none: the tenant has no Airflow of its own.
        bucket_key_arn: Key that encrypts the tenant's bucket.
        after: What must be there before it starts a task.
    """
    if database is None:
        return []
    cluster = args.cluster
    airflow = OwnAirflow(
        layer.child("airflow-own"),
        OwnAirflowArgs(
            facts=airflow_facts(args),
            cluster=ClusterIdentity(
                environment=args.environment,
                account=cluster.account,
                region=cluster.region,
                cluster_name=cluster.cluster_name,
                cluster_arn=cluster.cluster_arn,
                boundary_arn=cluster.boundary_arn,
            ),
            database_host=database.host,
            database_password=database.password,
            document=_document(args, bucket_key_arn),
            network=airflow_network(args),
            visitors=_visitors(args),
            key_arn=cluster.key_arn,
            log_retention_days=args.profile.log_retention_days,
            protect=args.profile.protect,
            working=args.lifecycle.working,
            after=[database, *after],
            sources=args.sources,
        ),
        opts=layer.child_opts(),
    )
    return [airflow]


def _document(args: TenantArgs, bucket_key_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    bucket = args.home.bucket_arn()

    def written(arns: list[str]) -> str:
        place = Place(
            environment=args.environment,
            account=args.cluster.account,
            region=args.cluster.region,
            log_bucket_arn=bucket,
            dag_bucket_arn=bucket,
            key_arn=arns[0],
            # The environment's may have encrypted the bucket before it got its own.
            bucket_key_arns=tuple(sorted(set(arns))),
        )
        return own_document(place, args.tenant)

    return pulumi.Output.all(args.cluster.key_arn, bucket_key_arn).apply(written)


def _visitors(args: TenantArgs) -> list[str]:
    """Groups of those who work in the tenant; who may only look sees none of its pages."""
    people = args.lifecycle.people(args.settings.access.people(args.cluster.group_prefix))
    found: list[str] = []
    for human in _VISITORS:
        if someone := people.get(human):
            found += [names.group(args.tenant, human)] if someone.principals else []
            found += someone.groups
    return list(dict.fromkeys(found))
