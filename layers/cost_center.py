"""Who pays."""

from typing import Annotated

from layers.settings import in_words

# A label value: it travels to every pod and to the AWS bill.
CostCenter = Annotated[
    str,
    in_words(
        "must be letters, digits, dots, dashes or underscores, 63 at most",
        "4711",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
    ),
]
