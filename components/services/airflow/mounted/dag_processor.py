"""Airflow's DAG processor with one DAG bundle for each tenant that has DAGs.

Airflow reads its list of bundles once, when the processor starts. This starts it with the folders
that the bucket has now, and starts it again when there is another: no tenant needs a change of the
platform. A folder of the bucket can be written by its tenant alone.

Mounted into the DAG processor's pod, where it is the command.
"""

import argparse
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

TENANT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
STOP_SECONDS = 60
"""How long a processor may take to end before it is killed."""


def tenants(pages: Iterable[Any]) -> list[str]:
    """Names of a bucket's folders, from the pages that S3 lists them in, sorted.

    A folder whose name no tenant could have is left out.
    """
    folders = [
        folder["Prefix"].removesuffix("/")
        for page in pages
        for folder in page.get("CommonPrefixes", [])
    ]
    return sorted(folder for folder in folders if TENANT.fullmatch(folder))


def bundles(bucket: str, names: Iterable[str]) -> list[dict[str, Any]]:
    """What `[dag_processor] dag_bundle_config_list` is for these tenants."""
    return [
        {
            "name": name,
            "classpath": "airflow.providers.amazon.aws.bundles.s3.S3DagBundle",
            "kwargs": {"aws_conn_id": None, "bucket_name": bucket, "prefix": f"{name}/"},
        }
        for name in names
    ]


def command(bucket: str, names: Iterable[str]) -> list[str]:
    """How the processor is started for these tenants."""
    setting = json.dumps(bundles(bucket, names))
    variable = f"AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST={setting}"
    return ["env", variable, "airflow", "dag-processor"]


def run(find: Callable[[], list[str]], bucket: str, every_seconds: float) -> int:
    """Keep a processor running for the tenants that there are.

    Args:
        find: Lists the tenants.
        bucket: Bucket of the DAGs.
        every_seconds: How often the tenants are listed.

    Returns:
        Exit code of a processor that ended by itself.
    """
    known = find()
    while True:
        print(f"starting with bundles: {', '.join(known) or 'none'}", flush=True)
        process = subprocess.Popen(command(bucket, known))
        try:
            changed = _watch(process, find, known, every_seconds)
        finally:
            _stop(process)
        if changed is None:
            return process.returncode
        known = changed


def _watch(
    process: "subprocess.Popen[bytes]",
    find: Callable[[], list[str]],
    known: list[str],
    every_seconds: float,
) -> list[str] | None:
    # The tenants once they are others, or nothing once the processor has ended.
    while True:
        try:
            process.wait(every_seconds)
        except subprocess.TimeoutExpired:
            found = _found(find, known)
            if found != known:
                return found
        else:
            return None


def _found(find: Callable[[], list[str]], known: list[str]) -> list[str]:
    try:
        return find()
    except (BotoCoreError, ClientError) as error:
        print(f"cannot list the tenants, going on with those known: {error}", flush=True)
        return known


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    """Run with `--bucket NAME`, until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bucket", required=True)
    parser.add_argument("--every-seconds", type=float, default=60)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    lister = boto3.client("s3").get_paginator("list_objects_v2")
    return run(
        lambda: tenants(lister.paginate(Bucket=given.bucket, Delimiter="/")),
        given.bucket,
        given.every_seconds,
    )


if __name__ == "__main__":
    sys.exit(main())
