"""A job that keeps the executors that it asked for until someone opens the other end of a pipe."""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

session = SparkSession.builder.getOrCreate()
Path(sys.argv[1]).read_text(encoding="utf-8")
session.stop()
