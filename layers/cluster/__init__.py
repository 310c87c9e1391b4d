"""Layer 1, cluster: an EKS cluster tuned for analytics.

`settings/` says what a person may set; `layer.py` puts everything in order: first the
`foundation`, then the `nodes`, then what is `inside` the cluster.
"""

from layers.cluster.args import ClusterArgs
from layers.cluster.layer import Cluster, build
from layers.cluster.outputs import ClusterOutputs
from layers.cluster.settings import ClusterSettings

__all__ = ["Cluster", "ClusterArgs", "ClusterOutputs", "ClusterSettings", "build"]
