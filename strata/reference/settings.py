"""Every setting of a layer, in the order in which its model declares them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from layers.example import Schema
from layers.models import MODELS
from layers.profile import PROFILES, Profile
from layers.settings import Settings
from layers.stack import Layer
from strata.reference.type_words import below, code, resolved, type_words

FromProfile = Mapping[str, Callable[[Profile], Any]]

FROM_PROFILE: Mapping[Layer, FromProfile] = {
    "cluster": {
        "network.zones": lambda profile: list("abcd"[: profile.zones]),
        "network.nat": lambda profile: profile.nat,
        "endpoint.publicCidrs": lambda profile: list(profile.public_endpoint_cidrs),
        "controlPlane.logRetentionDays": lambda profile: profile.log_retention_days,
        "controlPlane.zonalShift": lambda profile: profile.zonal_shift,
        "controlPlane.deletionProtection": lambda profile: profile.protect,
        "dns.minReplicas": lambda profile: profile.dns_replicas,
        "systemNodes.instanceType": lambda profile: profile.system_instance_type,
        "karpenter.cpu": lambda profile: profile.karpenter_cpu,
        "karpenter.memory": lambda profile: profile.karpenter_memory,
    },
    "platform": {
        "airflow.database.instanceClass": lambda profile: profile.database_class,
        "airflow.database.allocatedGib": lambda profile: profile.database_gib,
        "observability.volumeGib": lambda profile: profile.prometheus_volume_gib,
        "logs.retentionDays": lambda profile: profile.log_retention_days,
    },
    "tenant": {},
}
"""Settings that take their default from the profile."""

_REQUIRED = object()
_REPLACES = re.compile(r" *(Changing it replaces [^.]*\.)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One setting, or one map of settings.

    Attributes:
        paths: Where it stands, such as `network.primaryCidr`; several if maps of the same group
            hold the same setting.
        type: What may be written.
        default: What holds when it is not written; empty for a map whose own settings tell.
        text: What it does, and why the default is what it is.
        replaces: What changing it replaces, as a sentence; empty if nothing.
    """

    paths: tuple[str, ...]
    type: str
    default: str
    text: str
    replaces: str


def settings_of(layer: Layer) -> list[Setting]:
    """Every setting of a layer."""
    return rows(MODELS[layer], FROM_PROFILE[layer])


def rows(model: type[Settings], from_profile: FromProfile) -> list[Setting]:
    """Every setting of a model.

    Args:
        model: The model.
        from_profile: Settings that take their default from the profile, by path.
    """
    whole = model.model_json_schema()
    merged: dict[Setting, tuple[str, ...]] = {}
    for row in _Walk(whole, from_profile).rows(whole, "", {}):
        [path] = row.paths
        same = replace(row, paths=(path.partition(".")[0], path.rpartition(".")[2]))
        # Behind the last of the maps that hold it.
        merged[same] = (*merged.pop(same, ()), path)
    return [replace(row, paths=paths) for row, paths in merged.items()]


@dataclass(frozen=True, slots=True)
class _Walk:
    whole: Schema
    from_profile: FromProfile

    def rows(self, schema: Schema, prefix: str, given: Mapping[str, Any]) -> Iterator[Setting]:
        """The settings of a map; `given` is what the map holds when it is not written."""
        for key, child in schema.get("properties", {}).items():
            path, part = prefix + key, resolved(child, self.whole)
            value = given.get(key, part.get("default", _REQUIRED))
            yield self._row(path, part, value)
            suffix, entry = below(part)
            inside = value if isinstance(value, Mapping) and not suffix else {}
            yield from self.rows(resolved(entry, self.whole), f"{path}{suffix}.", inside)

    def _row(self, path: str, schema: Schema, value: Any) -> Setting:
        text = " ".join(schema.get("description", "").split())
        found = _REPLACES.search(text)
        return Setting(
            paths=(path,),
            type=type_words(schema, self.whole),
            default=self._default(path, value),
            text=_REPLACES.sub("", text),
            replaces=found[1] if found else "",
        )

    def _default(self, path: str, value: Any) -> str:
        if from_profile := self.from_profile.get(path):
            return ", ".join(f"{name}: {code(from_profile(PROFILES[name]))}" for name in PROFILES)
        if value is _REQUIRED:
            return "required"
        if value in (None, ""):
            return "unset"
        return "" if isinstance(value, Mapping) and value else code(value)
