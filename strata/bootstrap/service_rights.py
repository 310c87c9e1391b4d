"""Which AWS actions the resources of shared services and tenants need beyond a cluster's.

Sources: https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
(`elasticache`, `glue`, `kafka`, `rds`, `secretsmanager`, `sns`),
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html and
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html (on
what else an action depends)
"""

from collections.abc import Mapping

_RDS_TAGS = ("rds:AddTagsToResource", "rds:ListTagsForResource", "rds:RemoveTagsFromResource")
_CACHE_TAGS = (
    "elasticache:AddTagsToResource",
    "elasticache:ListTagsForResource",
    "elasticache:RemoveTagsFromResource",
)

SERVICE_RIGHTS: Mapping[str, tuple[str, ...]] = {
    "aws:rds/subnetGroup:SubnetGroup": (
        "rds:CreateDBSubnetGroup",
        "rds:DeleteDBSubnetGroup",
        "rds:DescribeDBSubnetGroups",
        "rds:ModifyDBSubnetGroup",
        *_RDS_TAGS,
    ),
    "aws:rds/parameterGroup:ParameterGroup": (
        "rds:CreateDBParameterGroup",
        "rds:DeleteDBParameterGroup",
        "rds:DescribeDBParameterGroups",
        "rds:DescribeDBParameters",
        "rds:ModifyDBParameterGroup",
        "rds:ResetDBParameterGroup",
        *_RDS_TAGS,
    ),
    "aws:rds/instance:Instance": (
        "rds:CreateDBInstance",
        "rds:DeleteDBInstance",
        "rds:DescribeDBInstances",
        "rds:ModifyDBInstance",
        "rds:RebootDBInstance",
        # The final snapshot is made with the rights of whoever deletes the instance.
        "rds:CreateDBSnapshot",
        *_RDS_TAGS,
        # The first of an account brings the service-linked role. RDS uses the key by a grant,
        # which it asks for with the rights of whoever makes the instance.
        # Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
        "iam:CreateServiceLinkedRole",
        "kms:CreateGrant",
        "kms:DescribeKey",
        # A password that RDS makes is put into a secret with the rights of the maker, too.
        # Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "secretsmanager:CreateSecret",
        "secretsmanager:TagResource",
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": (
        "elasticache:CreateServerlessCache",
        "elasticache:DeleteServerlessCache",
        "elasticache:DescribeServerlessCaches",
        "elasticache:ModifyServerlessCache",
        *_CACHE_TAGS,
        # The first of an account brings the service-linked role. The endpoint in the VPC is made,
        # and the key used, with the rights of the maker.
        "ec2:CreateVpcEndpoint",
        "ec2:DeleteVpcEndpoints",
        "iam:CreateServiceLinkedRole",
        "kms:CreateGrant",
        "kms:DescribeKey",
    ),
    "aws:elasticache/user:User": (
        "elasticache:CreateUser",
        "elasticache:DeleteUser",
        "elasticache:DescribeUsers",
        "elasticache:ModifyUser",
        *_CACHE_TAGS,
    ),
    "aws:elasticache/userGroup:UserGroup": (
        "elasticache:CreateUserGroup",
        "elasticache:DeleteUserGroup",
        "elasticache:DescribeUserGroups",
        "elasticache:ModifyUserGroup",
        *_CACHE_TAGS,
    ),
    "aws:glue/catalogDatabase:CatalogDatabase": (
        "glue:CreateDatabase",
        "glue:DeleteDatabase",
        "glue:GetDatabase",
        "glue:GetTags",
        # It takes along what is in it.
        "glue:DeleteTable",
        "glue:TagResource",
        "glue:UntagResource",
        "glue:UpdateDatabase",
    ),
    # Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
    "aws:msk/topic:Topic": (
        "kafka-cluster:AlterTopic",
        "kafka-cluster:AlterTopicDynamicConfiguration",
        "kafka-cluster:Connect",
        "kafka-cluster:CreateTopic",
        "kafka-cluster:DeleteTopic",
        "kafka-cluster:DescribeTopic",
        "kafka-cluster:DescribeTopicDynamicConfiguration",
    ),
    "aws:secretsmanager/secret:Secret": (
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret",
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": (
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
        # Values are encrypted and decrypted with the rights of whoever writes and reads them.
        # Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
        "kms:Decrypt",
        "kms:GenerateDataKey",
    ),
    "aws:sns/topic:Topic": (
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
        "sns:SetTopicAttributes",
        "sns:TagResource",
        "sns:UntagResource",
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        "sns:GetSubscriptionAttributes",
        "sns:SetSubscriptionAttributes",
        "sns:Subscribe",
        "sns:Unsubscribe",
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupEgress",
    ),
}
"""Actions by type of resource."""
