"""A tenant's database, cache, topics, queues and images: each key adds exactly its own, safely."""

import json
from typing import Any

import pytest
from parliament import analyze_policy_string

from components import versions
from layers.problem import ConfigError
from strata.plan.recording import Planned, Recording
from tests.plans import tenant_plan

CLUSTER = (
    "arn:aws:kafka:eu-west-1:111122223333:cluster/events/12345678-1234-1234-1234-123456789012-1"
)
KAFKA = f"kafka: {{clusterArn: '{CLUSTER}'}}"
QUEUES = "queues: [{name: orders}, {name: steps, fifo: true, maxReceives: 2}]"
DATA = (
    "data: {database: {}, cache: {}, "
    f"topics: [{{name: orders.created.v1, partitions: 12, retentionHours: 72}}], {QUEUES}}}"
)
REGISTRY = "registry: {repositories: [jobs, notebooks]}"

INSTANCE = "aws:rds/instance:Instance"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:msk/topic:Topic"
REPOSITORY = "aws:ecr/repository:Repository"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


@pytest.fixture(scope="module")
def least() -> Recording:
    return tenant_plan()


@pytest.fixture(scope="module")
def dev_tenant() -> Recording:
    return tenant_plan(DATA, REGISTRY, platform=KAFKA)


@pytest.fixture(scope="module")
def prod_tenant() -> Recording:
    return tenant_plan(DATA, REGISTRY, profile="prod", platform=KAFKA)


def policy(plan: Recording, name: str) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = json.loads(plan.named(name).inputs["policy"])["Statement"]
    return statements


def made(least: Recording, plan: Recording) -> set[str]:
    """AWS types of what a plan has beyond the least that a tenant has."""
    before = {one.urn for one in least.resources}
    return {
        one.type.rpartition(":")[2]
        for one in plan.resources
        if one.urn not in before and one.type.startswith("aws:")
    }


@pytest.mark.parametrize(
    ("lines", "types"),
    [
        (
            "data: {database: {}}",
            {
                "Instance",
                "LogGroup",
                "ParameterGroup",
                "RolePolicy",
                "SecurityGroup",
                "SecurityGroupIngressRule",
                "SubnetGroup",
            },
        ),
        (
            "data: {cache: {}}",
            {
                "RolePolicy",
                "SecurityGroup",
                "SecurityGroupIngressRule",
                "ServerlessCache",
                "User",
                "UserGroup",
            },
        ),
        ("data: {topics: [{name: orders.created.v1}]}", {"RolePolicy", "Topic"}),
        ("data: {queues: [{name: orders}]}", {"Queue", "RolePolicy"}),
        (REGISTRY, {"LifecyclePolicy", "Repository", "RolePolicy"}),
    ],
    ids=["database", "cache", "topics", "queues", "registry"],
)
def test_each_key_adds_exactly_its_resources(lines: str, types: set[str], least: Recording) -> None:
    assert made(least, tenant_plan(lines, platform=KAFKA)) == types


def test_the_least_that_a_tenant_writes_makes_none_of_them(least: Recording) -> None:
    for type_ in (INSTANCE, QUEUE, TOPIC, REPOSITORY):
        assert least.of_type(type_) == []
    addresses = ("database_host", "database_owner_secret_arn", "cache_host")
    assert {least.outputs[name] for name in addresses} == {""}
    assert [least.outputs[name] for name in ("topics", "queue_urls", "repository_urls")] == [
        [],
        {},
        {},
    ]


def database(plan: Recording) -> Planned:
    [instance] = plan.of_type(INSTANCE)
    return instance


