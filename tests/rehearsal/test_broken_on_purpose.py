"""What AWS or an API server would refuse, the rehearsal refuses, naming resource and rule."""

from tests.rehearsal.conftest import Project

FAILED = "the rehearsal of dev failed; what the engine said:"

CLUSTER = """
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=options)
    subnets = [
        aws.ec2.Subnet(
            f"subnet-{zone}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{number}.0/24",
            availability_zone=f"eu-west-1{zone}",
            opts=options,
        ).id
        for number, zone in enumerate("ab")
    ]
    role = aws.iam.Role("role", assume_role_policy=trust("eks"), opts=options)
    policy = aws.iam.RolePolicyAttachment(
        "policy",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
        opts=options,
    )
    cluster = aws.eks.Cluster(
        "cluster",
        role_arn=role.arn,
        vpc_config={"subnet_ids": subnets},
        opts=pulumi.ResourceOptions(provider=provider, depends_on=[policy]),
    )
    config = cluster.endpoint.apply(
        lambda server: json.dumps(
            {
                "clusters": [{"name": "x", "cluster": {"server": server}}],
                "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
                "current-context": "x",
            }
        )
    )
    inside = kubernetes.Provider("inside", kubeconfig=config)
"""


def refused(project: Project, program: str) -> list[str]:
    """What the rehearsal of a program says on its error stream."""
    done = project(program).rehearse()
    assert done.returncode == 1
    first, *reasons = done.stderr.splitlines()
    assert first == FAILED
    return reasons


def test_an_input_that_the_provider_does_not_know_is_refused(project: Project) -> None:
    program = """
    class Odd(pulumi.CustomResource):
        def __init__(self):
            props = {"cidrBlock": "10.0.0.0/16", "enableDnsHostname": True}
            super().__init__("aws:ec2/vpc:Vpc", "odd", props, options)

    Odd()
    """
    assert refused(project, program) == [
        "odd (aws:ec2/vpc:Vpc): enableDnsHostname: unknown input; did you mean enableDnsHostnames?"
    ]


def test_a_second_bucket_of_the_same_name_is_refused(project: Project) -> None:
    program = """
    one = aws.s3.Bucket("one", bucket="the-same-name", opts=options)
    after = pulumi.ResourceOptions(provider=provider, depends_on=[one])
    aws.s3.Bucket("two", bucket="the-same-name", opts=after)
    """
    assert refused(project, program) == [
        (
            "two (aws:s3/bucket:Bucket): there is already a bucket named the-same-name, made by "
            "one (aws:s3/bucket:Bucket); its name is unique in all of S3: choose another or "
            "delete that one"
        )
    ]


def test_deleting_a_role_in_use_is_refused(project: Project) -> None:
    # The second `up` forgets the role that an attachment still names.
    program = """
    first = not (flag := pathlib.Path(__file__).with_name("flag")).exists()
    flag.touch()
    roles = []
    if first:
        roles = [aws.iam.Role("role", name="in-use", assume_role_policy=trust("ec2"), opts=options)]
    aws.iam.RolePolicyAttachment(
        "attachment",
        role="in-use",
        policy_arn="arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        opts=pulumi.ResourceOptions(provider=provider, depends_on=roles),
    )
    """
    assert refused(project, program) == [
        (
            "role (aws:iam/role:Role): DependencyViolation: in use by attachment "
            "(aws:iam/rolePolicyAttachment:RolePolicyAttachment); delete these first, or let them "
            "depend on it"
        )
    ]


def test_a_node_pool_before_its_crd_is_refused(project: Project) -> None:
    program = f"""{CLUSTER}
    kubernetes.apiextensions.CustomResource(
        "early",
        api_version="karpenter.sh/v1",
        kind="NodePool",
        metadata={{"name": "early"}},
        spec={{}},
        opts=pulumi.ResourceOptions(provider=inside),
    )
    """
    assert refused(project, program) == [
        (
            "early (kubernetes:karpenter.sh/v1:NodePool): no matches for kind "
            "karpenter.sh/NodePool: its CustomResourceDefinition is not installed in cluster "
            "(aws:eks/cluster:Cluster); "
            "install the chart that brings it first and depend on it"
        )
    ]
