"""Installing an add-on: its namespace, then its release."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import versions
from components.base import Component
from components.helm_release import HelmRelease, HelmReleaseArgs, Values
from components.services.spec import AddOn
from components.sources import Sources, merged

_POD_SECURITY = "pod-security.kubernetes.io"


def namespace(owner: Component, addon: AddOn) -> kubernetes.core.v1.Namespace:
    """The namespace of an add-on, as a child of the add-on's component."""
    return kubernetes.core.v1.Namespace(
        owner.child("namespace"),
        metadata={
            "name": addon.namespace,
            "labels": {
                f"{_POD_SECURITY}/enforce": addon.pod_security,
                f"{_POD_SECURITY}/enforce-version": f"v{versions.KUBERNETES}",
            },
        },
        opts=owner.child_opts(),
    )


def release(
    owner: Component,
    addon: AddOn,
    values: Values,
    sources: Sources,
    after: Sequence[pulumi.Resource],
) -> HelmRelease:
    """The release of an add-on, as a child of the add-on's component.

    Args:
        owner: The add-on's component.
        addon: The add-on.
        values: Values that differ from the chart's defaults.
        sources: Where the chart and its images come from.
        after: What must be there before: the namespace, and what its pods read when they start.
    """
    return HelmRelease(
        owner.child("chart"),
        HelmReleaseArgs(
            release=addon.name,
            chart=sources.chart(addon.chart),
            namespace=addon.namespace,
            values=merged(values, sources.images(addon.images)),
            timeout_seconds=addon.timeout_seconds,
        ),
        opts=owner.child_opts(depends_on=list(after)),
    )


def after(addon: AddOn, installed: dict[AddOn, Any]) -> list[pulumi.Resource]:
    """Components of everything that an add-on requires, in the order in which it says so.

    Raises:
        KeyError: One of them is not installed.
    """
    return [installed[required] for required in addon.requires]
