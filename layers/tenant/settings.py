"""What a data team may set."""

from typing import Annotated

from pydantic import Field

from components.tenancy.sizes import SizeName
from layers.aws_values import PrincipalArn
from layers.settings import Distinct, Settings, in_words

Email = Annotated[
    str,
    in_words(
        "must be an e-mail address",
        "ads@example.com",
        pattern=r"^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]
# A label value: it travels to every pod and to the AWS bill.
CostCenter = Annotated[
    str,
    in_words(
        "must be letters, digits, dots, dashes or underscores, 63 at most",
        "4711",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
    ),
]


class AccessSettings(Settings):
    """Who in the team may do what."""

    admins: Distinct[PrincipalArn] = Field(min_length=1)
    """IAM roles or users that may become the tenant's admin."""


class HistoryServerSettings(Settings):
    """The Spark History Server of the tenant's own jobs."""

    retention_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Age at which the log of a finished job is deleted."""


class NotebookSettings(Settings):
    """JupyterHub in the tenant's own namespace."""

    home_gib: Annotated[int, Field(ge=1, le=500)] = 10
    """Size of each person's home, in GiB."""

    idle_minutes: Annotated[int, Field(ge=10, le=1440)] = 60
    """Idle time after which a person's server is stopped; the home stays."""

    max_executors: Annotated[int, Field(ge=1, le=200)] = 10
    """Most executors of one session; without work it has none."""


class TenantSettings(Settings):
    """What a data team writes. The tenant's name comes from the file's name."""

    owner: Email
    """E-mail address of the team; alerts and questions go there."""

    cost_center: CostCenter
    """Who pays, in quotes. It becomes a label and a tag."""

    size: SizeName
    """`xs` to `xl`: the queue's guaranteed and greatest vCPU and memory, and object counts."""

    access: AccessSettings
    """Who in the team may do what."""

    history_server: HistoryServerSettings | None = None
    """The user interface of finished jobs: `{}` turns it on; unset: none. It takes a quarter of a
    vCPU and 2.5 GiB of the queue while it runs."""

    notebooks: NotebookSettings | None = None
    """JupyterHub in the tenant's own namespace: `{}` turns it on; unset: none."""
