"""Answers that were given before, kept within a bound and handed out only while the data are the same."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from sys import getsizeof
from typing import Any, TypeAlias

from app.reads.snapshot import Revision

Headers: TypeAlias = list[tuple[bytes, bytes]]
# What of a request decides on its answer.
Key: TypeAlias = tuple[Any, ...]
OVERHEAD = 1024


@dataclass(frozen=True)
class Kept:
    """A whole answer with the revision that it was made from."""

    revision: Revision
    etag: bytes
    headers: Headers
    body: bytes


class ResponseCache:
    """The answers asked for last, within a bound; a new revision makes all of them void."""

    def __init__(self, max_bytes: int) -> None:
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Key, revision: Revision) -> Kept | None:
        """Give an answer made from this revision."""
        with self._lock:
            kept, _ = self._kept.get(key, (None, 0))
            if kept is None or kept.revision != revision:
                return None
            self._kept.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer; the ones not asked for for longest go where there is no more room."""
        weight = weigh(key, kept)
        if weight > self._max_bytes // 4:
            return
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = kept, weight
            self._bytes += weight - before
            while self._bytes > self._max_bytes:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone


def weigh(key: Key, kept: Kept) -> int:
    """Tell the bytes of an entry; a query may be long, and the links of a list repeat it."""
    texts = (text for header in kept.headers for text in header)
    return OVERHEAD + sum(map(getsizeof, (*key, *texts, kept.body)))
