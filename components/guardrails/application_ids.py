"""ApplicationIds: each submission of a Spark job is an application of its tenant's own.

YuniKorn tells applications apart by Spark's label, which any pod may carry: with another tenant's,
a pod would join that tenant's application and fill its queue. The label set here comes before it.
"""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.admissionregistration import v1

from components import names
from components.base import Component
from components.dns import ndots

NAME = "strata-application-ids"

SINCE = ndots.SINCE
"""First version of Kubernetes that has such policies."""

_SELECTOR = "spark-app-selector"
_PATH = "/metadata/labels/" + names.LABEL_APPLICATION.replace("/", "~1")
# Spark's is `spark-` and 32 digits: without the beginning, it fits behind any tenant's name.
_ID = f"request.namespace + '.' + object.metadata.labels['{_SELECTOR}'].replace('spark-', '', 1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplicationIdsArgs:
    """What the policy needs: nothing."""


class ApplicationIds(Component):
    """Sets the label, whatever was said. Where it cannot, guardrails refuse what another could say.

    Presets write one too, which is the same for each submission of a job: where Kubernetes knows no
    such policies it has to do.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
    """

    TYPE = "strata:guardrails:ApplicationIds"

    def __init__(
        self,
        name: str,
        args: ApplicationIdsArgs,  # noqa: ARG002 - the contract of every component
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
    """The policy's `spec`."""
    return {
        "failure_policy": "Fail",
        "reinvocation_policy": "IfNeeded",
        "match_constraints": {
            "namespace_selector": {
                "match_expressions": [{"key": names.LABEL_TENANT, "operator": "Exists"}]
            },
            "object_selector": {"match_expressions": [{"key": _SELECTOR, "operator": "Exists"}]},
            "resource_rules": [
                {
                    "api_groups": [""],
                    "api_versions": ["v1"],
                    "operations": ["CREATE"],
                    "resources": ["pods"],
                }
            ],
        },
        "mutations": [
            {
                "patch_type": "JSONPatch",
                "json_patch": {
                    "expression": f'[JSONPatch{{op: "add", path: "{_PATH}", value: {_ID}}}]'
                },
            }
        ],
    }
