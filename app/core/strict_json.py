"""Read JSON as strictly as it is written: what a lenient reader would drop or change is a fault."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.core.errors import Fault, Faults

# Longer ones are beyond every limit; Python refuses to read the longest.
MAX_DIGITS = 20


class Members(dict[str, Any]):
    """A JSON object that knows which names were given twice."""

    twins: list[str]


def read_json(raw: bytes) -> Any:
    """Read a document, or raise one error with the place of each fault."""
    faults = Faults()
    value = _parse(raw, faults)
    faults.tell()
    for fault in _damage(value):
        faults.add(fault)
    faults.tell()
    return value


def child(pointer: str, key: str | int) -> str:
    """Give the JSON pointer of a member or an element."""
    return f"{pointer}/{str(key)[:100].replace('~', '~0').replace('/', '~1')}"


def _parse(raw: bytes, faults: Faults) -> Any:
    try:
        text = raw.decode("utf-8")
        return json.loads(text, object_pairs_hook=_members, parse_int=_whole, parse_constant=float)
    except UnicodeDecodeError as error:
        faults.add(Fault("encoding", f"The body is not UTF-8: see byte {error.start}.", pointer=""))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        faults.add(Fault("not-json", f"The body is not JSON: {error.msg} ({place}).", pointer=""))
    except RecursionError:
        faults.add(Fault("too-deep", "The body is nested too deeply to be read.", pointer=""))
    return None


def _members(pairs: list[tuple[str, Any]]) -> Members:
    found = Members(pairs)
    found.twins = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _damage(value: Any) -> Iterator[Fault]:
    """Find what is JSON to a lenient reader only; without recursion, since nothing is bounded yet."""
    open_ends = [("", value)]
    while open_ends:
        pointer, item = open_ends.pop()
        if isinstance(item, Members):
            for name in item.twins:
                message = f"{name[:100]!r} is given more than once; give it once."
                yield Fault("twin-key", message, pointer=child(pointer, _readable(name)))
            open_ends += [(child(pointer, _readable(name)), each) for name, each in item.items()]
            texts = list(item)
        elif isinstance(item, list):
            open_ends += [(child(pointer, place), each) for place, each in enumerate(item)]
            continue
        else:
            texts = [item] if isinstance(item, str) else []
            if isinstance(item, float) and not math.isfinite(item):
                yield Fault("not-a-number", "NaN, Infinity and what is as large are no numbers here.", pointer=pointer)
        if any(_readable(text) != text for text in texts):
            message = "A text has half of a surrogate pair; write the whole character."
            yield Fault("encoding", message, pointer=pointer)


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
