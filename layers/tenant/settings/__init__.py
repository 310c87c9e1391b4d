"""What a data team may set: one file a noun; `tenant.py` is the whole of it."""

from layers.tenant.settings.access import AccessSettings
from layers.tenant.settings.interfaces import HistoryServerSettings, NotebookSettings
from layers.tenant.settings.isolation import IsolationSettings
from layers.tenant.settings.quota import QuotaSettings
from layers.tenant.settings.spark import SparkSettings
from layers.tenant.settings.tenant import TenantSettings

__all__ = [
    "AccessSettings",
    "HistoryServerSettings",
    "IsolationSettings",
    "NotebookSettings",
    "QuotaSettings",
    "SparkSettings",
    "TenantSettings",
]
