"""A job that needs executors."""

from pyspark import SparkContext

with SparkContext() as context:
    context.parallelize(range(10)).count()
