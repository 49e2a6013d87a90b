"""Columns of small numbers, remembered for a revision, so that any selection of studies is counted at once."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from pyroaring import BitMap

from app.reads.memory import Memory
from app.reads.numeric import np
from app.reads.sets import weight
from app.reads.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]
else:
    Numbers = Any
T = TypeVar("T")
P = ParamSpec("P")
MAX_BYTES = 64 * 1024 * 1024
# Makes of study and position one number, in the order of which rows stand; documents hold at most 500 of a kind.
POSITIONS = 1000
# Up to this number, and a few times as many as there are entries, different numbers are found by counting each.
DENSE = 100_000


@dataclass(frozen=True)
class Column:
    """A value for each entry, as its place among all values in ascending order; place 0 is no value."""

    values: Sequence[Any]
    codes: Numbers

    def at(self, places: Numbers) -> list[Any]:
        """Give the values of some entries."""
        return [self.values[code] for code in self.codes[places].tolist()]

    def code(self, value: Any) -> int:
        """Give the place of a value among all; -1 where no entry has it."""
        return self.values.index(value) if value in self.values else -1

    def having(self, value: Any) -> Numbers:
        """Tell which entries have a value."""
        found: Numbers = self.codes == self.code(value)
        return found

    def numbers(self, missing: float) -> Numbers:
        """Give the values themselves, which are numbers."""
        return np.array([missing, *self.values[1:]])[self.codes]

    def recoded(self, meaning: Mapping[Any, Any]) -> "Column":
        """Give what each value means instead."""
        meant = [meaning[value] for value in self.values[1:]]
        values = sorted({value for value in meant if value is not None})
        place = {value: number for number, value in enumerate(values, 1)} | {None: 0}
        return Column([None, *values], narrow(np.array([0, *(place[value] for value in meant)]))[self.codes])


@dataclass(frozen=True)
class Table:
    """The rows of a table, by study and position."""

    numbers: Mapping[str, Numbers]
    coded: Mapping[str, Column]

    def __getitem__(self, name: str) -> Numbers:
        """Give a column of numbers."""
        return self.numbers[name]


# Told apart by what they are, not by what they say: each is a constant of its module.
@dataclass(frozen=True, eq=False)
class Source:
    """What is read into a table: expressions of SQL by the names of columns, `study` and `position` among them."""

    table: str
    # Whole numbers, always stated.
    numbers: Mapping[str, str]
    # Words, and numbers that may be missing.
    coded: Mapping[str, str]
    # Which rows are read; all where nothing is said.
    where: str = ""


class Columns:
    """What is remembered of one revision in columns; one thread reads at a time, so that nothing is read twice."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._memory = snapshot.memory.get("columns", lambda: Memory(MAX_BYTES))

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is remembered under a key, made now where it is not; a quick reading makes nothing."""
        if not self._memory.holds(key):
            with self._snapshot.making(self._memory):
                return self._memory.get(key, make, weigh)
        return self._memory.get(key, make, weigh)


def per_revision(make: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Remember for a revision what a function gives for a snapshot, once for each of its further arguments."""

    @wraps(make)
    def remembered(snapshot: Snapshot, /, *args: P.args, **options: P.kwargs) -> T:
        key = (make, *args, *sorted(options.items()))
        return Columns(snapshot).get(key, lambda: make(snapshot, *args, **options))

    return remembered


def distinct(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Give the different ones of some numbers in ascending order, and for each number its place among them."""
    most = int(keys.max(initial=0)) + 1
    if most > DENSE + 4 * keys.size:
        found, places = np.unique(keys, return_inverse=True)
        return found, places
    found = np.flatnonzero(np.bincount(keys, minlength=most))
    place = np.zeros(most, dtype=np.intp)
    place[found] = np.arange(found.size)
    return found, place[keys]


@dataclass(frozen=True)
class Pairs:
    """The different pairs of two numbers in ascending order, and for each entry the place of its pair among them."""

    one: Numbers
    other: Numbers
    place: Numbers

    @property
    def size(self) -> int:
        """How many different pairs there are."""
        return int(self.one.size)


def pairs(one: Numbers, other: Numbers) -> Pairs:
    """Find the different pairs that two numbers of each entry make; neither is below zero."""
    width = int(other.max(initial=0)) + 1
    # As one number, for which four bytes are too few.
    keys, place = distinct(one.astype(np.int64) * width + other)
    return Pairs(narrow(keys // width), narrow(keys % width), place)


def marked(places: Any, size: int) -> Numbers:
    """Tell of each number below a size whether it is among some."""
    flags = np.zeros(size, dtype=bool)
    flags[places] = True
    return flags


def least(numbers: Numbers, most: int) -> Numbers:
    """Give the places of the least numbers, equal ones in the order in which they stand."""
    if most >= numbers.size:
        return np.argsort(numbers, kind="stable")
    places = np.flatnonzero(numbers <= np.partition(numbers, most)[most])
    return places[np.argsort(numbers[places], kind="stable")[:most]]


def narrow(numbers: Numbers) -> Numbers:
    """Keep whole numbers in as few bytes as they need."""
    if not numbers.size:
        return numbers.astype(np.uint8)
    low, high = int(numbers.min()), int(numbers.max())
    return numbers.astype(np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high)))


def weigh(value: object) -> int:
    """Weigh what is made of columns in bytes."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, BitMap):
        return weight(value)
    if isinstance(value, Mapping):
        return sum(map(weigh, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(weigh, value))
    return sum(map(weigh, vars(value).values())) if hasattr(value, "__dataclass_fields__") else 60
