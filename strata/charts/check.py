"""Checking planned releases against their real charts."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from strata.charts import pods
from strata.charts.chart import ChartFolder
from strata.charts.helm import RenderError, render
from strata.charts.known_values import KnownValues
from strata.charts.planned import MIRROR, Release, mirrored, releases
from strata.charts.pods import Nodes
from strata.charts.schemas import Schemas
from strata.project import Project

# What layer 2's first chart brings, and others ask for before they make a monitor.
_API_VERSIONS = tuple(
    f"monitoring.coreos.com/v1{kind}"
    for kind in ("", "/PodMonitor", "/PrometheusRule", "/ServiceMonitor")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What one release came to.

    Attributes:
        release: The release.
        at_hand: Whether its chart is there to be rendered.
        objects: How many objects it makes.
        not_judged: Kinds of objects that nothing at hand knows, sorted.
        problems: What is wrong, one line each.
    """

    release: Release
    at_hand: bool = False
    objects: int = 0
    not_judged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def check(project: Project, folder: Path, helm: Path) -> Iterator[Verdict]:
    """Judge every planned release of every environment, one by one.

    Images are taken from a mirror, so that one which our values forget is found.

    Args:
        project: The project.
        folder: Where charts lie.
        helm: The Helm binary.

    Raises:
        ChartError: A chart cannot be read.
        ConfigError: A stack file is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="strata-charts-") as scratch:
        for environment in sorted({stack.environment for stack in project.stacks()}):
            recordings = mirrored(project, environment)
            planned = releases(recordings)
            charts = [
                ChartFolder.find(folder, one.chart, one.version, Path(scratch)) for one in planned
            ]
            at_hand = [chart for chart in charts if chart]
            [cluster] = [one for one in recordings if one.stack == f"{environment}-cluster"]
            judge = _Judge(
                helm=helm,
                scratch=Path(scratch),
                schemas=Schemas(
                    cluster.outputs["kubernetes_version"],
                    tuple(file for chart in at_hand for file in chart.definition_files()),
                ),
                nodes=pods.nodes(cluster),
            )
            for release, chart in zip(planned, charts, strict=True):
                yield judge.verdict(release, chart) if chart else Verdict(release=release)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judge:
    helm: Path
    scratch: Path
    schemas: Schemas
    nodes: list[Nodes]

    def verdict(self, release: Release, chart: ChartFolder) -> Verdict:
        known = KnownValues.of(chart, self.scratch)
        problems = known.problems(release.values)
        try:
            made = render(self.helm, chart, release, self.schemas.kubernetes_version, _API_VERSIONS)
        except RenderError as error:
            return Verdict(release=release, at_hand=True, problems=(*problems, str(error)))
        not_judged = set()
        for thing in made:
            name = f"{thing['kind']} {thing['metadata']['name']}"
            wrong = self.schemas.problem(thing)
            if wrong is None:
                not_judged.add(thing["kind"])
            found = [*filter(None, [wrong]), *pods.problems(thing, self.nodes, MIRROR)]
            problems += [f"{name}: {problem}" for problem in found]
        return Verdict(
            release=release,
            at_hand=True,
            objects=len(made),
            not_judged=tuple(sorted(not_judged)),
            problems=tuple(problems),
        )
