"""Properties of queues. YuniKorn leaves out what it does not understand, and says so nowhere.

Source: https://github.com/apache/yunikorn-core/blob/v1.8.0-1/pkg/scheduler/objects/queue.go
(UpdateQueueProperties)
"""

import re
from collections.abc import Iterator, Mapping

_DURATION = r"(?:[0-9]+(?:\.[0-9]+)?(?:ms|h|m|s))+"
_WHOLE_NUMBER = r"[0-9]+"

# What a value must look like, and how to say it.
_KNOWN = {
    "application.sort.policy": (r"fifo|fair", "fifo or fair"),
    "application.sort.priority": (r"enabled|disabled", "enabled or disabled"),
    "application.unschedasks.backoff": (_WHOLE_NUMBER, "a whole number"),
    "application.unschedasks.backoff.delay": (_DURATION, "a time such as 30s"),
    "preemption.delay": (_DURATION, "a time such as 30s"),
    "preemption.policy": (r"default|fence|disabled", "default, fence or disabled"),
    "priority.offset": (rf"-?{_WHOLE_NUMBER}", "a whole number"),
    "priority.policy": (r"default|fence", "default or fence"),
    "quota.preemption.delay": (_DURATION, "a time such as 30s"),
}


def problems(where: str, properties: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the properties of a queue, one line each."""
    for name, value in properties.items():
        if name not in _KNOWN:
            yield (
                f"{where}: {name} is no property, and would be left out; write one of "
                f"{', '.join(_KNOWN)}"
            )
            continue
        pattern, wanted = _KNOWN[name]
        # A delay of nothing is taken for none.
        if not re.fullmatch(pattern, value) or (
            pattern is _DURATION and not re.search("[1-9]", value)
        ):
            yield f"{where}: {name} is {value}, and would be left out; write {wanted}"
