"""A Spark to submit with: the version of the platform's image, from PyPI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components import versions
from tests.samples import ROOT

_HOME = ROOT / ".tools" / f"pyspark-{versions.SPARK}"


@dataclass(frozen=True)
class Spark:
    """A Spark distribution.

    Attributes:
        home: Its folder.
    """

    home: Path

    def start(
        self, *arguments: str, conf: Mapping[str, str], **options: Any
    ) -> subprocess.Popen[str]:
        """Start `spark-submit`; its words come out of the process's `stdout`."""
        properties = [part for key, value in conf.items() for part in ("--conf", f"{key}={value}")]
        command = [str(self.home / "bin" / "spark-submit"), *properties, *arguments]
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "SPARK_HOME": str(self.home), "PYSPARK_PYTHON": sys.executable},
            **options,
        )


def spark() -> Spark:
    """The distribution, installed the first time.

    Raises:
        RuntimeError: There is no Java, or the package cannot be had.
    """
    if shutil.which("java") is None:
        raise RuntimeError("no java on PATH: Spark needs Java 17 or 21")
    home = _HOME / "pyspark"
    if not (home / "bin" / "spark-submit").exists():
        print(f"pyspark {versions.SPARK}: installing into {_HOME.relative_to(ROOT)}")
        uv = Path(sys.executable).parent / "uv"
        unfinished = _HOME.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        wanted = f"pyspark=={versions.SPARK}"
        answer = subprocess.run(
            [str(uv), "pip", "install", "--quiet", "--target", str(unfinished), wanted],
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise RuntimeError(f"{wanted}: {answer.stderr}")
        # In one step, so that an interrupted download is never taken for a Spark.
        unfinished.rename(_HOME)
    return Spark(home)
