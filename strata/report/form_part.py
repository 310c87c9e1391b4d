"""What every part of a report's JSON has in common."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Form(BaseModel):
    """Base of every part: closed, and camelCase as the stack files are."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )
