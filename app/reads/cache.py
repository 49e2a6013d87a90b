"""Answers that were given before, kept within a bound and handed out only while the data are the same."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

from app.reads.snapshot import Revision

Headers: TypeAlias = list[tuple[bytes, bytes]]
OVERHEAD = 1024


@dataclass(frozen=True)
class Kept:
    """A whole answer with the revision that it was made from."""

    revision: Revision
    etag: bytes
    headers: Headers
    body: bytes


class ResponseCache:
    """The answers asked for last; a new revision makes all of them void."""

    def __init__(self, max_bytes: int) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, revision: Revision) -> Kept | None:
        """Give an answer made from this revision."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.revision == revision else None

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer; the ones kept for longest go where there is no more room."""
        size = len(kept.body) + OVERHEAD
        if size > self._max_bytes // 4:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            if before is not None:
                self._bytes -= len(before.body) + OVERHEAD
            self._kept[key] = kept
            self._bytes += size
            while self._bytes > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest.body) + OVERHEAD
