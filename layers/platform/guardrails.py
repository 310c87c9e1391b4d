"""What the API server refuses in tenants' namespaces."""

from components import names
from components.base import Component
from components.guardrails import application_ids
from components.guardrails.application_ids import ApplicationIds, ApplicationIdsArgs
from components.guardrails.guardrails import Guardrails, GuardrailsArgs
from components.guardrails.images import ImageSources
from components.services import yunikorn
from components.services.airflow.airflow import ADDON as AIRFLOW
from components.tenancy import jupyterhub
from layers.platform.args import PlatformArgs

_ORIGINALS = (
    yunikorn.PLACEHOLDER,
    AIRFLOW.images[0].name,
    *(image.name for image in jupyterhub.IMAGES),
)
"""What of the platform runs in tenants' namespaces beside the Spark image."""


def guardrails(layer: Component, args: PlatformArgs) -> None:
    """Make the policies.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
    """
    Guardrails(
        layer.child("guardrails"),
        GuardrailsArgs(mode=args.settings.guardrails, images=image_sources(args)),
        opts=layer.child_opts(),
    )
    if args.cluster.kubernetes_version >= application_ids.SINCE:
        ApplicationIds(
            layer.child("application-ids"), ApplicationIdsArgs(), opts=layer.child_opts()
        )


def image_sources(args: PlatformArgs) -> ImageSources:
    """What tenants may run here."""
    registry = f"{args.cluster.account}.dkr.ecr.{args.cluster.region}.amazonaws.com"
    originals = {
        taken
        for name in _ORIGINALS
        # A chart may leave out the host of Docker's own registry.
        for taken in (args.sources.image(name), args.sources.image(name).removeprefix("docker.io/"))
    }
    tenants = names.repository(args.environment, "tenant", "name").removesuffix("tenant/name")
    return ImageSources(
        registries=sorted({registry, *args.cluster.image_registries.values()}),
        # Of every environment in the account.
        reserved=(f"{registry}/{names.cluster('')}",),
        tenants=f"{registry}/{tenants}",
        platform=sorted({f"{registry}/{names.spark_repository(args.environment)}", *originals}),
    )
