"""What depends on nothing but its own numbers is worked out once, whichever studies and revisions ask for it."""

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Makes the values of many keys at once, and remembers the last ones that it made."""

    def __init__(self, make: Callable[[Sequence[K]], Sequence[V]], most: int) -> None:
        self._make, self._most = make, most
        self._known: dict[K, V] = {}
        self._lock = threading.Lock()

    def get(self, keys: Sequence[K]) -> list[V]:
        """Give the value of each key."""
        asked, known = dict.fromkeys(keys), self._known
        found = {key: known[key] for key in asked if key in known}
        missing = [key for key in asked if key not in found]
        if missing:
            made = dict(zip(missing, self._make(missing), strict=True))
            self._keep(made)
            found |= made
        return [found[key] for key in keys]

    def _keep(self, made: dict[K, V]) -> None:
        with self._lock:
            known = self._known | made
            # Replaced, not changed, so that whoever reads at this moment finds what was there.
            self._known = dict(list(known.items())[-self._most :])
