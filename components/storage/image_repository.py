"""A repository for images, as all are here: tags never move, and what comes in is scanned."""

import json

import pulumi
import pulumi_aws as aws

from components.base import Component


def image_repository(
    owner: Component,
    name: str,
    *,
    title: str,
    kept_images: int,
    key_arn: pulumi.Input[str],
    protect: bool,
) -> aws.ecr.Repository:
    """Make a repository and its lifecycle policy, as children of `owner`.

    Args:
        owner: Component whose children they become.
        name: Name of the repository. Changing it makes an empty one anew.
        title: What it is called among the children; no other's begins with it and an underscore.
        kept_images: How many images stay: the newest.
        key_arn: Key that encrypts the images. Changing it makes an empty repository anew.
        protect: Whether the repository refuses to be deleted.
    """
    repository = aws.ecr.Repository(
        owner.child(title),
        name=name,
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        encryption_configurations=[{"encryption_type": "KMS", "kms_key": key_arn}],
        # Without it a repository that holds an image outlives its environment.
        force_delete=not protect,
        opts=owner.child_opts(protect=protect),
    )
    aws.ecr.LifecyclePolicy(
        owner.child(f"{title}_lifecycle"),
        repository=repository.name,
        policy=json.dumps(lifecycle(kept_images)),
        opts=owner.child_opts(),
    )
    return repository


def lifecycle(kept_images: int) -> dict[str, object]:
    """What goes: everything but the newest images.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """
    rule = {
        "rulePriority": 1,
        "description": f"Keep the newest {kept_images} images",
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": kept_images,
        },
        "action": {"type": "expire"},
    }
    return {"rules": [rule]}
