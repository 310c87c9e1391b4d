"""Binaries that tell no version, and those that nobody releases."""

from pathlib import Path

import pytest

from strata.toolchain.binary import KWOK, YUNIKORN_ADMISSION_CONTROLLER, YUNIKORN_SCHEDULER, Binary
from strata.toolchain.download import download
from strata.toolchain.step import StepFailedError

_WRITTEN = b"mod\tgithub.com/apache/yunikorn-k8shim\tv1.8.0\th1:5Ot=\ndep\tcel.dev/expr\tv0.24.0"


@pytest.mark.parametrize("binary", [YUNIKORN_SCHEDULER, YUNIKORN_ADMISSION_CONTROLLER])
def test_a_command_that_tells_no_version_has_it_written_inside(
    binary: Binary, tmp_path: Path
) -> None:
    built = tmp_path / binary.name
    built.write_bytes(_WRITTEN)
    assert binary.version_of(built) == (1, 8, 0)


@pytest.mark.parametrize("content", [b"", b"github.com/apache/yunikorn-k8shim v1.8.0"])
def test_another_file_has_none(content: bytes, tmp_path: Path) -> None:
    built = tmp_path / "yunikorn-scheduler"
    assert YUNIKORN_SCHEDULER.version_of(built) is None
    built.write_bytes(content)
    assert YUNIKORN_SCHEDULER.version_of(built) is None


@pytest.mark.parametrize(
    ("binary", "why"),
    [
        (YUNIKORN_SCHEDULER, "Apache releases YuniKorn as source and images, not as a binary"),
        (KWOK, "kwok releases its binaries without checksums"),
    ],
)
def test_a_binary_without_a_release_to_trust_is_not_downloaded(
    binary: Binary, why: str, tmp_path: Path
) -> None:
    with pytest.raises(StepFailedError) as error:
        download(binary, tmp_path / binary.name)
    assert str(error.value) == why
