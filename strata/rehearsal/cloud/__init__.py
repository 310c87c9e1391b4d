"""The stand-in cloud."""

from strata.rehearsal.cloud.changes import Change
from strata.rehearsal.cloud.cloud import Cloud
from strata.rehearsal.cloud.inventory import Event, Row
from strata.rehearsal.cloud.refused import Problem, RefusedError
from strata.rehearsal.cloud.request import Caller

__all__ = ["Caller", "Change", "Cloud", "Event", "Problem", "RefusedError", "Row"]
