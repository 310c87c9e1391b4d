"""AWS's managed prefix lists, where there is no AWS to ask: blocks that documents use as examples.

Which blocks a list has is AWS's to say at deployment, and changes now and then.
"""

import hashlib
import re
from typing import Any

# Source: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
_S3 = re.compile(r"com\.amazonaws\.[a-z0-9-]+\.s3")

S3_BLOCKS = ("198.51.100.0/25", "198.51.100.128/25")
"""Blocks of the answer; RFC 5737 keeps them for examples."""


def managed_prefix_list(name: str) -> dict[str, Any] | None:
    """The answer of `aws:ec2:getManagedPrefixList`; None for a list that is not known here.

    Args:
        name: Name of the list, such as `com.amazonaws.eu-west-1.s3`.
    """
    if _S3.fullmatch(name) is None:
        return None
    id_ = f"pl-{hashlib.sha512(name.encode()).hexdigest()[:17]}"
    return {
        "id": id_,
        "arn": f"arn:aws:ec2:{name.split('.')[2]}:aws:prefix-list/{id_}",
        "name": name,
        "ownerId": "AWS",
        "addressFamily": "IPv4",
        "entries": [{"cidr": block, "description": ""} for block in S3_BLOCKS],
        "maxEntries": 0,
        "version": 0,
        "tags": {},
        "region": name.split(".")[2],
    }
