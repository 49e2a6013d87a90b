"""Tell what the framework finds wrong with parameters in the words of all other faults."""

import re
from typing import Any

from app.core.errors import Fault, nearest

QUOTED = re.compile(r"'([^']*)'")


def validation_fault(item: dict[str, Any]) -> Fault:
    """Tell a finding of the framework in the words of all other faults."""
    name = str(item["loc"][-1])[:100]
    if item["type"] == "extra_forbidden":
        return Fault("unknown-parameter", f"There is no parameter {name!r} here.", name)
    if item["type"] in ("enum", "literal_error"):
        name = str(next((step for step in reversed(item["loc"]) if isinstance(step, str)), name))
        allowed = QUOTED.findall(str(item["ctx"]["expected"]))
        value = str(item["input"])[:100]
        return Fault("unknown-value", f"{name} has no value {value!r}.", name, allowed, nearest(value, allowed))
    return Fault("invalid-value", f"{'.'.join(map(str, item['loc']))}: {item['msg']}", name)
