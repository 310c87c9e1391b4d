"""Secrets on the real engine: drawn once, kept encrypted, and a name that no destroy frees."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random
import pytest

from layers.stack import StackName
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.engine import Engine, EngineError
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.samples import PROJECT, ROOT

NAME = StackName("dev", "platform")
SECRET = "strata/dev/airflow/admin"  # noqa: S105 - a name


@dataclass
class History:
    """What became of one small stack."""

    changed_again: int = -1
    state: str = ""
    rows: dict[str, Row] = field(default_factory=dict)
    remains: list[str] = field(default_factory=list)
    refusal: str = ""
    left: list[Row] = field(default_factory=list)


def _program(recovery_days: int) -> Any:
    def program() -> None:
        provider = aws.Provider("aws", region="eu-west-1", allowed_account_ids=["111122223333"])
        drawn = pulumi.ResourceOptions(provider=random.Provider("random"))
        password = random.RandomPassword("password", length=32, special=False, opts=drawn)
        random.RandomBytes("bytes", length=32, opts=drawn)
        options = pulumi.ResourceOptions(provider=provider)
        secret = aws.secretsmanager.Secret(
            "secret", name=SECRET, recovery_window_in_days=recovery_days, opts=options
        )
        aws.secretsmanager.SecretVersion(
            "version",
            secret_id=secret.id,
            secret_string=password.result.apply(lambda text: f"airflow:{text}"),
            opts=options,
        )

    return program


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = RehearsalFolder(tmp_path_factory.mktemp("secrets") / "dev")
    folder.make(PROJECT, [])
    binary = resolve(PULUMI, Place(ROOT), print)
    history = History()
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:

        def engine(recovery_days: int) -> Engine:
            return Engine(binary, folder, _program(recovery_days), ports)

        engine(7).up(NAME, lambda _: None)
        history.changed_again = engine(7).up(NAME, lambda _: None)
        history.rows = {row.type: row for row in cloud.inventory}
        history.state = _state(folder.root)
        engine(7).destroy(NAME, lambda _: None)
        history.left, history.remains = cloud.inventory, cloud.remains
        with pytest.raises(EngineError) as error:
            engine(0).up(NAME, lambda _: None)
        history.refusal = str(error.value)
    return history


def _state(root: Path) -> str:
    files = [path for path in root.rglob("*.json") if "stacks" in path.parts]
    assert files
    return "".join(path.read_text() for path in files)


def test_a_second_up_draws_nothing_anew(history: History) -> None:
    assert history.changed_again == 0


def test_the_state_holds_no_password_in_plain(history: History) -> None:
    password = history.rows[t.RANDOM_PASSWORD].outputs["result"]
    assert history.rows[t.SECRET_VERSION].inputs["secretString"] == f"airflow:{password}"
    assert password not in history.state


def test_the_state_holds_random_bytes_in_plain(history: History) -> None:
    # They are their own identifier: nothing of the platform may be made of them.
    assert history.rows[t.RANDOM_BYTES].outputs["base64"] in history.state


def test_a_destroy_leaves_a_secret_that_keeps_its_name(history: History) -> None:
    assert history.left == []
    assert history.remains == [
        f"the secret {SECRET} is scheduled for deletion, and its name is taken for 7 days"
    ]


def test_an_up_after_the_destroy_is_refused(history: History) -> None:
    assert history.refusal == (
        f"secret ({t.SECRET}): {history.remains[0]}; restore it, or delete it for good: `strata "
        "sweep` shows it"
    )
