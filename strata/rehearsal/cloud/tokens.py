"""Type tokens that rules speak of by name."""

from typing import Final

VPC: Final = "aws:ec2/vpc:Vpc"
CIDR_ASSOCIATION: Final = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
SUBNET: Final = "aws:ec2/subnet:Subnet"
SUBNET_CIDR_RESERVATION: Final = "aws:ec2/subnetCidrReservation:SubnetCidrReservation"
INTERNET_GATEWAY: Final = "aws:ec2/internetGateway:InternetGateway"
EIP: Final = "aws:ec2/eip:Eip"
NAT_GATEWAY: Final = "aws:ec2/natGateway:NatGateway"
ROUTE_TABLE: Final = "aws:ec2/routeTable:RouteTable"
ROUTE: Final = "aws:ec2/route:Route"
ROUTE_TABLE_ASSOCIATION: Final = "aws:ec2/routeTableAssociation:RouteTableAssociation"
VPC_ENDPOINT: Final = "aws:ec2/vpcEndpoint:VpcEndpoint"
SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
SECURITY_GROUP_INGRESS: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SECURITY_GROUP_EGRESS: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"

KEY: Final = "aws:kms/key:Key"
ALIAS: Final = "aws:kms/alias:Alias"

ROLE: Final = "aws:iam/role:Role"
POLICY: Final = "aws:iam/policy:Policy"
INSTANCE_PROFILE: Final = "aws:iam/instanceProfile:InstanceProfile"
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
ROLE_POLICY_ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

CLUSTER: Final = "aws:eks/cluster:Cluster"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
ACCESS_ENTRY: Final = "aws:eks/accessEntry:AccessEntry"
ACCESS_POLICY_ASSOCIATION: Final = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
ADDON: Final = "aws:eks/addon:Addon"
IDENTITY_PROVIDER_CONFIG: Final = "aws:eks/identityProviderConfig:IdentityProviderConfig"
POD_IDENTITY_ASSOCIATION: Final = "aws:eks/podIdentityAssociation:PodIdentityAssociation"

LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"

REPOSITORY: Final = "aws:ecr/repository:Repository"
REPOSITORY_LIFECYCLE: Final = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
PULL_THROUGH_CACHE_RULE: Final = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"
REPOSITORY_CREATION_TEMPLATE: Final = (
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
)

QUEUE: Final = "aws:sqs/queue:Queue"
QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
EVENT_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
EVENT_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"

BUCKET_OBJECT: Final = "aws:s3/bucketObjectv2:BucketObjectv2"
BUCKET: Final = "aws:s3/bucket:Bucket"
BUCKET_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"

DB_SUBNET_GROUP: Final = "aws:rds/subnetGroup:SubnetGroup"
DB_PARAMETER_GROUP: Final = "aws:rds/parameterGroup:ParameterGroup"
DB_INSTANCE: Final = "aws:rds/instance:Instance"

SERVERLESS_CACHE: Final = "aws:elasticache/serverlessCache:ServerlessCache"
CACHE_USER: Final = "aws:elasticache/user:User"
CACHE_USER_GROUP: Final = "aws:elasticache/userGroup:UserGroup"

KAFKA_TOPIC: Final = "aws:msk/topic:Topic"

CATALOG_DATABASE: Final = "aws:glue/catalogDatabase:CatalogDatabase"

SECRET: Final = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a type
SECRET_VERSION: Final = "aws:secretsmanager/secretVersion:SecretVersion"  # noqa: S105 - a type

TOPIC: Final = "aws:sns/topic:Topic"
TOPIC_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"

BUDGET: Final = "aws:budgets/budget:Budget"
ANOMALY_MONITOR: Final = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
ANOMALY_SUBSCRIPTION: Final = "aws:costexplorer/anomalySubscription:AnomalySubscription"
COST_ALLOCATION_TAG: Final = "aws:costexplorer/costAllocationTag:CostAllocationTag"
CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"

RANDOM_PASSWORD: Final = "random:index/randomPassword:RandomPassword"  # noqa: S105 - a type
RANDOM_BYTES: Final = "random:index/randomBytes:RandomBytes"
RANDOM_ID: Final = "random:index/randomId:RandomId"

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
NAMESPACE: Final = "kubernetes:core/v1:Namespace"
CUSTOM_RESOURCE_DEFINITION: Final = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
NODE_POOL: Final = "kubernetes:karpenter.sh/v1:NodePool"
EC2_NODE_CLASS: Final = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
