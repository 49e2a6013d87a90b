"""What is worked out once for a state of the data and kept in memory until the data change."""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")


class Held:
    """Values that hold for one revision of the data; a new revision lets go of all of them."""

    def __init__(self) -> None:
        self._revision: Hashable = None
        self._values: dict[str, Any] = {}
        # Held while a value is made, so that many requests at once do not all make it.
        self._lock = RLock()

    def get(self, name: str, revision: Hashable, make: Callable[[], T]) -> T:
        """Give the value of this name for a revision; make it where it is not there yet."""
        with self._lock:
            if revision != self._revision:
                self._revision, self._values = revision, {}
            if name not in self._values:
                self._values[name] = make()
            value: T = self._values[name]
            return value
