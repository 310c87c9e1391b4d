"""Python that Airflow's own pods import: who runs where, and which DAGs there are."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services.airflow.facts import AirflowFacts

VOLUME = "airflow-strata-files"
"""Name of the ConfigMap, and of the volume that it is in a pod."""

FOLDER = "/opt/airflow/config"
"""Where it is mounted: Airflow imports its local settings from here."""

_MOUNTED = Path(__file__).with_name("mounted")
_ALWAYS = ("airflow_local_settings.py", "dag_processor.py", "tenant_executor.py")


def files(facts: AirflowFacts) -> Mapping[str, str]:
    """The files by name; how to log in is among them where an identity provider decides."""
    wanted = (*_ALWAYS, "webserver_config.py") if facts.login else _ALWAYS
    return {name: (_MOUNTED / name).read_text() for name in wanted}


def checksum(facts: AirflowFacts) -> str:
    """A text that differs whenever a file does."""
    return hashlib.sha256("".join(files(facts).values()).encode()).hexdigest()[:16]


def mounted(
    owner: Component, facts: AirflowFacts, namespace: kubernetes.core.v1.Namespace
) -> kubernetes.core.v1.ConfigMap:
    """Put the files where Airflow's pods find them.

    Args:
        owner: Parent of what is made.
        facts: What decides which files there are.
        namespace: Airflow's namespace.
    """
    return kubernetes.core.v1.ConfigMap(
        owner.child("files"),
        metadata={"name": VOLUME, "namespace": namespace.metadata.name},
        data=files(facts),
        opts=owner.child_opts(),
    )
