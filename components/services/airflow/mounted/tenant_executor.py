"""KubernetesExecutor that knows which bundle a task's DAG came from, and trusts nothing else.

Mounted into Airflow's own pods, where `[core] executor` names it.

Source: https://github.com/apache/airflow/blob/3.2.2/providers/cncf/kubernetes/src/airflow/providers/cncf/kubernetes/executors/kubernetes_executor.py
"""

import copy
from typing import Any

from airflow.providers.cncf.kubernetes.executors.kubernetes_executor import (
    KubernetesExecutor,
)
from airflow_local_settings import BUNDLE_ANNOTATION  # type: ignore[import-not-found]
from kubernetes.client import models  # type: ignore[import-untyped]

COST_LABELS = ("strata.platform/dataset", "strata.platform/pipeline", "strata.platform/run")
"""What the author of a DAG may say about its pods."""


class TenantKubernetesExecutor(KubernetesExecutor):  # type: ignore[misc]
    """Starts each task in the namespace of its tenant.

    `pod_override` of a task is its author's. It is laid over the pod last, so the pod's own
    arguments and annotations prove nothing; the workload that the scheduler hands over does.
    """

    def execute_async(
        self, key: Any, command: Any, queue: str | None = None, executor_config: Any = None
    ) -> None:
        """Queue a task with the bundle that the scheduler says its DAG came from."""
        (workload,) = command
        config = bounded(executor_config, workload.bundle_info.name)
        super().execute_async(key=key, command=command, queue=queue, executor_config=config)

    def _change_state(self, results: Any, *args: Any, **kwargs: Any) -> None:
        # Whoever may make pods in a namespace may make one that claims to be another's task.
        if results.namespace != tenant_of(results.key.dag_id):
            self.log.error("pod %s in %s is no task", results.pod_name, results.namespace)
            return
        super()._change_state(results, *args, **kwargs)

    def _get_pod_namespace(self, ti: Any) -> str:
        return tenant_of(ti.dag_id)


def tenant_of(dag_id: str) -> str:
    """The tenant whose DAG has this name: `ads` of `ads_clicks`."""
    return dag_id.partition("_")[0]


def bounded(executor_config: Any, bundle: str) -> dict[str, Any]:
    """What remains of a task's `executor_config`, with the bundle added.

    Its `spec` remains, for the pod runs among the tenant's own, where the guardrails judge it. Its
    metadata would decide where the pod runs and whose task it claims to be.
    """
    override = (executor_config or {}).get("pod_override") or models.V1Pod()
    if not isinstance(override, models.V1Pod):
        # The executor refuses it, and fails the task with a message.
        return {"pod_override": override}
    wanted = (override.metadata.labels or {}) if override.metadata else {}
    override = copy.deepcopy(override)
    override.metadata = models.V1ObjectMeta(
        annotations={BUNDLE_ANNOTATION: bundle},
        labels={key: value for key, value in wanted.items() if key in COST_LABELS},
    )
    return {"pod_override": override}
