"""Glue Data Catalog.

Sources: https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDatabase.html and, for the form of
names and what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/glue
"""

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique

KINDS: dict[str, Kind] = {
    t.CATALOG_DATABASE: Kind(
        id="{account}:{name}",
        outputs={
            "arn": "arn:aws:glue:{region}:{account}:database/{name}",
            "catalogId": "{account}",
        },
        name=NameRule(
            input="name",
            limit=255,
            pattern=r"[^A-Z]+",
            made_of="anything but capital letters",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a catalog database named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "catalogId", "targetDatabase"),
    ),
}
