"""What a process remembers of one revision of the data, within a bound, so that nothing is fetched twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")
MAX_BYTES = 16 * 1024 * 1024


class Memory:
    """Values by key; the ones not used for longest are forgotten first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0
        self._max_bytes = max_bytes
        # Held while something large is made, so that many who ask for it at once do not all make it.
        self.making = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int] = lambda _: 0) -> T:
        """Give the value of a key, made now where it is not remembered."""
        if (found := self.find(key)) is not None:
            return cast("T", found)
        value = make()
        self.put(key, value, weigh(value))
        # What another thread made in the meantime is what is remembered.
        kept = self.find(key)
        return value if kept is None else cast("T", kept)

    def holds(self, key: Hashable) -> bool:
        """Tell whether a key is remembered."""
        return key in self._values

    def find(self, key: Hashable) -> Any:
        """Give the value of a key, or nothing where it is not remembered."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: object, weight: int = 0) -> None:
        """Remember a value of a known weight in bytes; what weighs nothing is never forgotten."""
        with self._lock:
            if key in self._values:
                return
            self._values[key] = (value, weight)
            self._bytes += weight
            if self._bytes > self._max_bytes:
                self._forget()

    def grow(self, key: Hashable, weight: int) -> None:
        """Weigh what was added to a value since it was remembered."""
        with self._lock:
            if key in self._values:
                value, before = self._values[key]
                self._values[key] = (value, before + weight)
                self._bytes += weight
                if self._bytes > self._max_bytes:
                    self._forget()

    def _forget(self) -> None:
        for key in [key for key, (_, weight) in self._values.items() if weight]:
            self._bytes -= self._values.pop(key)[1]
            if self._bytes <= self._max_bytes // 2:
                return
