"""What a team needs to know."""

from dataclasses import dataclass

import pulumi

from layers.contract import Contract


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantOutputs(Contract):
    """What the team needs to know.

    Attributes:
        namespace: Namespace in which its jobs run.
        queue: Queue that its jobs wait in.
        bucket: Bucket that is its own.
        workload_role_arn: Role that its pods have in AWS.
        admin_role_arn: Role that its administrators take.
    """

    namespace: pulumi.Output[str]
    queue: pulumi.Output[str]
    bucket: pulumi.Output[str]
    workload_role_arn: pulumi.Output[str]
    admin_role_arn: pulumi.Output[str]
