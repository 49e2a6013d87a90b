"""Read values of dimensions as the filters of the same name do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.values import ValueFaultError, read_value
from app.reads.dimensions import plain
from app.reads.slugs import included
from app.reads.snapshot import Snapshot
from app.synthesis.asking.axes import known_values
from app.synthesis.asking.dimensions import DIMENSIONS, Depths, Dimension
from app.synthesis.columns.layout import arm_values
from app.synthesis.columns.study_values import field_named

PAIR = 2


@dataclass
class ValueReader:
    """Reads values for one parameter and collects what is wrong with them."""

    snapshot: Snapshot
    parameter: str
    depths: Depths
    faults: list[Fault] = field(default_factory=list)

    def read(self, dimension: Dimension, text: str) -> Any:
        """Read one value of a dimension."""
        if dimension.own:
            return self._read_own(dimension, dimension.own.values(), text)
        asked = field_named(dimension.filter)
        try:
            value = read_value(self.parameter, asked, text)
        except ValueFaultError as error:
            self.faults += [replace(fault, message=f"{dimension.name}: {fault.message}") for fault in error.faults]
            return None
        vocabulary = asked.vocabulary
        slugs = list(included(self.snapshot, vocabulary)) if vocabulary else []
        known = known_values(self.snapshot, dimension, self.depths) if dimension.name in DIMENSIONS else None
        if vocabulary and value not in slugs:
            message = f"{self.parameter}: there is no {vocabulary.name} {text[:100]!r}."
            self.refuse("unknown-slug", message, did_you_mean=nearest(text, slugs))
        elif dimension.is_hierarchy and value not in (known or []):
            depth = f"{dimension.name}_depth={dimension.depth(self.depths)}"
            message = f"{self.parameter}: {value} is not told apart at {depth}; take its own depth or its ancestor."
            self.refuse("wrong-depth", message)
        elif known is not None and plain(value) not in known:
            self._refuse_value(dimension, text, [str(each) for each in known])
        return plain(value)

    def _read_own(self, dimension: Dimension, known: list[str], text: str) -> str | None:
        if text in known:
            return text
        self._refuse_value(dimension, text, known)
        return None

    def _refuse_value(self, dimension: Dimension, text: str, known: list[str]) -> None:
        message = f"{self.parameter}: {dimension.name} has no value {text[:100]!r}."
        self.refuse("unknown-value", message, known, nearest(text, known))

    def refuse(
        self, code: str, message: str, allowed: Sequence[str] | None = None, did_you_mean: Sequence[str] | None = None
    ) -> None:
        """Note what is wrong with a value, and what would be right."""
        self.faults.append(Fault(code, message, self.parameter, allowed, did_you_mean))


def raise_faults(readers: Sequence[ValueReader]) -> None:
    """Raise one error that tells all that is wrong, if something is."""
    if faults := [fault for reader in readers for fault in reader.faults]:
        raise InvalidRequestError.of(faults)


def read_pair(snapshot: Snapshot, dimension: Dimension, depths: Depths, texts: list[str]) -> list[Any] | None:
    """Read the two values of a comparison."""
    if not texts:
        return None
    reader = ValueReader(snapshot, "compare", depths)
    values = [reader.read(dimension, text) for text in texts]
    if not reader.faults:
        for value in values:
            _check_group(reader, dimension, value)
    if not reader.faults and len(set(values)) != PAIR:
        message = f"compare names {', '.join(texts)[:100]}; it takes two different values of {dimension.name}."
        reader.refuse("compare-two", message)
    raise_faults([reader])
    return values


def _check_group(reader: ValueReader, dimension: Dimension, value: Any) -> None:
    """Refuse a group that nobody is in, or that is only what is left of a group told apart further."""
    if dimension.closed is None and not dimension.is_hierarchy:
        column = arm_values(reader.snapshot, dimension, reader.depths)
        if value not in column.values:
            message = f"compare: no arm states the {dimension.name} {str(value)[:100]!r}."
            known = [str(each) for each in column.values[1:]]
            reader.refuse("unknown-value", message, did_you_mean=nearest(str(value), known))
    ancestors = dimension.ancestors(reader.snapshot, reader.depths)
    vocabulary = field_named(dimension.filter).vocabulary
    if ancestors and vocabulary:
        apart = [each for each in included(reader.snapshot, vocabulary)[value] if ancestors[each] != value]
        if apart:
            depth = f"{dimension.name}_depth={dimension.depth(reader.depths)}"
            message = (
                f"compare: {value} is told apart further at {depth}, so that its group holds only what is coded no "
                f"closer; take a smaller depth, or a group below it."
            )
            reader.refuse("wrong-depth", message, did_you_mean=sorted({ancestors[each] for each in apart})[:3])
