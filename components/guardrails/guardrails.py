"""Guardrails: every policy, once a cluster."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.admissionregistration import v1

from components.base import Component
from components.guardrails import objects, pods, spark_applications
from components.guardrails.images import ImageSources
from components.guardrails.policy import ACTIONS, Guardrail, Mode, policy_spec


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardrailsArgs:
    """What the guardrails need.

    Attributes:
        mode: Whether what breaks a rule is only told, or refused.
        images: What images tenants may run.
    """

    mode: Mode
    images: ImageSources


class Guardrails(Component):
    """Policies that the API server itself asks: no webhook that could be down, no pod to keep up.

    They hold in every namespace that carries the tenant's label, whoever asks: a person, a job, an
    operator on a tenant's behalf, or a controller.
    """

    TYPE = "strata:guardrails:Guardrails"

    def __init__(
        self, name: str, args: GuardrailsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for guardrail in guardrails(args):
            policy = v1.ValidatingAdmissionPolicy(
                self.child(guardrail.name),
                metadata={"name": guardrail.name},
                spec=policy_spec(guardrail),
                opts=self.child_opts(),
            )
            v1.ValidatingAdmissionPolicyBinding(
                self.child(f"{guardrail.name}-binding"),
                metadata={"name": guardrail.name},
                spec={
                    "policy_name": policy.metadata.name,
                    "validation_actions": ACTIONS[args.mode],
                },
                opts=self.child_opts(),
            )
        self.finish()


def guardrails(args: GuardrailsArgs) -> Iterator[Guardrail]:
    """All of them."""
    yield pods.guardrail(args.images)
    yield spark_applications.guardrail(args.images)
    yield objects.SERVICES
    yield objects.SECRETS
    yield objects.CLAIMS
