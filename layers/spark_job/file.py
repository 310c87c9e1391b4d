"""A job file: the job, and where in the file each of its settings stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from components.spark.job import JobTenant, SparkJob
from components.spark.problems import JobProblem
from layers.explain import Place, explain
from layers.problem import ConfigError, Problem, shown, spoken
from layers.spark_job.settings import SparkJobSettings
from layers.yaml_tree import Node, parse


@dataclass(frozen=True, slots=True)
class JobFile:
    """A job file that says a job.

    Attributes:
        source: Its path, as problems name it.
        root: The whole of it.
        job: The job.
    """

    source: str
    root: Node
    job: SparkJob

    def told(self, problems: Iterable[JobProblem]) -> list[Problem]:
        """Problems of the job, each with its line in the file."""
        return [
            Problem(
                file=self.source,
                line=self.root.nearest(one.path)[0].line,
                key=spoken(one.path),
                value="" if one.value is None else shown(one.value),
                rule=one.rule,
                remedy=one.remedy,
            )
            for one in problems
        ]


def read(path: Path, tenant: JobTenant, source: str | None = None) -> JobFile:
    """Read a job file.

    Args:
        path: The file.
        tenant: Whose job it is, and what its jobs get that do not say otherwise.
        source: How problems name it; unset: the path.

    Raises:
        ConfigError: All that is wrong with it by itself.
    """
    source = source or str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        rule = f"cannot be read: {(error.strerror or type(error).__name__).lower()}"
        remedy = "name a job file"
        raise ConfigError([Problem(file=source, rule=rule, remedy=remedy)]) from None
    tree = parse(content, source)
    place = Place(source, "", tree.root)
    try:
        settings = SparkJobSettings.model_validate_json(json.dumps(tree.root.plain()))
    except ValidationError as error:
        found = explain(error, SparkJobSettings, place)
        raise ConfigError([*tree.problems, *found]) from None
    if tree.problems:
        raise ConfigError(tree.problems)
    return JobFile(source, tree.root, settings.job(tenant))
