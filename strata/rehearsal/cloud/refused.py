"""What the stand-in cloud answers when a rule forbids what was asked."""

from dataclasses import dataclass


class RefusedError(Exception):
    """A rule of the cloud forbids it. The message names the resource, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that cannot be right.

    Attributes:
        property: Path of the input on the wire, such as `vpcConfig.subnetIds[0]`; empty when the
            resource as a whole is meant.
        reason: What is wrong, with the resource's name and what to do.
    """

    property: str
    reason: str
