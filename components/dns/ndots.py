"""How Spark pods look names up.

`bucket.s3.eu-west-1.amazonaws.com` has four dots, less than the five that Kubernetes asks for
before it tries a name as it stands: each look-up of a bucket first asks eight names that do not
exist. Two are enough for Spark, and only for Spark: short names of Services still work.

Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config
"""

from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes.admissionregistration import v1

from components.base import Component

DNS_CONFIG: dict[str, Any] = {"options": [{"name": "ndots", "value": "2"}]}
"""The `dnsConfig` of a Spark driver or executor, for presets and pod templates."""

NAME = "spark-ndots"

SINCE = "1.36"
"""First version of Kubernetes whose MutatingAdmissionPolicy is stable, so that EKS serves it."""

_SPARK_ROLE = "spark-role"
_ADD = (
    '[JSONPatch{op: "add", path: "/spec/dnsConfig", value: Object.spec.dnsConfig{'
    'options: [Object.spec.dnsConfig.options{name: "ndots", value: "2"}]}}]'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class NdotsPolicyArgs:
    """What the policy needs: nothing."""


class NdotsPolicy(Component):
    """Sets `ndots: 2` on each new Spark pod that says nothing of DNS itself.

    The API server does it by itself: no webhook stands in the way of ten thousand pods.
    """

    TYPE = "strata:dns:NdotsPolicy"

    def __init__(
        self,
        name: str,
        args: NdotsPolicyArgs,  # noqa: ARG002 - the contract of every component
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        policy = v1.MutatingAdmissionPolicy(
            self.child("policy"),
            metadata={"name": NAME},
            spec=policy_spec(),
            opts=self.child_opts(),
        )
        v1.MutatingAdmissionPolicyBinding(
            self.child("binding"),
            metadata={"name": NAME},
            spec={"policy_name": policy.metadata.name},
            opts=self.child_opts(),
        )
        self.finish()


def policy_spec() -> v1.MutatingAdmissionPolicySpecArgsDict:
    """The policy's `spec`.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
    """
    return {
        # A pod with slow look-ups beats no pod.
        "failure_policy": "Ignore",
        "reinvocation_policy": "Never",
        "match_constraints": {
            "object_selector": {"match_expressions": [{"key": _SPARK_ROLE, "operator": "Exists"}]},
            "resource_rules": [
                {
                    "api_groups": [""],
                    "api_versions": ["v1"],
                    "operations": ["CREATE"],
                    "resources": ["pods"],
                }
            ],
        },
        "match_conditions": [
            {"name": "says-nothing-of-dns", "expression": "!has(object.spec.dnsConfig)"}
        ],
        # A patch by path: an apply configuration may not touch a list that is set as a whole.
        "mutations": [{"patch_type": "JSONPatch", "json_patch": {"expression": _ADD}}],
    }