def test_a_database_is_private_encrypted_and_its_password_nobody_s(dev_tenant: Recording) -> None:
    inputs = database(dev_tenant).inputs
    assert inputs["publiclyAccessible"] is False
    assert inputs["storageEncrypted"] is True
    assert (
        inputs["kmsKeyId"]
        == inputs["masterUserSecretKmsKeyId"]
        == inputs["performanceInsightsKmsKeyId"]
        == "${dev-encryption-key.arn}"
    )
    assert inputs["storageType"] == "gp3"
    assert inputs["manageMasterUserPassword"] is True
    assert "password" not in inputs
    assert inputs["iamDatabaseAuthenticationEnabled"] is True
    assert inputs["copyTagsToSnapshot"] is True


def test_a_database_speaks_tls_only(dev_tenant: Recording) -> None:
    inputs = dev_tenant.named("dev-ads-database-parameters").inputs
    assert inputs["family"] == f"postgres{versions.POSTGRES}"
    assert inputs["parameters"] == [{"name": "rds.force_ssl", "value": "1"}]


def test_a_tenant_s_database_stands_apart_from_the_platform_s(
    dev_tenant: Recording, dev: dict[str, Recording]
) -> None:
    below = dev["dev-cluster"].outputs
    subnets = dev_tenant.named("dev-ads-database-subnets").inputs["subnetIds"]
    assert subnets == below["tenant_database_subnet_ids"]
    assert set(subnets) & set(below["database_subnet_ids"]) == set()


def test_only_the_cluster_s_pods_reach_a_tenant_s_stores(
    dev_tenant: Recording, dev: dict[str, Recording]
) -> None:
    rules = {
        one.name: one.inputs
        for one in dev_tenant.of_type(INGRESS)
        if one.name.startswith(("dev-ads-database", "dev-ads-cache"))
    }
    assert {name: (rule["fromPort"], rule["toPort"]) for name, rule in rules.items()} == {
        "dev-ads-database-from-cluster": (5432, 5432),
        "dev-ads-cache-from-cluster": (6379, 6379),
        "dev-ads-cache-reads-from-cluster": (6380, 6380),
    }
    pods = dev["dev-cluster"].outputs["security_group_id"]
    assert {rule["referencedSecurityGroupId"] for rule in rules.values()} == {pods}
    for rule in rules.values():
        assert {"cidrIpv4", "cidrIpv6", "prefixListId"} & rule.keys() == set()


def test_a_database_s_logs_end_because_they_are_there_before_it(dev_tenant: Recording) -> None:
    groups = [one for one in dev_tenant.resources if one.name.endswith(("postgresql-logs",))]
    [group] = groups
    assert group.inputs["name"] == "/aws/rds/instance/strata-dev-ads/postgresql"
    assert group.inputs["retentionInDays"] == 7
    assert group.urn in database(dev_tenant).depends_on


def test_a_prod_database_survives_a_zone_and_a_mistake(prod_tenant: Recording) -> None:
    instance = database(prod_tenant)
    assert instance.protect
    assert instance.inputs["deletionProtection"] is True
    assert instance.inputs["multiAz"] is True
    assert instance.inputs["backupRetentionPeriod"] == 14
    assert instance.inputs["applyImmediately"] is False


@pytest.mark.parametrize("profile", ["dev", "prod"])
def test_a_database_leaves_a_snapshot_of_a_name_that_was_never_taken(profile: str) -> None:
    inputs = database(tenant_plan("data: {database: {}}", profile=profile)).inputs
    assert inputs["skipFinalSnapshot"] is False
    assert inputs["deleteAutomatedBackups"] is False
    suffix = f"${{{profile}-ads-database-snapshot.hex}}"
    assert inputs["finalSnapshotIdentifier"] == f"strata-{profile}-ads-final-{suffix}"


def test_a_database_leaves_nothing_when_the_team_says_so() -> None:
    inputs = database(tenant_plan("data: {database: {onOffboard: delete}}")).inputs
    assert inputs["skipFinalSnapshot"] is True
    assert inputs["deleteAutomatedBackups"] is True
    assert "finalSnapshotIdentifier" not in inputs


