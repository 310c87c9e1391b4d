"""Panels: the few kinds that all dashboards are made of."""

from collections.abc import Sequence

from grafana_foundation_sdk.builders import bargauge, common, prometheus, stat, table, timeseries
from grafana_foundation_sdk.builders.dashboard import Dashboard, QueryVariable, Row
from grafana_foundation_sdk.models.common import (
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
)
from grafana_foundation_sdk.models.dashboard import DataSourceRef, VariableRefresh
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

# What kube-prometheus-stack calls its own Prometheus.
PROMETHEUS = DataSourceRef(type_val="prometheus", uid="prometheus")

USD = "currencyUSD"
PERCENT = "percentunit"
COUNT = "short"
SECONDS = "s"
BYTES = "bytes"
PER_SECOND = "reqps"

Series = tuple[str, str]
"""A PromQL expression, and how each of its series is called, such as `{{tenant}}`."""


def lines(
    title: str, unit: str, *series: Series, about: str = "", stacked: bool = False
) -> timeseries.Panel:
    """Lines over time, half as wide as the page."""
    mode = StackingMode.NORMAL if stacked else StackingMode.NONE
    panel = (
        timeseries.Panel()
        .title(title)
        .description(about)
        .unit(unit)
        .min(0)
        .span(12)
        .height(8)
        .fill_opacity(30 if stacked else 5)
        .stacking(common.StackingConfig().mode(mode))
        .legend(
            common.VizLegendOptions()
            .display_mode(LegendDisplayMode.TABLE)
            .placement(LegendPlacement.BOTTOM)
            .calcs(["lastNotNull", "max"])
        )
        .datasource(PROMETHEUS)
    )
    for reference, (expression, legend) in zip("ABCDEFGH", series, strict=False):
        panel.with_target(_query(reference, expression).legend_format(legend))
    return panel


def number(title: str, unit: str, expression: str, about: str = "") -> stat.Panel:
    """One number, an eighth of the page."""
    return (
        stat.Panel()
        .title(title)
        .description(about)
        .unit(unit)
        .span(4)
        .height(4)
        .graph_mode(BigValueGraphMode.AREA)
        .datasource(PROMETHEUS)
        .with_target(_query("A", expression))
    )


def ranking(title: str, unit: str, expression: str, legend: str, about: str = "") -> bargauge.Panel:
    """The greatest first, as bars."""
    return (
        bargauge.Panel()
        .title(title)
        .description(about)
        .unit(unit)
        .min(0)
        .span(12)
        .height(8)
        .datasource(PROMETHEUS)
        .with_target(
            _query("A", f"sort_desc({expression})").instant().legend_format(legend),
        )
    )


def rows(title: str, unit: str, expression: str, about: str = "") -> table.Panel:
    """One line for each series, a column for each label, as wide as the page."""
    return (
        table.Panel()
        .title(title)
        .description(about)
        .unit(unit)
        .span(24)
        .height(9)
        .datasource(PROMETHEUS)
        .with_target(
            _query("A", f"sort_desc({expression})").instant().format(PromQueryFormat.TABLE)
        )
    )


def choice(name: str, label: str, query: str) -> QueryVariable:
    """A variable whose values come from Prometheus."""
    return (
        QueryVariable(name)
        .label(label)
        .query(query)
        .datasource(PROMETHEUS)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
    )


Panel = timeseries.Panel | stat.Panel | bargauge.Panel | table.Panel


def dashboard(
    uid: str, title: str, *content: str | Panel, variables: Sequence[QueryVariable] = ()
) -> Dashboard:
    """A dashboard over the last six hours, anew each minute.

    Args:
        uid: Its address ends with it, so links to it never break.
        title: Its title.
        content: Titles of sections, each followed by the section's panels.
        variables: What its reader chooses.
    """
    page = Dashboard(title).uid(uid).tags(["strata"]).refresh("1m").time("now-6h", "now").readonly()
    for variable in variables:
        page.with_variable(variable)
    for part in content:
        if isinstance(part, str):
            page.with_row(Row(part))
        else:
            page.with_panel(part)
    return page


def _query(reference: str, expression: str) -> prometheus.Dataquery:
    return prometheus.Dataquery().ref_id(reference).datasource(PROMETHEUS).expr(expression)
