"""How AWS bills each type of resource: not at all, by use, or as soon as it exists.

Whatever stands in none of the three tables is shown as not priced.
"""

from collections.abc import Mapping

from strata.cost.charge import Charge

FREE = frozenset(
    {
        "aws:budgets/budget:Budget",
        "aws:cloudcontrol/resource:Resource",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        "aws:costexplorer/anomalySubscription:AnomalySubscription",
        "aws:costexplorer/costAllocationTag:CostAllocationTag",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/route:Route",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        "aws:eks/accessEntry:AccessEntry",
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "aws:eks/addon:Addon",
        "aws:eks/identityProviderConfig:IdentityProviderConfig",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:elasticache/user:User",
        "aws:elasticache/userGroup:UserGroup",
        # Of a price in tiers, the first: a million objects of a catalog are free.
        "aws:glue/catalogDatabase:CatalogDatabase",
        "aws:iam/instanceProfile:InstanceProfile",
        "aws:iam/policy:Policy",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:kms/alias:Alias",
        # The cluster's owner pays for its brokers, whoever's topics they hold.
        "aws:msk/topic:Topic",
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/subnetGroup:SubnetGroup",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:secretsmanager/secretVersion:SecretVersion",
        # E-mail and SQS, the only ones made, are billed with the topic's messages.
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    }
)
"""Types that AWS never bills by themselves.

Source: https://aws.amazon.com/pricing/ (none has a price); managed node groups and add-ons cost
what they run on: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html; budgets
without actions: https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/; anomaly monitors:
https://aws.amazon.com/aws-cost-management/aws-cost-anomaly-detection/pricing/; events of AWS's own
services: https://aws.amazon.com/eventbridge/pricing/; the catalog:
https://aws.amazon.com/glue/pricing/
"""


def _by_use(item: str, what: str) -> Charge:
    return Charge(item=item, what=what, quantity="use")


_STORED_OBJECTS = _by_use("s3:stored", "objects stored")

USED: Mapping[str, tuple[Charge, ...]] = {
    "aws:cloudwatch/logGroup:LogGroup": (
        _by_use("logs:ingested", "logs taken in"),
        _by_use("logs:stored", "logs stored"),
    ),
    "aws:ecr/repository:Repository": (_by_use("ecr:stored", "images stored"),),
    "aws:s3/bucket:Bucket": (
        _STORED_OBJECTS,
        _by_use("s3:reads", "reads"),
        _by_use("s3:writes", "writes and lists"),
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": (_STORED_OBJECTS,),
    "aws:sns/topic:Topic": (_by_use("sns:messages", "messages"),),
    "aws:sqs/queue:Queue": (_by_use("sqs:requests", "requests"),),
}
"""Types that cost nothing until they are used, and what is billed then."""