@pytest.mark.parametrize(
    ("size", "instance_class", "storage"),
    [("s", "db.t4g.medium", 50), ("m", "db.m7g.large", 200), ("l", "db.r7g.xlarge", 500)],
)
def test_a_size_says_what_an_instance_is_like(size: str, instance_class: str, storage: int) -> None:
    inputs = database(tenant_plan(f"data: {{database: {{size: {size}}}}}")).inputs
    assert (inputs["instanceClass"], inputs["allocatedStorage"]) == (instance_class, storage)
    assert inputs["maxAllocatedStorage"] == 5 * storage


def test_pods_log_in_to_their_own_database_as_one_user_who_owns_nothing(
    dev_tenant: Recording,
) -> None:
    [statement] = policy(dev_tenant, "dev-ads-workload-stores-database")
    assert statement["Action"] == ["rds-db:connect"]
    # By what RDS knows it, which is no other's after it: not by a name that can be taken again.
    assert statement["Resource"] == [
        (
            "arn:aws:rds-db:eu-west-1:111122223333:dbuser:"
            "${dev-ads-database-instance.resourceId}/workload"
        )
    ]


def test_the_owner_s_password_is_for_administrators_alone(dev_tenant: Recording) -> None:
    secret = "${dev-ads-database-instance.masterUserSecrets[0].secretArn}"  # noqa: S105 - a name
    readers = {
        one.inputs["role"]
        for one in dev_tenant.of_type(ROLE_POLICY)
        for statement in json.loads(one.inputs["policy"])["Statement"]
        if secret in statement["Resource"]
    }
    assert readers == {"strata-dev-ads-admin"}
    assert dev_tenant.outputs["database_owner_secret_arn"] == secret


def test_a_cache_has_one_user_and_nobody_comes_in_without(dev_tenant: Recording) -> None:
    cache = dev_tenant.named("dev-ads-cache-cache").inputs
    user = dev_tenant.named("dev-ads-cache-user").inputs
    group = dev_tenant.named("dev-ads-cache-users").inputs
    assert cache["userGroupId"] == group["userGroupId"]
    assert group["userIds"] == [user["userId"]]
    # IAM demands it.
    assert user["userId"] == user["userName"]
    assert user["authenticationMode"] == {"type": "iam"}
    assert {cache["engine"], user["engine"], group["engine"]} == {"valkey"}


def test_a_cache_is_encrypted_limited_and_copied_daily(prod_tenant: Recording) -> None:
    cache = prod_tenant.named("prod-ads-cache-cache")
    assert cache.inputs["kmsKeyId"] == "${prod-encryption-key.arn}"
    assert cache.inputs["cacheUsageLimits"] == {"dataStorage": {"maximum": 5, "unit": "GB"}}
    assert cache.inputs["snapshotRetentionLimit"] == 14
    assert cache.protect


def test_no_message_is_lost_with_one_broker(dev_tenant: Recording) -> None:
    [topic] = dev_tenant.of_type(TOPIC)
    assert topic.inputs["name"] == "ads.orders.created.v1"
    assert topic.inputs["clusterArn"] == CLUSTER
    assert (topic.inputs["partitionCount"], topic.inputs["replicationFactor"]) == (12, 3)


def test_a_topic_s_configuration_is_told_as_kafka_tells_it(dev_tenant: Recording) -> None:
    # With numbers, each refresh would show a difference.
    [topic] = dev_tenant.of_type(TOPIC)
    assert json.loads(topic.inputs["configs"]) == {
        "min.insync.replicas": "2",
        "retention.ms": str(72 * 3600 * 1000),
    }


def test_pods_use_topics_and_groups_of_their_own_name_alone(dev_tenant: Recording) -> None:
    statements = {one["Sid"]: one for one in policy(dev_tenant, "dev-ads-workload-stores-topics")}
    for sid, kind in (
        ("UseOwnTopics", "topic"),
        ("UseOwnGroups", "group"),
        ("UseOwnTransactions", "transactional-id"),
    ):
        own = CLUSTER.replace(":cluster/", f":{kind}/")
        assert statements[sid]["Resource"] == [f"{own}/ads.*"]
    assert "kafka-cluster:CreateTopic" not in json.dumps(list(statements.values()))


