"""TenantCatalog: a tenant's tables, in the Glue Data Catalog."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import allow, document
from components.tenancy.sharing import Home

DATABASE = "main"
"""Which of the tenant's databases is there from the start; it makes further ones itself."""

_WAREHOUSE = "warehouse"

_LOOK = (
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTableVersions",
    "glue:GetTables",
)
_CHANGE = (
    "glue:BatchCreatePartition",
    "glue:BatchDeletePartition",
    "glue:CreateDatabase",
    "glue:CreatePartition",
    "glue:CreateTable",
    "glue:DeleteDatabase",
    "glue:DeletePartition",
    "glue:DeleteTable",
    "glue:UpdateDatabase",
    "glue:UpdatePartition",
    "glue:UpdateTable",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantCatalogArgs:
    """What a tenant's catalog needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        bucket_name: Bucket in which tables lie.
        protect: Whether the database refuses to be deleted; what it knows of tables goes with it.
    """

    environment: str
    tenant: str
    bucket_name: pulumi.Input[str]
    protect: bool


class TenantCatalog(Component):
    """One database; its tables lie in the tenant's own bucket.

    Attributes:
        database_name: Name of the database.
    """

    TYPE = "strata:tenancy:TenantCatalog"

    database_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: TenantCatalogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        database = aws.glue.CatalogDatabase(
            self.child("database"),
            name=names.catalog_database(args.environment, args.tenant, DATABASE),
            description=f"Tables of {args.tenant}",
            location_uri=pulumi.Output.concat("s3://", args.bucket_name, f"/{_WAREHOUSE}/"),
            opts=self.child_opts(protect=args.protect),
        )
        self.database_name = database.name
        self.finish()


def catalog_document(home: Home, *, change: bool) -> str:
    """Look the tenant's own databases and tables up.

    Glue asks for each table's database and for the catalog, too.

    Source: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html

    Args:
        home: Whose they are.
        change: Whether databases, tables and partitions may be changed, too.
    """
    place = f"arn:aws:glue:{home.region}:{home.account}"
    own = names.catalog_database(home.environment, home.tenant, "*")
    # What goes with a database is asked for too.
    functions = [f"{place}:userDefinedFunction/{own}/*"] if change else []
    return document(
        allow(
            "UseOwnTables",
            [*_LOOK, *(_CHANGE if change else ())],
            [
                f"{place}:catalog",
                f"{place}:database/{own}",
                f"{place}:table/{own}/*",
                *functions,
            ],
        )
    )
