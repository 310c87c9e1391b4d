"""What is lost with a resource."""

import pytest

from strata.comparison.create_only import listed_types
from strata.packages import resource_class
from strata.report.data_bearing import data_bearing_types, held_by


@pytest.mark.parametrize("type_", sorted(data_bearing_types()))
def test_every_type_is_one_that_a_provider_has(type_: str) -> None:
    assert resource_class(type_)


@pytest.mark.parametrize(
    "type_",
    [
        "aws:s3/bucket:Bucket",
        "aws:rds/instance:Instance",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:msk/topic:Topic",
        "aws:secretsmanager/secret:Secret",
        "kubernetes:core/v1:PersistentVolumeClaim",
        "aws:ecr/repository:Repository",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:kms/key:Key",
        "aws:sqs/queue:Queue",
    ],
)
def test_what_a_team_keeps_somewhere_is_told_to_be_lost(type_: str) -> None:
    assert type_ in listed_types()
    assert held_by(type_)


def test_what_holds_nothing_loses_nothing() -> None:
    assert held_by("aws:ec2/vpc:Vpc") == ""