def test_a_producer_that_writes_idempotently_as_all_do_may(dev_tenant: Recording) -> None:
    statements = policy(dev_tenant, "dev-ads-workload-stores-topics")
    [connect] = [one for one in statements if one["Sid"] == "Connect"]
    assert connect["Resource"] == [CLUSTER]
    assert "kafka-cluster:WriteDataIdempotently" in connect["Action"]


def test_a_team_is_told_where_the_brokers_of_its_topics_are(
    dev_tenant: Recording, least: Recording
) -> None:
    assert dev_tenant.outputs["kafka_brokers"] == f"${{{CLUSTER}.brokers}}"
    assert least.outputs["kafka_brokers"] == ""


def test_topics_without_kafka_are_told_in_one_line() -> None:
    with pytest.raises(ConfigError) as error:
        tenant_plan("data: {topics: [{name: orders.created.v1}]}")
    assert str(error.value) == (
        "stacks/Pulumi.dev-tenant-ads.yaml: data.topics: the platform has no Kafka to make them "
        "on; add kafka.clusterArn to stacks/Pulumi.dev-platform.yaml, or remove the topics"
    )


def test_a_message_that_fails_is_put_aside_and_outlives_the_others(dev_tenant: Recording) -> None:
    queue = dev_tenant.named("dev-ads-queues-orders").inputs
    aside = dev_tenant.named("dev-ads-queues-orders_dead-letters").inputs
    redrive = json.loads(queue["redrivePolicy"])
    assert redrive == {
        "deadLetterTargetArn": "${dev-ads-queues-orders_dead-letters.arn}",
        "maxReceiveCount": 5,
    }
    # It keeps the age that it had.
    assert aside["messageRetentionSeconds"] > queue["messageRetentionSeconds"]
    assert json.loads(aside["redriveAllowPolicy"]) == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": ["arn:aws:sqs:eu-west-1:111122223333:strata-dev-ads_orders"],
    }


def test_a_fifo_queue_has_its_ending_and_a_fifo_queue_for_dead_letters(
    dev_tenant: Recording,
) -> None:
    for name in ("steps", "steps_dead-letters"):
        inputs = dev_tenant.named(f"dev-ads-queues-{name}").inputs
        assert inputs["name"] == f"strata-dev-ads_{name}.fifo"
        assert inputs["fifoQueue"] is True
    assert "fifoQueue" not in dev_tenant.named("dev-ads-queues-orders").inputs


def test_every_queue_is_encrypted_and_refuses_whoever_comes_without_tls(
    dev_tenant: Recording,
) -> None:
    queues = dev_tenant.of_type(QUEUE)
    assert len(queues) == 4
    for one in queues:
        assert one.inputs["kmsMasterKeyId"] == "${dev-encryption-key.arn}"
        [statement] = json.loads(one.inputs["policy"])["Statement"]
        assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert statement["Resource"].endswith(f":{one.inputs['name']}")


def test_two_tenants_never_share_a_queue_however_they_are_called() -> None:
    # SQS gives the queue that is there to whoever makes one of the same name.
    lines = "data: {queues: [{name: c}]}"
    [queue, _] = tenant_plan(lines).of_type(QUEUE)
    assert queue.inputs["name"].startswith("strata-dev-ads_")


def test_pods_use_queues_with_their_tenant_s_name_before_an_underscore_alone(
    dev_tenant: Recording,
) -> None:
    use, encrypt = policy(dev_tenant, "dev-ads-workload-stores-queues")
    assert use["Resource"] == ["arn:aws:sqs:eu-west-1:111122223333:strata-dev-ads_*"]
    assert "sqs:PurgeQueue" not in use["Action"]
    via = {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}
    assert encrypt["Condition"] == {
        "StringEquals": via,
        "StringLike": {"kms:EncryptionContext:aws:sqs:arn": use["Resource"][0]},
    }


