"""Airflow in the layer: there or not, and what tenants are told of it."""

from dataclasses import dataclass

from components.base import Component
from components.services.airflow.airflow import ADDON, Airflow, AirflowArgs, admin_secret
from components.services.spec import AddOn
from layers.platform.args import PlatformArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowPlaces:
    """Where Airflow's data is. All are empty where there is no Airflow.

    Attributes:
        admin_secret: Name of the secret with the first account's password; empty, too, where
            people log in through the identity provider.
        dag_bucket: Bucket of the DAGs, a folder for each tenant.
        log_bucket: Bucket of the tasks' logs.
    """

    admin_secret: str = ""
    dag_bucket: str = ""
    log_bucket: str = ""


def airflow(
    layer: Component, args: PlatformArgs, installed: dict[AddOn, Component]
) -> AirflowPlaces:
    """Make Airflow, if there is to be one.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        installed: Every add-on that is there; Airflow joins them.
    """
    wanted, cluster, profile = args.settings.airflow, args.cluster, args.profile
    if not wanted.enabled:
        return AirflowPlaces()
    access = args.settings.access.facts() if args.settings.access else None
    facts = wanted.facts(args.environment, profile, cluster, access)
    installed[ADDON] = Airflow(
        layer.child("airflow"),
        AirflowArgs(
            facts=facts,
            cluster=args.identity,
            vpc_id=cluster.vpc_id,
            database_subnet_ids=cluster.database_subnet_ids,
            security_group_id=cluster.security_group_id,
            key_arn=cluster.key_arn,
            log_retention_days=profile.log_retention_days,
            protect=profile.protect,
            sources=args.sources,
        ),
        opts=layer.child_opts(),
    )
    return AirflowPlaces(
        admin_secret=admin_secret(facts),
        dag_bucket=facts.dag_bucket,
        log_bucket=facts.log_bucket,
    )
