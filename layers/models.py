"""Which settings a layer has."""

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.settings import Settings
from layers.stack import Layer
from layers.tenant import TenantSettings

MODELS: dict[Layer, type[Settings]] = {
    "cluster": ClusterSettings,
    "platform": PlatformSettings,
    "tenant": TenantSettings,
}
