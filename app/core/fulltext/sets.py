"""What the engines found, as sets kept for one revision of the data: common words are asked for again and again."""

from collections import OrderedDict
from threading import Lock
from typing import TypeAlias

from pyroaring import BitMap
from sqlalchemy import Connection

from app.core.fulltext import find_by_weight
from app.core.fulltext.layout import Weight
from app.core.text_query import Leaf

WeightSets: TypeAlias = dict[Weight, BitMap]
MAX_KEPT_BYTES = 16 * 1024 * 1024


class LeafSets:
    """Remembers in which studies leaves stand, the last used ones, within a bound of memory."""

    def __init__(self, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._kept: OrderedDict[Leaf, tuple[WeightSets, int]] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes
        self._lock = Lock()

    def get(self, connection: Connection, leaf: Leaf) -> WeightSets:
        """Give the studies in which a leaf stands by class of places; they are shared, so nobody may change them."""
        with self._lock:
            if kept := self._kept.get(leaf):
                self._kept.move_to_end(leaf)
                return kept[0]
        found = {weight: BitMap(numbers) for weight, numbers in find_by_weight(connection, leaf).items()}
        size = sum(len(numbers.serialize()) for numbers in found.values())
        with self._lock:
            self._keep(leaf, found, size)
        return found

    def _keep(self, leaf: Leaf, found: WeightSets, size: int) -> None:
        if leaf in self._kept:
            return
        self._kept[leaf] = (found, size)
        self._bytes += size
        while self._bytes > self._max_bytes:
            _, (_, freed) = self._kept.popitem(last=False)
            self._bytes -= freed
