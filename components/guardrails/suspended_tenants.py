"""SuspendedTenants: no new pod in the namespace of a suspended tenant."""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.admissionregistration import v1

from components import names
from components.base import Component

POLICY = "strata-suspended-tenants"

MESSAGE = "this tenant is suspended: nothing new runs until its file says `lifecycle: active`"


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspendedTenantsArgs:
    """What the policy needs: nothing."""


class SuspendedTenants(Component):
    """One policy for all tenants. It also holds where the tenant's own quota was not yet changed.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
    """

    TYPE = "strata:guardrails:SuspendedTenants"

    def __init__(
        self,
        name: str,
        args: SuspendedTenantsArgs,  # noqa: ARG002 - the contract of every component
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        policy = v1.ValidatingAdmissionPolicy(
            self.child("policy"),
            metadata={"name": POLICY},
            spec=policy_spec(),
            opts=self.child_opts(),
        )
        v1.ValidatingAdmissionPolicyBinding(
            self.child("binding"),
            metadata={"name": POLICY},
            spec={"policy_name": policy.metadata.name, "validation_actions": ["Deny"]},
            opts=self.child_opts(),
        )
        self.finish()


def policy_spec() -> v1.ValidatingAdmissionPolicySpecArgsDict:
    """Refuse every new pod where the namespace says that its tenant is suspended."""
    return {
        "failure_policy": "Fail",
        "match_constraints": {
            "namespace_selector": {"match_labels": {names.LABEL_LIFECYCLE: names.SUSPENDED}},
            "resource_rules": [
                {
                    "api_groups": [""],
                    "api_versions": ["v1"],
                    "operations": ["CREATE"],
                    "resources": ["pods"],
                }
            ],
        },
        "validations": [{"expression": "false", "message": MESSAGE, "reason": "Forbidden"}],
    }
