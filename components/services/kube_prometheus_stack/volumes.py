"""Volumes of what the Prometheus operator runs."""

from collections.abc import Mapping
from typing import Any

from components.storage import storage_classes


def claim(gib: int) -> Mapping[str, Any]:
    """A volume for each copy, of the cluster's default class.

    Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/platform/storage.md
    """
    return {
        "volumeClaimTemplate": {
            "spec": {
                "storageClassName": storage_classes.DEFAULT,
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": f"{gib}Gi"}},
            }
        }
    }
