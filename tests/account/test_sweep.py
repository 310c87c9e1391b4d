"""`strata sweep`: what was left is found, and only that."""

from typing import Any

import pytest

from tests.account.conftest import ACCOUNT, REGION, Aws, denied, told, trust

OWNED = [{"Key": "kubernetes.io/cluster/strata-dev", "Value": "owned"}]
OTHERS = [{"Key": "kubernetes.io/cluster/strata-dev2", "Value": "owned"}]


class Left:
    """What a destroy that failed left, and what is somebody else's."""

    def __init__(self, aws: Aws, tags: list[dict[str, str]]) -> None:
        ec2 = aws.client("ec2")

        def tagged(kind: str) -> list[dict[str, Any]]:
            return [{"ResourceType": kind, "Tags": tags}]

        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [
            ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.0.{place}.0/24", AvailabilityZone=f"{REGION}{zone}"
            )["Subnet"]["SubnetId"]
            for place, zone in enumerate("ab")
        ]
        [instance] = ec2.run_instances(
            ImageId=ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"],
            MinCount=1,
            MaxCount=1,
            SubnetId=self.subnets[0],
            TagSpecifications=tagged("instance"),
        )["Instances"]
        self.instance = instance["InstanceId"]
        self.interface = ec2.create_network_interface(
            SubnetId=self.subnets[0], TagSpecifications=tagged("network-interface")
        )["NetworkInterface"]["NetworkInterfaceId"]
        self.volume = ec2.create_volume(
            Size=1, AvailabilityZone=f"{REGION}a", TagSpecifications=tagged("volume")
        )["VolumeId"]
        name = f"left-{tags[0]['Key'].rpartition('/')[2]}"
        self.template = ec2.create_launch_template(
            LaunchTemplateName=name,
            LaunchTemplateData={"InstanceType": "m7g.large"},
            TagSpecifications=tagged("launch-template"),
        )["LaunchTemplate"]["LaunchTemplateId"]
        self.group = ec2.create_security_group(
            GroupName=name,
            Description="left",
            VpcId=vpc,
            TagSpecifications=tagged("security-group"),
        )["GroupId"]
        self.profile = self._profile(aws, name, tags)
        self.balancer, self.targets = self._balancer(aws, name[:20], vpc, tags)

    def _profile(self, aws: Aws, name: str, tags: list[dict[str, str]]) -> str:
        iam = aws.client("iam")
        iam.create_instance_profile(InstanceProfileName=name, Tags=tags)
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("ec2"))
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        return name

    def _balancer(
        self, aws: Aws, name: str, vpc: str, tags: list[dict[str, str]]
    ) -> tuple[str, str]:
        elb = aws.client("elbv2")
        balancer = elb.create_load_balancer(Name=name, Subnets=self.subnets, Tags=tags)
        targets = elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, Tags=tags)
        return (
            balancer["LoadBalancers"][0]["LoadBalancerArn"],
            targets["TargetGroups"][0]["TargetGroupArn"],
        )

    def ids(self) -> set[str]:
        return {
            self.instance,
            self.interface,
            self.volume,
            self.template,
            self.group,
            self.profile,
            self.balancer,
            self.targets,
        }


@pytest.fixture
def left(aws: Aws) -> Left:
    aws.client("logs").create_log_group(logGroupName="/aws/eks/strata-dev/cluster")
    return Left(aws, OWNED)


@pytest.fixture
def others(aws: Aws) -> Left:
    """What belongs to an environment whose name begins alike."""
    aws.client("logs").create_log_group(logGroupName="/aws/eks/strata-dev2/cluster")
    return Left(aws, OTHERS)


def listed(aws: Aws) -> set[str]:
    """Identifiers that the command shows."""
    lines = aws.run("sweep", "dev").stdout.splitlines()
    words = {word for line in lines for word in line.split()}
    return {
        word
        for word in words
        if word.startswith(("i-", "eni-", "vol-", "lt-", "sg-", "arn:", "left-", "/aws/"))
        # The mark of a log group is the beginning of its name.
        and not word.endswith("/")
    }


@pytest.mark.usefixtures("others")
def test_everything_that_was_left_is_shown_and_nothing_else(aws: Aws, left: Left) -> None:
    assert listed(aws) == left.ids() | {"/aws/eks/strata-dev/cluster"}


def test_something_left_is_exit_code_1_and_nothing_is_deleted(aws: Aws, left: Left) -> None:
    assert aws.run("sweep", "dev").exit_code == 1
    assert listed(aws) == left.ids() | {"/aws/eks/strata-dev/cluster"}


