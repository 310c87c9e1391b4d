"""YuniKorn's queue file: what holds for every tenant's queue.

A tenant's queue itself is in no file. It appears when the tenant's first pod does, and takes its
size from the annotations of the namespace; so onboarding a tenant changes nothing here.

Source: https://yunikorn.apache.org/docs/user_guide/queue_config/
"""

import io
from typing import Any

from ruamel.yaml import YAML

from components import names
from components.services import queue_rules

QueueFile = dict[str, Any]


def queues(preemption_delay_seconds: int) -> QueueFile:
    """The queue file.

    A queue comes from the pod's namespace alone: a rule that reads a label would let a tenant name
    another's queue. Without a queue `root.default`, whatever comes from elsewhere is refused.

    Args:
        preemption_delay_seconds: How long a pod of a queue below its guarantee waits before room
            is taken back from queues above theirs.
    """
    root, _, tenants = names.TENANT_QUEUES.partition(".")
    return {
        "partitions": [
            {
                "name": "default",
                # Spreading, the default, leaves no node that Karpenter could take back.
                "nodesortpolicy": {"type": "binpacking"},
                "preemption": {"enabled": True},
                "placementrules": [
                    {
                        "name": "tag",
                        "value": "namespace",
                        "create": True,
                        "parent": {"name": "fixed", "value": names.TENANT_QUEUES},
                    }
                ],
                "queues": [
                    {
                        "name": root,
                        # Pods come from the operator's account, so no user tells tenants apart.
                        "submitacl": "*",
                        "queues": [_tenants(tenants, preemption_delay_seconds)],
                    }
                ],
            }
        ]
    }


def _tenants(name: str, preemption_delay_seconds: int) -> dict[str, Any]:
    return {
        "name": name,
        "parent": True,
        # Tenants take back from each other and from nobody else.
        "properties": {"preemption.policy": "fence"},
        "childtemplate": {
            "properties": {
                # Gang scheduling works in no other order.
                "application.sort.policy": "fifo",
                # No fence here: it would keep a queue from ever taking back what is guaranteed to
                # it. A guarantee is fence enough: nobody takes what lies within it.
                "preemption.policy": "default",
                "preemption.delay": f"{preemption_delay_seconds}s",
                # The priority of a pod orders the pods of its own tenant, and means nothing to
                # another's.
                "priority.policy": "fence",
            }
        },
    }


def text(queue_file: QueueFile) -> str:
    """A queue file as YuniKorn reads it.

    Raises:
        ValueError: YuniKorn would refuse it, or silently leave out a part; one line a problem.
    """
    problems = queue_rules.problems(queue_file)
    if problems:
        raise ValueError("\n".join(problems))
    written = io.StringIO()
    YAML().dump(queue_file, written)
    return written.getvalue()
