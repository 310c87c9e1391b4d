"""Layer 2, platform: the shared services on the cluster.

`settings/` says what a person may set; `layer.py` puts the services in order.
"""

from layers.platform.args import PlatformArgs
from layers.platform.layer import Platform, build
from layers.platform.outputs import PlatformOutputs
from layers.platform.settings import PlatformSettings

__all__ = ["Platform", "PlatformArgs", "PlatformOutputs", "PlatformSettings", "build"]
