"""EncryptionKey: one KMS key, for what an environment or a tenant keeps."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component


@dataclass(frozen=True, kw_only=True, slots=True)
class EncryptionKeyArgs:
    """What a key needs.

    Attributes:
        alias: Name people know it by, without `alias/`.
        description: What it encrypts.
        protect: Whether it refuses to be deleted.
        policy: Its policy, as JSON; none: AWS's own, which lets IAM of the account decide.
    """

    alias: str
    description: str
    protect: bool
    policy: str | None = None


class EncryptionKey(Component):
    """A customer-managed key that rotates every year.

    Attributes:
        key_arn: ARN of the key.
    """

    TYPE = "strata:cluster:EncryptionKey"

    key_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: EncryptionKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        key = aws.kms.Key(
            self.child("key"),
            description=args.description,
            enable_key_rotation=True,
            # The longest AWS allows: a key deleted by mistake can be called back for a month.
            deletion_window_in_days=30,
            policy=args.policy,
            opts=self.child_opts(protect=args.protect),
        )
        aws.kms.Alias(
            self.child("alias"),
            name=f"alias/{args.alias}",
            target_key_id=key.key_id,
            opts=self.child_opts(),
        )
        self.key_arn = key.arn
        self.finish()
