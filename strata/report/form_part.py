"""What every part of a report's JSON has in common."""

from typing import Self

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

    @classmethod
    def of_same(cls, other: object) -> Self:
        """The part whose fields another object has by the same names."""
        return cls.model_validate(other, from_attributes=True)
