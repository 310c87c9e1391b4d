"""A data team's file."""

from typing import Annotated

from components.tenancy.sizes import SizeName
from layers.settings import Settings, in_words
from layers.tenant.settings.access import AccessSettings
from layers.tenant.settings.interfaces import HistoryServerSettings, NotebookSettings

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
