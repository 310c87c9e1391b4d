"""RoleDocuments: further policies of a role that exists."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleDocumentsArgs:
    """What further policies need.

    Attributes:
        role_name: Name of the role.
        documents: Policies, as JSON, by what each is for.
    """

    role_name: pulumi.Input[str]
    documents: Mapping[str, pulumi.Input[str]]


class RoleDocuments(Component):
    """Policies that are made after the role, because what they are about comes after it."""

    TYPE = "strata:tenancy:RoleDocuments"

    def __init__(
        self, name: str, args: RoleDocumentsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for title, text in args.documents.items():
            aws.iam.RolePolicy(
                self.child(title),
                name=title,
                role=args.role_name,
                policy=text,
                opts=self.child_opts(),
            )
        self.finish()
