"""Spark properties that no job may set, and what to do instead.

Some the operator's webhook refuses; others take a pod out of the tenant's fence, make the operator
fetch what a tenant names, or tell Spark another size than the scheduler was told.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/webhook/sparkconf_validator.go
"""

import re
from collections.abc import Mapping

from components.spark.allowed_conf import FILE_LISTS, allowed, secret

Words = tuple[str, str]
"""What is wrong, and what to do."""

_FETCHED = re.compile(r"(s3a?|local)://.+")

_PLATFORM = "is the platform's to say"
_REMOVE = "remove it"
_CREDENTIAL_REMEDY = "remove it: the tenant's role gives credentials"
_RULES: Mapping[str, Words] = {
    r"spark\.master|spark\.submit\.deployMode": (_PLATFORM, _REMOVE),
    r"spark\.kubernetes\.(driver\.master|namespace|context)": (_PLATFORM, _REMOVE),
    r"spark\.kubernetes\.(driver\.|executor\.)?container\.image": (
        "is a setting of the job",
        "write `image`",
    ),
    r"spark\.kubernetes\.authenticate\..*": (
        "says who the pods are, and they are the tenant's",
        _REMOVE,
    ),
    r"spark\.kubernetes\.(driver\.|executor\.)?scheduler\.name": (
        "would pass by the tenant's queue",
        _REMOVE,
    ),
    r"spark\.kubernetes\.(driver|executor)\.podTemplate.*|spark\.kubernetes\.file\.upload\.path": (
        "is read by the operator, not by the job",
        _REMOVE,
    ),
    r"spark\.jars\.(repositories|ivySettings)": (
        "makes the job fetch code from outside",
        "put the jars into the image",
    ),
    r"spark\.kubernetes\.(driver|executor)\.pod\.(f|excludedF)eatureSteps": (
        "changes how pods are built",
        _REMOVE,
    ),
    r"spark\.kubernetes\.(driver|executor)\.volumes\.(hostPath|nfs)\..*": (
        "mounts what is not the tenant's",
        "write `shuffle`",
    ),
    r"spark\.kubernetes\.(driver|executor)\.volumes\.\w+\.spark-local-dir-.*": (
        "is a setting of the job",
        "write `shuffle`",
    ),
    r"spark\.kubernetes\.(driver|executor)\.(label|annotation)\..*": (
        "says whose a pod is and how it is scheduled",
        "write `dataset` or `pipeline`",
    ),
    r"spark\.kubernetes\.(driver\.|executor\.)?node\.selector\..*": (
        "says where pods run",
        "write `spot` or `zone`",
    ),
    r"spark\.(driver|executor)\.(cores|memory.*)|spark\.executor\.pyspark\.memory": (
        "is not seen by the scheduler",
        "write `driver` or `executors` with `cores` and `memory`",
    ),
    r"spark\.kubernetes\.(driver|executor)\.(request|limit)\.cores": (
        "is not seen by the scheduler",
        "write `driver` or `executors` with `cores` and `memory`",
    ),
    r"spark\.kubernetes\.memoryOverheadFactor|spark\.memory\.offHeap\..*": (
        "is not seen by the scheduler",
        "write `driver` or `executors` with `cores` and `memory`",
    ),
    r"spark\.executor\.instances"
    r"|spark\.dynamicAllocation\.(enabled|(min|max|initial)Executors)": (
        "is not seen by the scheduler",
        "write `executors` with `min` and `max`",
    ),
    r"spark\.authenticate(\..*)?": ("keeps strangers out of the job", _REMOVE),
}
_PATTERNS = {re.compile(pattern): words for pattern, words in _RULES.items()}

_CREDENTIALS = re.compile(
    r"AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|ROLE_ARN|"
    r"WEB_IDENTITY_TOKEN_FILE|CONTAINER_.*)"
)


def denied(key: str, value: str) -> Words | None:
    """Why a property may not be set; None: it may."""
    for pattern, words in _PATTERNS.items():
        if pattern.fullmatch(key):
            return words
    # Whoever submits looks these up first, and the operator reaches no bucket.
    # Source: https://github.com/apache/spark/blob/v4.0.4/core/src/main/scala/org/apache/spark/util/DependencyUtils.scala
    if key in FILE_LISTS and not all(one.startswith("local://") for one in value.split(",")):
        return (
            "must list files of the image, which begin with local://",
            "put them into the image, or add them in the job: addJar, addFile, addPyFile",
        )
    if secret(key):
        return ("holds a secret, and jobs hold none", _CREDENTIAL_REMEDY)
    if not allowed(key):
        return (
            "is not one of the properties that a job may set",
            f"{_REMOVE}: docs/spark-jobs.md lists them",
        )
    return None


def denied_env(name: str) -> Words | None:
    """Why an environment variable may not be set; None: it may."""
    if _CREDENTIALS.fullmatch(name):
        return (
            "takes the place of the tenant's role",
            _CREDENTIAL_REMEDY,
        )
    return None


def fetched(address: str) -> bool:
    """Whether an address is one that a job may be fetched from."""
    return bool(_FETCHED.fullmatch(address))
