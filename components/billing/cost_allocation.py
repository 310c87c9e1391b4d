"""CostAllocation: tags by which the bill can be split."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component

TAGS = ("cost-center", "environment", "layer", "tenant")
"""What of our tags the bill is split by; an owner's address would split nothing further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CostAllocationArgs:
    """What cost allocation needs.

    Attributes:
        tags: Tags, without `strata:`.
    """

    tags: tuple[str, ...] = TAGS


class CostAllocation(Component):
    """Active cost-allocation tags, one of each in an account.

    AWS knows a tag a day after something first carried it, and refuses to activate it before. In an
    organisation, only the management account may.

    Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
    """

    TYPE = "strata:billing:CostAllocation"

    def __init__(
        self, name: str, args: CostAllocationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for tag in args.tags:
            aws.costexplorer.CostAllocationTag(
                self.child(tag),
                tag_key=f"{names.TAG_PREFIX}{tag}",
                status="Active",
                opts=self.child_opts(),
            )
        self.finish()