def test_images_are_scanned_and_their_tags_never_move(dev_tenant: Recording) -> None:
    names = set()
    for one in dev_tenant.of_type(REPOSITORY):
        names.add(one.inputs["name"])
        assert one.inputs["imageTagMutability"] == "IMMUTABLE"
        assert one.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
        [encryption] = one.inputs["encryptionConfigurations"]
        assert encryption["encryptionType"] == "KMS"
    # The registry is the account's, which may hold two environments.
    assert names == {"strata-dev/ads/jobs", "strata-dev/ads/notebooks"}


def test_the_newest_fifty_images_stay(dev_tenant: Recording) -> None:
    text = dev_tenant.named("dev-ads-registry-jobs_lifecycle").inputs["policy"]
    [rule] = json.loads(text)["rules"]
    assert rule["selection"] == {
        "tagStatus": "any",
        "countType": "imageCountMoreThan",
        "countNumber": 50,
    }


def test_people_push_to_their_own_repositories_and_pods_to_none(dev_tenant: Recording) -> None:
    pushers = {
        one.inputs["role"]: statement["Resource"]
        for one in dev_tenant.of_type(ROLE_POLICY)
        for statement in json.loads(one.inputs["policy"])["Statement"]
        if "ecr:PutImage" in statement["Action"]
    }
    own = "arn:aws:ecr:eu-west-1:111122223333:repository/strata-dev/ads/*"
    assert pushers == {"strata-dev-ads-admin": [own]}


def test_a_developer_pushes_and_operates_and_is_never_the_owner_of_the_database() -> None:
    developers = (
        "access: {admins: [arn:aws:iam::111122223333:role/ads],"
        " developers: [arn:aws:iam::111122223333:role/ads-dev]}"
    )
    plan = tenant_plan(developers, DATA, REGISTRY, platform=KAFKA)
    policies = {
        one.inputs["name"]
        for one in plan.of_type(ROLE_POLICY)
        if one.inputs["role"] == "strata-dev-ads-developer"
    }
    assert {"queues", "registry"} <= policies
    assert "database" not in policies


def test_prod_protects_all_that_holds_data(prod_tenant: Recording) -> None:
    held = (INSTANCE, TOPIC, REPOSITORY, "aws:elasticache/serverlessCache:ServerlessCache")
    for type_ in held:
        found = prod_tenant.of_type(type_)
        assert found
        assert all(one.protect for one in found)


def test_no_policy_of_a_tenant_s_stores_displeases_the_linter(dev_tenant: Recording) -> None:
    found = {
        (one.name, finding.issue)
        for one in dev_tenant.of_type(ROLE_POLICY)
        if one.name.startswith(("dev-ads-workload-stores", "dev-ads-access"))
        for finding in analyze_policy_string(_deployed(one.inputs["policy"])).findings
    }
    assert found == set()


def _deployed(text: str) -> str:
    """A policy with ARNs where the plan says which."""
    known = {
        "${dev-encryption-key.arn}": "arn:aws:kms:eu-west-1:111122223333:key/example",
        "${dev-ads-cache-cache.arn}": (
            "arn:aws:elasticache:eu-west-1:111122223333:serverlesscache:strata-dev-ads"
        ),
        "${dev-ads-cache-user.arn}": (
            "arn:aws:elasticache:eu-west-1:111122223333:user:strata-dev-ads"
        ),
        "${dev-ads-database-instance.resourceId}": "db-EXAMPLE",
        "${dev-ads-database-instance.masterUserSecrets[0].secretArn}": (
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-example"
        ),
    }
    for shown, arn in known.items():
        text = text.replace(shown, arn)
    return text
