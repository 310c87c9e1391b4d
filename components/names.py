"""Every name the platform gives, and its rule. One table, because other teams type these names."""

CRITICAL_ADDONS_TAINT = "CriticalAddonsOnly"
"""Taint key of the system nodes; the value is `true`."""

POOL_SYSTEM = "system"
"""Pool label of the system nodes: what tenants' pods can never reach runs there."""

LABEL_TENANT = "strata.platform/tenant"
LABEL_COST_CENTER = "strata.platform/cost-center"
LABEL_SPARK = "strata.platform/spark"
LABEL_DATASET = "strata.platform/dataset"
LABEL_PIPELINE = "strata.platform/pipeline"
LABEL_RUN = "strata.platform/run"
LABEL_POOL = "strata.platform/pool"
LABEL_NODES = "strata.platform/nodes"
"""Of a namespace: `shared`, or `dedicated` where the tenant has nodes of its own."""
LABEL_LIFECYCLE = "strata.platform/lifecycle"
"""Of a namespace: `suspended` where no new pod is let in; otherwise unset."""

LABEL_SERVICE = "strata.platform/service"
"""Of a tenant's pod: the long-running service that it is a copy of."""
LABEL_KUBERNETES_API = "strata.platform/kubernetes-api"
"""Of a tenant's pod: `enabled` where it calls the Kubernetes API, to which no other has a way."""

LABEL_APPLICATION = "yunikorn.apache.org/app-id"
"""Of a pod: the scheduler's application that it belongs to, `<tenant>.<name>`. Every other label
and annotation that could say so comes after it."""

ENABLED = "enabled"
SUSPENDED = "suspended"

# An e-mail address is no legal label value, so the owner is an annotation.
ANNOTATION_OWNER = "strata.platform/owner"
ANNOTATION_PRIORITY_CLASSES = "strata.platform/priority-classes"
"""Of a namespace: the priority classes that its pods may name, with commas between them."""

TAG_PREFIX = "strata:"
LAYER_BOOTSTRAP = "bootstrap"
"""Layer tag of what an account has before any layer; it outlives every environment's layers."""

OWNER_ACCESS = "access"
"""Owner of secrets that people make for the platform to log in with."""

OWNER_SHARED = "shared"
"""Owner of secrets that people make for tenants to read, each by a prefix that its file names."""

OWNER_PLATFORM = "platform"
"""Who owns what belongs to no tenant, in names of logs and alerts."""

TENANT_QUEUES = "root.tenants"

# Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
IAM_ROLE_NAME_LIMIT = 64
# Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME_LIMIT = 63

TENANT_ROLES = ("workload", "admin", "developer", "viewer")
"""What the roles of a tenant are for: how their names end, and no other's."""

ROLE_AIRFLOW = "airflow"
"""What one more role is for, of a tenant that has an Airflow of its own."""

OWN_AIRFLOW_SUFFIX = "-airflow"
"""How the namespace of a tenant's own Airflow ends, and no tenant's name."""


def cluster(environment: str) -> str:
    """Name of the EKS cluster."""
    return f"strata-{environment}"


def iam_path(environment: str) -> str:
    """Path of every IAM role and policy of an environment."""
    return f"/strata/{environment}/"


def boundary(environment: str) -> str:
    """Name of the permissions boundary that every role of an environment carries."""
    return f"strata-{environment}-boundary"


def platform_role(environment: str, purpose: str) -> str:
    """Name of an IAM role that belongs to the platform itself, such as `karpenter`."""
    return f"strata-{environment}-{purpose}"


def tenant_role(environment: str, tenant: str, purpose: str) -> str:
    """Name of a tenant's IAM role; `purpose` is `workload`, `admin`, `developer` or `viewer`."""
    return f"strata-{environment}-{tenant}-{purpose}"


def tenant_role_arns(environment: str, tenant: str, account: str) -> list[str]:
    """ARNs of a tenant's IAM roles, of those too that its file does not ask for."""
    base = f"arn:aws:iam::{account}:role{iam_path(environment)}"
    purposes = (*TENANT_ROLES, ROLE_AIRFLOW)
    return [base + tenant_role(environment, tenant, purpose) for purpose in purposes]


def bucket(environment: str, tenant: str, account: str, region: str) -> str:
    """Name of a tenant's bucket.

    The `-an` ending is what S3 demands of a name in the account-regional namespace.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
    """
    return f"strata-{environment}-{tenant}-{account}-{region}-an"


def platform_bucket(environment: str, purpose: str, account: str, region: str) -> str:
    """Name of a bucket that belongs to the platform itself, such as `airflow-logs`."""
    return bucket(environment, purpose, account, region)


def data_key(environment: str, tenant: str) -> str:
    """Alias, without `alias/`, of the key that encrypts a tenant's bucket, if it has its own."""
    return f"strata/{environment}/{tenant}/data"


def catalog_database(environment: str, tenant: str, name: str) -> str:
    """Name of a tenant's database in the Glue Data Catalog, which all of an account share.

    It has no dash, for Iceberg and SQL take none without quotes; a tenant's name has no two in a
    row, so none begins like another tenant's.
    """
    return f"{environment}_{tenant.replace('-', '_')}__{name}"


