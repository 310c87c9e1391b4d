"""Layer 3, tenant: what one team gets, from one file.

`settings/` says what the team writes, `layer.py` makes it, and each other file one part of it.
"""

from layers.tenant.args import TenantArgs
from layers.tenant.layer import Tenant, build
from layers.tenant.outputs import TenantOutputs
from layers.tenant.settings import TenantSettings

__all__ = ["Tenant", "TenantArgs", "TenantOutputs", "TenantSettings", "build"]
