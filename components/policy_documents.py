"""IAM policy documents, as plain data.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Statement = Mapping[str, Any]


def document(*statements: Statement) -> str:
    """A policy document as JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[str],
    conditions: Mapping[str, Mapping[str, Any]] | None = None,
) -> Statement:
    """One statement that allows `actions` on `resources`."""
    statement: dict[str, Any] = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": list(resources),
    }
    return statement if conditions is None else {**statement, "Condition": conditions}


def allow_key(
    sid: str,
    actions: Sequence[str],
    key_arns: Sequence[str],
    *,
    service: str,
    region: str,
    context: Mapping[str, str | Sequence[str]] | None = None,
) -> Statement:
    """One statement that lets keys be used through a service alone.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html

    Args:
        sid: What the statement is called.
        actions: Actions of KMS.
        key_arns: The keys. One that encrypts for many tells them apart by `context`.
        service: The service that asks on the caller's behalf, such as `s3`.
        region: AWS region.
        context: Patterns of what the service says that it encrypts, by name; none: anything.
    """
    conditions: dict[str, Any] = {
        "StringEquals": {"kms:ViaService": f"{service}.{region}.amazonaws.com"}
    }
    if context:
        conditions["StringLike"] = {
            f"kms:EncryptionContext:{name}": patterns for name, patterns in context.items()
        }
    return allow(sid, actions, key_arns, conditions)


def deny(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[str],
    conditions: Mapping[str, Mapping[str, Any]],
    *,
    elsewhere: bool = False,
) -> Statement:
    """One statement of a resource's policy that refuses `actions` to whoever meets `conditions`.

    Args:
        sid: What the statement is called.
        actions: Actions.
        resources: What they are refused on.
        conditions: To whom, and when.
        elsewhere: Whether they are refused everywhere but there.
    """
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(actions),
        "NotResource" if elsewhere else "Resource": list(resources),
        "Condition": conditions,
    }


def service_trust(service: str) -> str:
    """Trust policy for an AWS service, such as `ec2.amazonaws.com`."""
    return document(
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    )


def principal_trust(principals: Sequence[str]) -> str:
    """Trust policy for IAM roles and users, by ARN."""
    return document(
        {"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"}
    )


def pod_identity_trust(account: str, cluster_arn: str, cluster: str, namespace: str) -> str:
    """Trust policy for the pods of one namespace of one cluster, through EKS Pod Identity.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    """
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": account,
                    "aws:RequestTag/eks-cluster-name": cluster,
                    "aws:RequestTag/kubernetes-namespace": namespace,
                },
                "ArnEquals": {"aws:SourceArn": cluster_arn},
            },
        }
    )
