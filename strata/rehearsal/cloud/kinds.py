"""Everything that the stand-in cloud models.

A further kind is a type token in `tokens.py` and a `Kind` in the file of its service: how its
identifier and outputs are made, its name's rule, what is unique, what cannot change, and what its
inputs refer to where the table in `references.py` does not say. Being referred to is being in use.
"""

from collections.abc import Mapping
from typing import Final

from strata.rehearsal.cloud import (
    billing,
    ec2,
    ecr,
    eks,
    elasticache,
    glue,
    helm,
    iam,
    kafka,
    kms,
    kubernetes,
    logs,
    messaging,
    random_values,
    rds,
    s3,
    secrets_manager,
    signatures,
    sns,
)
from strata.rehearsal.cloud.kind import Kind

_MODELLED: Final[Mapping[str, Kind]] = {
    **billing.KINDS,
    **ec2.KINDS,
    **ecr.KINDS,
    **eks.KINDS,
    **elasticache.KINDS,
    **glue.KINDS,
    **helm.KINDS,
    **iam.KINDS,
    **kafka.KINDS,
    **kms.KINDS,
    **logs.KINDS,
    **messaging.KINDS,
    **random_values.KINDS,
    **rds.KINDS,
    **s3.KINDS,
    **secrets_manager.KINDS,
    **sns.KINDS,
}

# Not objects of an API server, but ways to make many of them.
_NOT_OBJECTS = ("kubernetes:helm.sh/", "kubernetes:kustomize", "kubernetes:yaml")
_MANY = "List"


def kind_of(type_: str, mutable: frozenset[str] = frozenset()) -> Kind | None:
    """What is known of a type; None if the stand-in cloud does not model it.

    Args:
        type_: Type token.
        mutable: Kubernetes kinds whose data is changed in place.
    """
    if type_ in _MODELLED:
        return _MODELLED[type_]
    if not type_.startswith("kubernetes:") or type_.startswith(_NOT_OBJECTS):
        return None
    known = signatures.signature(type_) is not None
    if known and type_.endswith(_MANY):
        return None
    if not known and signatures.has_module(type_.rpartition(":")[0]):
        return None
    return kubernetes.kind(type_, mutable)
