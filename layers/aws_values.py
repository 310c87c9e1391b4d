"""Texts to which AWS gives a form, as settings."""

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field

from layers.settings import in_words

AccountId = Annotated[
    str, in_words("must be twelve digits", "111122223333", pattern=r"^[0-9]{12}$")
]
Region = Annotated[
    str, in_words("must be an AWS region", "eu-west-1", pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")
]
PrincipalArn = Annotated[
    str,
    in_words(
        "must be the ARN of an IAM role or user",
        "arn:aws:iam::111122223333:role/platform",
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+$",
    ),
]
ZoneLetter = Annotated[
    str, in_words("must be the letter of an availability zone", "a", pattern=r"^[a-f]$")
]
InstanceTypeName = Annotated[
    str, in_words("must be an EC2 instance type", "m7g.large", pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")
]
VpcId = Annotated[
    str,
    in_words(
        "must be the ID of a VPC",
        "vpc-0123456789abcdef0",
        pattern=r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$",
    ),
]
SubnetId = Annotated[
    str,
    in_words(
        "must be the ID of a subnet",
        "subnet-0123456789abcdef0",
        pattern=r"^subnet-([0-9a-f]{8}|[0-9a-f]{17})$",
    ),
]
BucketName = Annotated[
    str,
    in_words(
        "must be the name of a bucket", "my-jars", pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
    ),
]
PullThroughSecretArn = Annotated[
    str,
    in_words(
        "must be the ARN of a secret whose name begins with ecr-pullthroughcache/",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-a1b2c3",
        pattern=r"^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:ecr-pullthroughcache/.+$",
    ),
]
Block = Annotated[IPv4Network, Field(examples=["10.0.0.0/16"])]
