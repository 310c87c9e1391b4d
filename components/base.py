"""The component contract, enforced in one place."""

import inspect
import re
from typing import Any, ClassVar

import pulumi

_TYPE_TOKEN = re.compile(r"^strata:[a-z]+:[A-Z][A-Za-z0-9]*$")


class Component(pulumi.ComponentResource):
    """Base of every component: one type token, one rule for children, one rule for outputs.

    A subclass declares its outputs once, as class annotations. `finish` registers exactly
    those, so the public attributes, the state file and the documentation cannot disagree.

    Attributes:
        TYPE: `strata:<module>:<Class>`. It is part of every child's URN: chosen once, never edited.
    """

    TYPE: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        token = cls.__dict__.get("TYPE", "")
        if not _TYPE_TOKEN.match(token):
            raise TypeError(
                f"{cls.__name__}.TYPE is {token!r}; expected 'strata:<module>:<Class>', "
                f"for example 'strata:network:{cls.__name__}'. It is part of every child's "
                "URN, so it is chosen once and never edited."
            )

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        # Options go to super() only. Children inherit provider, protect and aliases through
        # `parent`; passing options down again re-parents them and duplicates the aliases.
        super().__init__(self.TYPE, name, None, opts)
        self.name = name

    def child(self, suffix: str) -> str:
        """Name a child `<component>-<suffix>`; the suffix is a role, never an index."""
        return f"{self.name}-{suffix}"

    def child_opts(self, **options: Any) -> pulumi.ResourceOptions:
        """Options for a child: `parent=self` plus what this one child needs."""
        return pulumi.ResourceOptions(parent=self, **options)

    def finish(self) -> None:
        """Register every annotated output. The last line of every constructor.

        Raises:
            TypeError: An output is declared but was never set.
        """
        names = [
            name
            for name in inspect.get_annotations(type(self))
            if name != "TYPE" and not name.startswith("_")
        ]
        missing = [name for name in names if name not in self.__dict__]
        if missing:
            raise TypeError(f"{type(self).__name__} declares but never sets: {', '.join(missing)}")
        self.register_outputs({name: getattr(self, name) for name in names})
