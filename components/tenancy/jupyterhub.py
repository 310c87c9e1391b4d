"""JupyterHub: notebooks of one tenant, in its own namespace and under its own rights.

Source: https://github.com/jupyterhub/zero-to-jupyterhub-k8s/blob/4.4.0/jupyterhub/values.yaml
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pulumi_random as random

from components import names, versions
from components.base import Component
from components.helm_release import HelmRelease, HelmReleaseArgs, Values
from components.placement import RESTRICTED_CONTAINER, RESTRICTED_POD
from components.services.spec import Pods
from components.sources import ORIGINALS, Image, Sources, merged
from components.spark.submit import properties, template
from components.tenancy.service_accounts import NOTEBOOK

PASSWORD_SECRET = "jupyterhub-password"  # noqa: S105 - the name of a Secret

IMAGES = (
    Image(name="quay.io/jupyterhub/k8s-hub", repository="hub.image.name"),
    Image(name="quay.io/jupyterhub/configurable-http-proxy", repository="proxy.chp.image.name"),
)

_GENERAL = {"nodeSelector": {names.LABEL_POOL: "general"}}
_HUB = Pods(name="hub", copies=1, millicores=100, memory_mib=512)
_PROXY = Pods(name="proxy", copies=1, millicores=50, memory_mib=128)

_CONF = "/opt/spark/conf"
_CALLS_KUBERNETES = {names.LABEL_KUBERNETES_API: names.ENABLED}
# The tenant's own policies say what passes. The chart's would add to them: to its hub, the address
# of instance metadata, and 100.64.0.0/10, where all tenants' pods live, as part of the internet.
_NO_POLICY = {"enabled": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class JupyterHubArgs:
    """What a tenant's hub needs.

    Attributes:
        namespace: The tenant's namespace.
        image: Image of the notebook servers.
        application: The tenant's usual `SparkApplication`: sessions of notebooks are made like it.
        storage_class: Storage class of the hub's own volume and of homes.
        home_gib: Size of each person's home, GiB.
        cull_seconds: Idle time after which a server is stopped.
        sources: Where its chart and images come from.
    """

    namespace: pulumi.Input[str]
    image: pulumi.Input[str]
    application: Mapping[str, Any]
    storage_class: str
    home_gib: int
    cull_seconds: int
    sources: Sources = ORIGINALS


class JupyterHub(Component):
    """A hub whose servers have the tenant's rights: what a job may, a notebook may.

    Everyone who knows the generated password may enter, which is why nothing outside the cluster
    reaches it: people come through a port-forward, for which they need the tenant's own rights.

    Attributes:
        password_secret: Name of the Secret that holds the password.
    """

    TYPE = "strata:tenancy:JupyterHub"

    password_secret: pulumi.Output[str]

    def __init__(
        self, name: str, args: JupyterHubArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        password = random.RandomPassword(
            self.child("password"), length=32, special=False, opts=self.child_opts()
        )
        secret = kubernetes.core.v1.Secret(
            self.child("secret"),
            metadata={"name": PASSWORD_SECRET, "namespace": args.namespace},
            string_data={"password": password.result},
            opts=self.child_opts(),
        )
        HelmRelease(
            self.child("chart"),
            HelmReleaseArgs(
                release="jupyterhub",
                chart=args.sources.chart(versions.JUPYTERHUB),
                namespace=args.namespace,
                values=pulumi.Output.from_input(args.image).apply(
                    lambda image: merged(values(args, image), args.sources.images(IMAGES))
                ),
            ),
            opts=self.child_opts(depends_on=[secret]),
        )
        self.password_secret = secret.metadata.name
        self.finish()


def values(args: JupyterHubArgs, image: str) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        "hub": _hub(args.storage_class),
        # The chart's default is a load balancer on the internet.
        "proxy": {
            "service": {"type": "ClusterIP"},
            "chp": {**_GENERAL, "resources": _PROXY.resources, "networkPolicy": _NO_POLICY},
        },
        "singleuser": _server(args, image),
        # With YuniKorn, a scheduler of its own would only pass by the tenant's queue.
        "scheduling": {
            "userScheduler": {"enabled": False},
            "userPlaceholder": {"enabled": False},
        },
        # Pulling every image on every node would buy nodes to pull it on.
        "prePuller": {"hook": {"enabled": False}, "continuous": {"enabled": False}},
        "cull": {"timeout": args.cull_seconds},
    }


def _hub(storage_class: str) -> Values:
    return {
        **_GENERAL,
        "resources": _HUB.resources,
        "config": {
            # The chart's default, "dummy", lets everyone in as whomever they like.
            "JupyterHub": {"authenticator_class": "shared-password", "admin_access": False},
            "Authenticator": {"allow_all": True},
            "KubeSpawner": {
                "pod_security_context": dict(RESTRICTED_POD),
                "container_security_context": dict(RESTRICTED_CONTAINER),
            },
        },
        "extraEnv": {
            "STRATA_PASSWORD": {
                "valueFrom": {"secretKeyRef": {"name": PASSWORD_SECRET, "key": "password"}}
            }
        },
        "extraConfig": {
            "password": (
                "import os\n"
                'c.SharedPasswordAuthenticator.user_password = os.environ["STRATA_PASSWORD"]\n'
            )
        },
        "db": {"pvc": {"storageClassName": storage_class}},
        "labels": _CALLS_KUBERNETES,
        "networkPolicy": _NO_POLICY,
    }


def _server(args: JupyterHubArgs, image: str) -> Values:
    repository, _, tag = image.rpartition(":")
    return {
        **_GENERAL,
        "image": {"name": repository, "tag": tag},
        "cmd": ["jupyterhub-singleuser"],
        "serviceAccountName": NOTEBOOK,
        "uid": RESTRICTED_POD["runAsUser"],
        "fsGid": RESTRICTED_POD["fsGroup"],
        "cpu": {"guarantee": 0.5},
        "memory": {"guarantee": "4G", "limit": "4G"},
        "storage": {
            "capacity": f"{args.home_gib}Gi",
            "homeMountPath": "/home/notebook",
            "dynamic": {"storageClass": args.storage_class},
        },
        # It would take a container with NET_ADMIN, which `restricted` refuses; network policies
        # and a hop limit of 1 keep every pod from the node's credentials.
        "cloudMetadata": {"blockWithIptables": False},
        "extraLabels": _CALLS_KUBERNETES,
        "networkPolicy": _NO_POLICY,
        "extraEnv": {
            # Executors call the driver by its address: a pod's name is known to nobody.
            "SPARK_LOCAL_HOSTNAME": {"valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}
        },
        "extraFiles": {
            "spark-defaults": {
                "mountPath": f"{_CONF}/spark-defaults.conf",
                "stringData": _defaults(args.application),
            },
            "executor": {
                "mountPath": f"{_CONF}/executor.json",
                "stringData": json.dumps(template(args.application, "executor")),
            },
        },
    }


def _defaults(application: Mapping[str, Any]) -> str:
    """The properties of every session that a notebook opens."""
    chosen = {
        key: value
        for key, value in properties(application).items()
        # The driver is the notebook, whose size and labels are the server's.
        if not key.startswith(("spark.driver.", "spark.kubernetes.driver.", "spark.app."))
    }
    chosen |= {
        "spark.master": "k8s://https://kubernetes.default.svc",
        "spark.submit.deployMode": "client",
        # An open notebook that computes nothing holds nothing.
        "spark.dynamicAllocation.minExecutors": "0",
        "spark.kubernetes.executor.podTemplateFile": f"{_CONF}/executor.json",
    }
    return "".join(f"{key} {value}\n" for key, value in sorted(chosen.items()))
