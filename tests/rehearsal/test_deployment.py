"""What deployments ask of Pulumi, answered by the real engine in front of the stand-in cloud."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pulumi import automation

from layers.stack import PROJECT, StackName
from strata.deploy.destroy import examined
from strata.deploy.pulumi import PulumiWorkspace
from strata.deploy.workspace import DeployError
from strata.engine.command import command
from strata.project import Project
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.rehearsal.conftest import PREAMBLE, STACK
from tests.samples import ROOT

CLUSTER = StackName("dev", "cluster")
PROGRAM = """\
document = json.dumps(trust("ec2"))
aws.iam.Role("one", assume_role_policy=document, opts=options)
aws.iam.Role("two", assume_role_policy=document, opts=options)
"""


@dataclass
class Deployment:
    """A program whose stack is deployed.

    Attributes:
        workspace: The stacks.
        cloud: Where they are up.
        state: Where Pulumi keeps what is up.
        program: File that is run.
        steps: Resources that were dealt with, as they were told.
    """

    workspace: PulumiWorkspace
    cloud: Cloud
    state: Path
    program: Path
    steps: list[int]

    def says(self, text: str) -> None:
        """Change the program."""
        self.program.write_text(PREAMBLE + textwrap.dedent(text))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A small project on a backend of its own."""
    root = tmp_path_factory.mktemp("deployed")
    (root / "stacks").mkdir()
    (root / "stacks" / f"Pulumi.{CLUSTER}.yaml").write_text(STACK)
    project = Project(root)
    folder = RehearsalFolder.of(project, "dev")
    folder.root.parent.mkdir()
    folder.make(project, [CLUSTER])
    pulumi = command(resolve(PULUMI, Place(ROOT), print))
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        environment = {
            "PULUMI_BACKEND_URL": folder.state.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "deployed",
            "PULUMI_DEBUG_PROVIDERS": ",".join(f"{name}:{port}" for name, port in ports.items()),
            "PULUMI_HOME": str(folder.home),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        options = automation.LocalWorkspaceOptions(
            work_dir=str(folder.root), pulumi_command=pulumi, env_vars=environment
        )

        def open_(stack: StackName, *, make: bool) -> automation.Stack:
            opener = automation.create_or_select_stack if make else automation.select_stack
            return opener(str(stack), PROJECT, project.program(), opts=options)

        listing = automation.LocalWorkspace(
            work_dir=str(folder.root), pulumi_command=pulumi, env_vars=environment
        )
        workspace = PulumiWorkspace(listing, open_)
        yield Deployment(workspace, cloud, folder.state, root / "__main__.py", [])


def test_a_stack_comes_up_is_looked_at_refuses_what_is_protected_and_goes(
    deployment: Deployment,
) -> None:
    workspace, steps = deployment.workspace, deployment.steps
    assert workspace.existing() == ()

    # Up; the engine counts the stack itself and its provider, too.
    deployment.says(PROGRAM)
    assert workspace.up(CLUSTER, steps.append) == {"create": 4}
    assert steps == [1, 2, 3]
    assert workspace.existing() == (CLUSTER,)
    assert workspace.up(CLUSTER, steps.append) == {"same": 4}

    # A preview tells what a change does, and does not do it.
    deployment.says(PROGRAM.replace('"two"', '"three"'))
    told = {"create": 1, "delete": 1, "same": 3}
    assert workspace.preview(CLUSTER, steps.append) == told
    assert workspace.preview(CLUSTER, steps.append) == told

    # Protected, nothing goes.
    protected = "options = pulumi.ResourceOptions(provider=provider, protect=True)\n"
    deployment.says(protected + PROGRAM)
    workspace.up(CLUSTER, steps.append)
    with pytest.raises(DeployError) as error:
        examined(workspace, [CLUSTER])
    assert str(error.value) == (
        "dev-cluster: one, two protected, so nothing is destroyed; take the protection off first: "
        "`pulumi state unprotect --all --stack dev-cluster`"
    )

    # Nor does it while another deployment is under way.
    deployment.says(PROGRAM)
    workspace.up(CLUSTER, steps.append)
    lock = deployment.state / ".pulumi" / "locks" / "organization" / PROJECT / str(CLUSTER)
    lock.mkdir(parents=True, exist_ok=True)
    held = {"pid": 1, "username": "a", "hostname": "b", "timestamp": "2026-01-01T00:00:00Z"}
    (lock / "theirs.json").write_text(json.dumps(held))
    with pytest.raises(DeployError) as error:
        workspace.destroy(CLUSTER, steps.append)
    assert str(error.value) == (
        "another deployment of it is under way; wait for it, or, if it is certain that none is, "
        "let go of its lock with `pulumi cancel`"
    )
    (lock / "theirs.json").unlink()

    # Then everything goes, and the engine said how much.
    (doomed,) = examined(workspace, [CLUSTER])
    assert workspace.destroy(CLUSTER, steps.append) == {"delete": doomed.deleted}
    assert (workspace.existing(), deployment.cloud.inventory) == ((), [])
