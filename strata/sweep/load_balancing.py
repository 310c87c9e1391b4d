"""Leftovers in Elastic Load Balancing: what Services and Ingresses asked for."""

from collections.abc import Iterator

from strata.account.account import Account
from strata.sweep.leftover import Leftover, mark_of

# What one call may ask the tags of.
_BATCH = 20


def load_balancers(account: Account) -> Iterator[Leftover]:
    """Load balancers whose Service or Ingress is gone."""
    elb = account.session.client("elbv2")
    pages = elb.get_paginator("describe_load_balancers").paginate()
    arns = [str(one["LoadBalancerArn"]) for page in pages for one in page["LoadBalancers"]]
    for arn, mark in _marked(account, arns):

        def delete(arn: str = arn) -> None:
            elb.delete_load_balancer(LoadBalancerArn=arn)
            elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[arn])

        yield Leftover(kind="load balancer", id=arn, mark=mark, delete=delete)


def target_groups(account: Account) -> Iterator[Leftover]:
    """Target groups whose load balancer is gone."""
    elb = account.session.client("elbv2")
    pages = elb.get_paginator("describe_target_groups").paginate()
    arns = [str(one["TargetGroupArn"]) for page in pages for one in page["TargetGroups"]]
    for arn, mark in _marked(account, arns):

        def delete(arn: str = arn) -> None:
            elb.delete_target_group(TargetGroupArn=arn)

        yield Leftover(kind="target group", id=arn, mark=mark, delete=delete)


def _marked(account: Account, arns: list[str]) -> Iterator[tuple[str, str]]:
    elb = account.session.client("elbv2")
    for start in range(0, len(arns), _BATCH):
        answer = elb.describe_tags(ResourceArns=arns[start : start + _BATCH])
        for one in answer["TagDescriptions"]:
            tags = [{"Key": tag["Key"], "Value": tag.get("Value", "")} for tag in one["Tags"]]
            if mark := mark_of(tags, account.environment):
                yield str(one["ResourceArn"]), mark
