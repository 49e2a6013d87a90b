"""Read JSON so strictly that twin keys and NaN are told, without losing the place in the text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class StrictDecoder:
    """A decoder that notes what JSON forbids or leaves open, and goes on."""

    complaints: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Hook into the decoder of the standard library."""
        self._decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def decode(self, text: str, start: int = 0) -> tuple[Any, int]:
        """Read the value that begins at a place and tell where it ends."""
        self.complaints.clear()
        return self._decoder.raw_decode(text, start)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            for name in dict.fromkeys(_twins(pairs)):
                self.complaints.append(("twin-key", f"The key {name[:100]!r} stands twice; keep one."))
        return data

    def _constant(self, name: str) -> None:
        self.complaints.append(("json", f"JSON does not know {name}; write null or a number."))


def _twins(pairs: list[tuple[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            yield name
        seen.add(name)
