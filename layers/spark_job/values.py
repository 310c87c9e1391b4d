"""Texts of job files to which Kubernetes or Spark give a form."""

from typing import Annotated

from pydantic import AfterValidator

from components import versions
from layers.settings import in_words

JobName = Annotated[
    str,
    in_words(
        "must begin with a letter and hold small letters, digits and -",
        "clicks-daily",
        pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$",
    ),
]
LabelText = Annotated[
    str,
    in_words(
        "must be letters, digits, dots, dashes or underscores, 63 at most",
        "clicks",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
    ),
]
Gibibytes = Annotated[str, in_words("must be whole GiB", "14Gi", pattern=r"^[1-9][0-9]{0,3}Gi$")]
SparkVersion = Annotated[
    str,
    in_words(
        "must be a release of Spark 4: older ones do not know EKS Pod Identity",
        versions.SPARK,
        pattern=r"^4\.[0-9]{1,2}\.[0-9]{1,2}$",
    ),
]
EnvironmentVariable = Annotated[
    str,
    in_words(
        "must hold letters, digits and _, and begin with no digit",
        "LOG_LEVEL",
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
    ),
]
Cron = Annotated[
    str,
    in_words(
        "must be a cron line of five fields, in quotes",
        "0 3 * * *",
        pattern=r"^[0-9A-Za-z*/,?-]+( [0-9A-Za-z*/,?-]+){4}$",
    ),
]
TimeZone = Annotated[
    str,
    in_words(
        "must be the IANA name of a time zone",
        "Europe/Berlin",
        pattern=r"^UTC$|^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+$",
    ),
]
Duration = Annotated[
    str,
    in_words("must be minutes, hours or days", "4h", pattern=r"^[1-9][0-9]{0,3}[mhd]$"),
]

_WEEK = 7 * 24 * 3600
_SECONDS = {"m": 60, "h": 3600, "d": 24 * 3600}


def seconds(duration: str) -> int:
    """A duration in seconds."""
    return int(duration[:-1]) * _SECONDS[duration[-1]]


def _a_week_at_most(duration: str) -> str:
    if seconds(duration) > _WEEK:
        raise ValueError("must be 7 days or less; write 7d")
    return duration


TimeToLive = Annotated[Duration, AfterValidator(_a_week_at_most)]


def gib(text: str) -> int:
    """An amount of memory or disk in GiB."""
    return int(text.removesuffix("Gi"))
