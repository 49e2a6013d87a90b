"""What the engines found, as sets kept for one revision of the data: common words are asked for again and again."""

from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable
from threading import Lock
from typing import TypeAlias

from pyroaring import BitMap
from sqlalchemy import Connection

from app.core.fulltext import find_by_weight
from app.core.fulltext.layout import Weight
from app.core.held import Held
from app.core.text_query import Leaf

WeightSets: TypeAlias = dict[Weight, BitMap]
MAX_KEPT_BYTES = 16 * 1024 * 1024
# What a kept set takes beside its members.
OVERHEAD_BYTES = 500


class LeafSets:
    """Remembers in which studies leaves stand, the last used ones, within a bound of memory."""

    def __init__(self, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._kept: OrderedDict[tuple[Leaf, Weight], tuple[BitMap, int]] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes
        self._lock = Lock()

    def get(self, connection: Connection, leaf: Leaf, within: Collection[Weight] = tuple(Weight)) -> WeightSets:
        """Give the studies in which a leaf stands by class of places; they are shared, so nobody may change them."""
        found = self._kept_of(leaf, within)
        missing = [weight for weight in within if weight not in found]
        if missing:
            asked = find_by_weight(connection, leaf, missing)
            new = {weight: BitMap(numbers) for weight, numbers in asked.items()}
            found |= new
            self._keep(leaf, new)
        return found

    def _kept_of(self, leaf: Leaf, within: Iterable[Weight]) -> WeightSets:
        with self._lock:
            found = {weight: self._kept[leaf, weight][0] for weight in within if (leaf, weight) in self._kept}
            for weight in found:
                self._kept.move_to_end((leaf, weight))
            return found

    def _keep(self, leaf: Leaf, new: WeightSets) -> None:
        sizes = {weight: len(numbers.serialize()) + OVERHEAD_BYTES for weight, numbers in new.items()}
        with self._lock:
            for weight, numbers in new.items():
                if (leaf, weight) not in self._kept:
                    self._kept[leaf, weight] = (numbers, sizes[weight])
                    self._bytes += sizes[weight]
            while self._bytes > self._max_bytes:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed


def leaf_sets(held: Held, revision: Hashable) -> LeafSets:
    """Give the sets that all searches in one revision of the data share."""
    return held.get("leaf sets", revision, LeafSets)