def test_an_empty_account_is_clean(aws: Aws) -> None:
    result = aws.run("sweep", "dev")
    assert (result.exit_code, result.stdout) == (
        0,
        f"nothing is left of dev in account {ACCOUNT}, {REGION}\n",
    )


def test_no_deletes_nothing(aws: Aws, left: Left) -> None:
    assert aws.run("sweep", "dev", "--delete", answer="n\n").exit_code == 1
    assert listed(aws) == left.ids() | {"/aws/eks/strata-dev/cluster"}


def test_yes_deletes_all_but_data(aws: Aws, left: Left) -> None:
    result = aws.run("sweep", "dev", "--delete", answer="y\n")
    assert f"Delete these 8 from account {ACCOUNT}, {REGION}? [y/N]" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "1 hold data and stay; --delete --with-data deletes them too"
    )
    assert listed(aws) == {left.volume}


def test_data_goes_only_when_it_is_said(aws: Aws, left: Left) -> None:
    result = aws.run("sweep", "dev", "--delete", "--with-data", answer="y\n")
    assert result.exit_code == 0
    assert f"volume {left.volume}: deleted" in result.stdout
    assert listed(aws) == set()


def test_another_environment_s_things_are_never_touched(aws: Aws, left: Left, others: Left) -> None:
    assert left.ids()
    aws.run("sweep", "dev", "--delete", "--with-data", answer="y\n")
    ec2 = aws.client("ec2")
    assert ec2.describe_volumes(VolumeIds=[others.volume])["Volumes"]
    state = ec2.describe_instances(InstanceIds=[others.instance])["Reservations"][0]["Instances"]
    assert state[0]["State"]["Name"] == "running"


def test_one_that_cannot_be_deleted_stops_no_other(aws: Aws, left: Left) -> None:
    aws.answers["DeleteNetworkInterface"] = denied("DeleteNetworkInterface", "InUse")
    result = aws.run("sweep", "dev", "--delete", answer="y\n")
    assert result.exit_code == 1
    assert f"launch template {left.template}: deleted" in result.stdout
    assert "1 are still there; run it again once what uses them is gone" in result.stdout
    del aws.answers["DeleteNetworkInterface"]
    aws.run("sweep", "dev", "--delete", answer="y\n")
    assert listed(aws) == {left.volume}


def test_groups_that_let_each_other_in_are_deleted(aws: Aws, left: Left) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.describe_security_groups(GroupIds=[left.group])["SecurityGroups"][0]["VpcId"]
    tags = [{"ResourceType": "security-group", "Tags": OWNED}]
    other = ec2.create_security_group(
        GroupName="other", Description="left", VpcId=vpc, TagSpecifications=tags
    )["GroupId"]
    for one, friend in ((left.group, other), (other, left.group)):
        ec2.authorize_security_group_ingress(
            GroupId=one,
            IpPermissions=[
                {
                    "IpProtocol": "tcp",
                    "FromPort": 443,
                    "ToPort": 443,
                    "UserIdGroupPairs": [{"GroupId": friend}],
                }
            ],
        )
    aws.run("sweep", "dev", "--delete", "--with-data", answer="y\n")
    assert listed(aws) == set()


def test_what_bootstrap_made_is_no_leftover(aws: Aws) -> None:
    tags = [
        {"Key": "strata:environment", "Value": "dev"},
        {"Key": "strata:layer", "Value": "bootstrap"},
    ]
    aws.client("ec2").create_volume(
        Size=1,
        AvailabilityZone=f"{REGION}a",
        TagSpecifications=[{"ResourceType": "volume", "Tags": tags}],
    )
    assert listed(aws) == set()


def test_an_environment_that_is_up_has_no_leftovers(
    aws: Aws, left: Left, capsys: pytest.CaptureFixture[str]
) -> None:
    iam = aws.client("iam")
    role = iam.create_role(RoleName="cluster", AssumeRolePolicyDocument=trust("eks"))
    aws.client("eks").create_cluster(
        name="strata-dev",
        roleArn=role["Role"]["Arn"],
        resourcesVpcConfig={"subnetIds": left.subnets},
    )
    assert told(capsys, lambda: aws.run("sweep", "dev")) == (
        "cluster strata-dev is still there: nothing of it is left over; take it down first, with "
        "`pulumi destroy -s dev-cluster`\n"
    )
