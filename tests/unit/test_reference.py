"""The reference of settings: what it says of each."""

import re
from typing import Annotated, Literal

import pytest
from pydantic import Field

from layers.example import keys_of
from layers.models import MODELS
from layers.profile import PROFILES
from layers.settings import Distinct, Settings, in_words
from layers.stack import Layer
from strata.reference import settings_page
from strata.reference.settings import FROM_PROFILE, Setting, rows, settings_of


class Disk(Settings):
    """A disk."""

    gib: Annotated[int, Field(ge=1)]
    """Its size. Changing it replaces the disk."""


class Pool(Settings):
    """A pool."""

    size: Annotated[int, Field(ge=2, le=10)]
    """How many."""

    disk: Disk | None = None
    """Its disk."""


class Example(Settings):
    """One of everything."""

    name: Annotated[str, in_words("must be a short name", "a", pattern="^[a-z]$")]
    """Who it is."""

    word: Annotated[str, in_words("must end with a colon", "a:", pattern=":$")] = "b:"
    """A word,
    on two lines."""

    nat: Literal["single", "perZone"] | None = None
    """How many gateways."""

    tenant: str = ""
    """Whose it is."""

    fixed: Literal[1] = 1
    """Always this."""

    share: Annotated[float, Field(le=0.5)] = 0.25
    """A part."""

    zones: Distinct[Annotated[str, Field(examples=["a"])]] = Field(default=("a", "b"), max_length=4)
    """Which zones. Changing it replaces nodes. Choose well."""

    general: Pool = Pool.model_validate({"size": 3})
    """Always there."""

    driver: Pool = Pool.model_validate({"size": 5})
    """Always there, too."""

    own: dict[Annotated[str, in_words("must be a letter", "x", pattern="^.$")], Pool] = Field(
        default={}
    )
    """By name."""

    disks: tuple[Disk, ...] = ()
    """A list of maps."""


class TwoPools(Settings):
    """Two pools."""

    one: Pool = Pool.model_validate({"size": 3})
    """The first."""

    two: Pool = Pool.model_validate({"size": 3})
    """The second."""


class Pools(Settings):
    """A group."""

    pools: TwoPools = TwoPools()
    """Both."""


def example() -> dict[str, Setting]:
    found = rows(Example, {"nat": lambda profile: profile.nat})
    return {path: one for one in found for path in one.paths}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("name", "a short name, such as `a`"),
        ("word", 'text that must end with a colon, such as `"a:"`'),
        ("nat", "one of `single`, `perZone`"),
        ("fixed", "`1`"),
        ("share", "a number of 0.5 or less"),
        ("zones", "a list of 4 or less, each text, such as `a`"),
        ("general", "the settings below"),
        ("general.size", "a whole number of 2 to 10"),
        ("general.disk.gib", "a whole number of 1 or more"),
        ("own", "a map of names to the settings below; each name must be a letter, such as `x`"),
        ("disks", "a list, each the settings below"),
    ],
)
def test_a_type_is_said_in_words(path: str, words: str) -> None:
    assert example()[path].type == words


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("name", "required"),
        ("word", '`"b:"`'),
        ("nat", "dev: `single`, prod: `perZone`"),
        ("tenant", "unset"),
        ("zones", "`[a, b]`"),
        ("general", ""),
        ("general.size", "`3`"),
        ("driver.size", "`5`"),
        ("general.disk", "unset"),
        ("general.disk.gib", "required"),
        ("own", "`{}`"),
        ("own.<name>.size", "required"),
        ("own.<name>.disk.gib", "required"),
        ("disks", "`[]`"),
        ("disks[].gib", "required"),
    ],
)
def test_a_default_is_what_holds_at_that_very_place(path: str, default: str) -> None:
    assert example()[path].default == default


def test_what_a_change_replaces_stands_apart_from_the_rest() -> None:
    zones = example()["zones"]
    assert (zones.text, zones.replaces) == (
        "Which zones. Choose well.",
        "Changing it replaces nodes.",
    )


def test_a_docstring_of_two_lines_is_one_paragraph() -> None:
    assert example()["word"].text == "A word, on two lines."


def test_what_maps_of_one_group_share_stands_once_behind_the_last_of_them() -> None:
    pools = [one.paths for one in rows(Pools, {})]
    assert pools == [
        ("pools",),
        ("pools.one",),
        ("pools.two",),
        ("pools.one.size", "pools.two.size"),
        ("pools.one.disk", "pools.two.disk"),
        ("pools.one.disk.gib", "pools.two.disk.gib"),
    ]


def test_equal_names_in_two_layers_have_anchors_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = Setting(paths=("accessTo",), type="text", default="", text="", replaces="")
    monkeypatch.setattr(settings_page, "settings_of", lambda _: [name])
    assert list(settings_page.anchors().values()) == ["accessto", "accessto-1", "accessto-2"]


@pytest.mark.parametrize("layer", MODELS)
def test_every_setting_is_in_the_reference(layer: Layer) -> None:
    listed = {path for one in settings_of(layer) for path in one.paths}
    assert set(keys_of(MODELS[layer].model_json_schema())) <= listed


@pytest.mark.parametrize(
    ("layer", "path"), [(layer, path) for layer, paths in FROM_PROFILE.items() for path in paths]
)
def test_a_docstring_says_what_the_profiles_set(layer: Layer, path: str) -> None:
    [text] = [one.text for one in settings_of(layer) if path in one.paths]
    words = {(): "none", ("0.0.0.0/0",): "all of it", ("a", "b"): "2", ("a", "b", "c"): "3"}
    said = {}
    for name, profile in PROFILES.items():
        value = FROM_PROFILE[layer][path](profile)
        told = words[tuple(value)] if isinstance(value, list) else value
        said[name] = str(told).lower() if isinstance(told, bool) else str(told)
    pattern = rf"{said['dev']}`?( of the region)? in dev.*{said['prod']}`?( in prod|, one a zone)"
    assert re.search(pattern, text), said


@pytest.mark.parametrize("layer", MODELS)
def test_every_setting_that_a_profile_decides_shows_what_it_decides(layer: Layer) -> None:
    told = {path for one in settings_of(layer) if " in dev" in one.text for path in one.paths}
    assert told == set(FROM_PROFILE[layer])
