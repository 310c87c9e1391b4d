"""Settings: what a person writes in a stack file."""

import json
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from layers.explain import Place, explain
from layers.problem import ConfigError
from layers.stack_file import StackFile, layer_key, scan, stack_of


class Settings(BaseModel):
    """Base of every settings model: immutable, exact, and closed to unknown keys.

    Keys are camelCase in the file, as in Pulumi, Kubernetes and Helm, and snake_case in code.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=False,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )


Model = TypeVar("Model", bound=Settings)
Item = TypeVar("Item")


def in_words(rule: str, *examples: str, pattern: str) -> Any:
    """Say what a text must look like; errors and editors show the words, never the pattern.

    Args:
        rule: Completes the sentence "it ...", such as `must be twelve digits`.
        examples: Texts that are right; the first one is shown.
        pattern: Regular expression that a text must match.
    """
    return Field(
        pattern=pattern, examples=list(examples), json_schema_extra={"patternErrorMessage": rule}
    )


def _distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    for place, item in enumerate(items):
        if item in items[:place]:
            raise ValueError(f"must hold each value once; remove the second {item}")
    return items


Distinct = Annotated[
    tuple[Item, ...],
    AfterValidator(_distinct),
    Field(json_schema_extra={"uniqueItems": True}),
]
"""A list that holds each value once."""


def load(model: type[Model], text: str | None, source: str) -> Model:
    """Make settings of what Pulumi has read.

    Args:
        model: The layer's settings.
        text: JSON of the value under the layer's key; None when the key is missing.
        source: Path of the stack file, `Pulumi.<stack>.yaml`. Lines come from it when it exists.

    Raises:
        ConfigError: All that is wrong.
    """
    place = _place(source)
    if text is None:
        raise ConfigError([place.missing(model)])
    return _validated(model, text, place)


def settings_of(model: type[Model], file: StackFile) -> Model:
    """Make settings of a stack file, without Pulumi.

    Raises:
        ConfigError: All that is wrong with the settings; `file.problems` are not repeated, so
            it may be empty.
    """
    node = file.settings
    if node is None:
        raise ConfigError([])
    return _validated(model, json.dumps(node.plain()), Place(file.source, file.key, node))


def _place(source: str) -> Place:
    path = Path(source)
    key = layer_key(stack_of(path.name, source))
    try:
        return Place(source, key, scan(path, source).settings)
    except ConfigError:
        # Pulumi may take its configuration from elsewhere; then problems are told without lines.
        return Place(source, key, None)


def _validated(model: type[Model], text: str, place: Place) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise ConfigError(explain(error, model, place)) from None