def secret(environment: str, owner: str, name: str) -> str:
    """Name of a secret in Secrets Manager; `owner` is a tenant, or a service of the platform."""
    return f"strata/{environment}/{owner}/{name}"


def log_group(environment: str, owner: str, what: str) -> str:
    """Name of a log group; `owner` is a tenant, or `platform`."""
    return f"/strata/{environment}/{owner}/{what}"


def alert_topic(environment: str, owner: str) -> str:
    """Name of the topic that the alerts of a tenant, or of `platform`, are sent to."""
    return f"strata-{environment}-{owner}-alerts"


def cost_topic(environment: str, tenant: str) -> str:
    """Name of the topic that a tenant's alerts about cost are sent to, too.

    The underscore is in no tenant's name: it is no other tenant's topic of alerts.
    """
    return f"strata-{environment}-{tenant}_cost-alerts"


def state(environment: str) -> str:
    """Alias, without `alias/`, of the key that encrypts an environment's state."""
    return f"strata-{environment}-state"


def state_bucket(environment: str, account: str, region: str) -> str:
    """Name of the bucket that holds the state of an environment's stacks."""
    return f"strata-state-{environment}-{account}-{region}"


def deployer(environment: str, layer: str) -> str:
    """Name of the IAM role that deploys a layer; `preview` only looks at all of them."""
    return f"strata-{environment}-deploy-{layer}"


def deployer_path(environment: str) -> str:
    """Path of the deployers' roles: beside, not below, the path of what they may change."""
    return f"/strata-deployers/{environment}/"


def spark_repository(environment: str) -> str:
    """Name of the repository that holds the Spark image of an environment."""
    return f"strata-{environment}/spark"


def spark_image(environment: str, account: str, region: str, tag: str) -> str:
    """The image that a job runs when it names none."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com/{spark_repository(environment)}:{tag}"


def store(environment: str, tenant: str) -> str:
    """Name of a tenant's database, of its cache, and of the cache's user.

    A bucket's name is longer by 26 characters or more, so this one fits the 40 of a cache whenever
    that one fits.
    """
    return f"strata-{environment}-{tenant}"


def budget(environment: str, tenant: str) -> str:
    """Name of a tenant's budget, and of the watch over what is unlike it."""
    return f"strata-{environment}-{tenant}"


def topic(tenant: str, name: str) -> str:
    """Name of a tenant's Kafka topic; `name` is `<entity>.<event>.v<number>`."""
    return f"{tenant}.{name}"


def message_queue(environment: str, tenant: str, name: str) -> str:
    """Name of a tenant's SQS queue, without `.fifo`.

    The underscore is in neither name. With a dash, queue `b-c` of tenant `a` and queue `c` of
    tenant `a-b` would be one, and SQS makes no difference between making one and finding it.
    """
    return f"strata-{environment}-{tenant}_{name}"


def repository(environment: str, tenant: str, name: str) -> str:
    """Name of a tenant's image repository; the registry is the account's, not the environment's."""
    return f"strata-{environment}/{tenant}/{name}"


def queue(tenant: str) -> str:
    """Full name of a tenant's YuniKorn queue."""
    return f"{TENANT_QUEUES}.{tenant}"


def application(tenant: str, name: str) -> str:
    """Scheduler's name of an application; no namespace has a dot in it, so no other tenant's."""
    return f"{tenant}.{name}"


def own_airflow(tenant: str) -> str:
    """Namespace of a tenant's own Airflow."""
    return tenant + OWN_AIRFLOW_SUFFIX


def group(tenant: str, role: str) -> str:
    """Kubernetes group that an access entry gives to a tenant's `role`."""
    return f"strata:{tenant}:{role}"


def dedicated_pool(tenant: str) -> str:
    """Name of the NodePool, and of the EC2NodeClass, of a tenant's own nodes."""
    return f"tenant-{tenant}"


def priority_class(priority: str) -> str:
    """Name of the PriorityClass of pods; `priority` is `low`, `normal` or `high`."""
    return f"strata-{priority}"


def tags(environment: str, layer: str, **more: str) -> dict[str, str]:
    """AWS tags of everything in a layer; `more` adds `tenant`, `cost-center` and `owner`."""
    named = {"environment": environment, "layer": layer, **more}
    return {TAG_PREFIX + key.replace("_", "-"): value for key, value in named.items()}


def tenant_name_limit(environment: str, account: str, region: str) -> tuple[int, str]:
    """How long a tenant's name may be here, and the kind of name that sets the limit.

    Returns:
        The limit in characters, and what would grow too long beyond it.
    """
    longest_role = max(TENANT_ROLES, key=len)
    limits = [
        (BUCKET_NAME_LIMIT - len(bucket(environment, "", account, region)), "its bucket's name"),
        (
            IAM_ROLE_NAME_LIMIT - len(tenant_role(environment, "", longest_role)),
            "its longest role's name",
        ),
    ]
    return min(limits)
