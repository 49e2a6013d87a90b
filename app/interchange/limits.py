"""How large files and records may be; readers keep to it while they read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that is taken."""

    records: int = 2_000_000
    record_bytes: int = 1_048_576
    nesting: int = 16
    unpacked_bytes: int = 4_294_967_296


def is_nested_deeper(data: object, limit: int) -> bool:
    """Tell whether containers stand in containers more than `limit` deep; does not recurse itself."""
    level = [data]
    for _ in range(limit):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ())
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
