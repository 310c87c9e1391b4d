"""What Airflow asks before it makes a task's pod, and when it has read a file of DAGs.

Mounted into Airflow's own pods, where Airflow imports it by this name.

Source: https://airflow.apache.org/docs/apache-airflow/3.2.2/administration-and-deployment/cluster-policies.html
"""

from pathlib import Path
from typing import Any

__all__ = ["dag_policy", "pod_mutation_hook"]

BUNDLE_ANNOTATION = "strata.platform/dag-bundle"
TENANT_LABEL = "strata.platform/tenant"
SERVICE_ACCOUNT = "airflow-task"
BUNDLES = Path("/tmp/dag-bundles")  # noqa: S108 - a folder of the DAG processor's own pod
"""Where the DAG processor keeps each bundle, in a folder of its name."""


def pod_mutation_hook(pod: Any) -> None:
    """Put a task's pod into the namespace of the tenant whose bundle its DAG came from.

    Raises:
        ValueError: The bundle is unknown, or the DAG has a name of another tenant's. Airflow then
            fails the task and makes no pod.
    """
    known = pod.metadata.annotations or {}
    tenant, dag_id = known.get(BUNDLE_ANNOTATION), known.get("dag_id", "")
    if not tenant:
        message = "the pod names no DAG bundle, so there is no namespace that it may run in"
        raise ValueError(message)
    _refuse_foreign(tenant, dag_id)
    pod.metadata.namespace = tenant
    pod.metadata.labels = {**(pod.metadata.labels or {}), TENANT_LABEL: tenant}
    pod.spec.service_account_name = SERVICE_ACCOUNT
    # The field's former name; with both set, Kubernetes would have to choose.
    pod.spec.service_account = None


def dag_policy(dag: Any) -> None:
    """Refuse a DAG whose name does not say which tenant it belongs to.

    DAG ids are one space for all tenants: two of the same name would replace one another.

    Raises:
        ValueError: The name begins with something else; Airflow shows it as an import error.
    """
    tenant = Path(dag.fileloc).relative_to(BUNDLES).parts[0]
    _refuse_foreign(tenant, dag.dag_id)


def _refuse_foreign(tenant: str, dag_id: str) -> None:
    # No tenant's name holds an underscore, so no prefix of one is a prefix of another's.
    if not dag_id.startswith(f"{tenant}_"):
        message = f"DAG {dag_id!r} came from bundle {tenant!r}: name it '{tenant}_{dag_id}'"
        raise ValueError(message)
