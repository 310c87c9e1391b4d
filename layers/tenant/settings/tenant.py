"""A data team's file."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from components.tenancy.sizes import Size, SizeName
from layers.cost_center import CostCenter
from layers.settings import Settings, in_words
from layers.tenant.settings.access import AccessSettings
from layers.tenant.settings.airflow import TenantAirflowSettings
from layers.tenant.settings.cost import CostSettings, Email
from layers.tenant.settings.data import DataSettings
from layers.tenant.settings.interfaces import HistoryServerSettings, NotebookSettings
from layers.tenant.settings.isolation import IsolationSettings
from layers.tenant.settings.lifecycle import Stage
from layers.tenant.settings.quota import QuotaSettings
from layers.tenant.settings.registry import RegistrySettings
from layers.tenant.settings.secrets import SecretSettings
from layers.tenant.settings.services import ServiceName, ServiceSettings
from layers.tenant.settings.spark import SparkSettings

# Without a prefix: what has one, such as `kubernetes.io/`, says something to somebody else.
OwnLabel = Annotated[
    str,
    in_words(
        "must be letters, digits, dots, dashes or underscores, 63 at most, and have no prefix",
        "domain",
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

    quota: QuotaSettings = QuotaSettings()
    """What the tenant may use, beside its size."""

    isolation: IsolationSettings = IsolationSettings()
    """What separates the tenant from the others, beyond what always does."""

    spark: SparkSettings = SparkSettings()
    """What Spark jobs get when they do not say otherwise."""

    labels: dict[OwnLabel, CostCenter] = Field(default={}, max_length=20)
    """Labels of the team's own, such as `{domain: ads}`, on its namespace."""

    adopt: bool = False
    """Whether a namespace of this name that is there already is taken over, with what the platform
    would make in it. Without it, an existing one is refused: it is somebody's. Remove it after the
    first deployment."""

    history_server: HistoryServerSettings | None = None
    """The user interface of finished jobs: `{}` turns it on; unset: none. It takes a quarter of a
    vCPU and 2.5 GiB of the queue while it runs."""

    notebooks: NotebookSettings | None = None
    """JupyterHub in the tenant's own namespace: `{}` turns it on; unset: none."""

    airflow: TenantAirflowSettings = TenantAirflowSettings()
    """Which Airflow runs the tenant's DAGs."""

    data: DataSettings = DataSettings()
    """What the tenant keeps, and where."""

    secrets: SecretSettings = SecretSettings()
    """Secrets that the tenant reads beside its own."""

    registry: RegistrySettings | None = None
    """Places for the tenant's own images; unset: none."""

    services: dict[ServiceName, ServiceSettings] = Field(default={}, max_length=50)
    """Services that run until they are taken out, such as a model behind an API; by name."""

    cost: CostSettings = CostSettings()
    """What the tenant should cost, and who hears when it costs more."""

    lifecycle: Stage = "active"
    """`active`; `suspended`: nothing new runs, and people may only look; `offboarding`: nothing
    runs, nobody enters, and only data is left. A team leaves in this order, one deployment a step,
    and `pulumi destroy` at the end: `strata tenant offboard` writes the steps. From `suspended` a
    tenant comes back as it was."""

    delete_data: str | None = None
    """The tenant's name once more, where `onOffboard: delete` is meant: without it, a tenant that
    leaves is refused. Only with `lifecycle: offboarding`."""

    @model_validator(mode="after")
    def _dags_do_not_expire(self) -> Self:
        if self.airflow.dedicated and self.data.bucket.expire_days:
            raise ValueError(
                "data.bucket.expireDays would delete the DAGs of the tenant's own Airflow, which "
                "are in the bucket; leave it out, or `airflow: {dedicated: true}`"
            )
        return self

    def size_here(self, sizes: Mapping[SizeName, Size]) -> Size:
        """What the tenant's size means, with the quota's own number of applications."""
        return sizes[self.size].with_applications(self.quota.max_apps)
