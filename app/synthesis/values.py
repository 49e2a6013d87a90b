"""Read values of dimensions as the filters of the same name do."""

from dataclasses import dataclass, field
from typing import Any

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.values import ValueFaultError, read_value
from app.reads.dimensions import plain
from app.reads.slugs import included
from app.reads.snapshot import Snapshot
from app.synthesis.axes import known_values
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.study_values import field_named

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
        asked = field_named(dimension.filter)
        try:
            value = read_value(self.parameter, asked, text)
        except ValueFaultError as error:
            self.faults += error.faults
            return None
        vocabulary = asked.vocabulary
        slugs = list(included(self.snapshot, vocabulary)) if vocabulary else []
        if vocabulary and value not in slugs:
            message = f"{self.parameter}: there is no {vocabulary.name} {text[:100]!r}."
            self.faults.append(Fault("unknown-slug", message, self.parameter, None, nearest(text, slugs)))
        elif dimension.is_hierarchy and value not in (known_values(self.snapshot, dimension, self.depths) or []):
            depth = f"{dimension.name}_depth={dimension.depth(self.depths)}"
            message = f"{self.parameter}: {value} is not told apart at {depth}; take its own depth or its ancestor."
            self.faults.append(Fault("wrong-depth", message, self.parameter))
        return plain(value)

    def finish(self) -> None:
        """Raise one error that tells all that is wrong."""
        if self.faults:
            raise InvalidRequestError.of(self.faults)


def read_pair(snapshot: Snapshot, dimension: Dimension, depths: Depths, texts: list[str]) -> list[Any] | None:
    """Read the two values of a comparison."""
    if not texts:
        return None
    reader = ValueReader(snapshot, "compare", depths)
    values = [reader.read(dimension, text) for text in texts]
    if not reader.faults and len(set(values)) != PAIR:
        message = f"compare names {', '.join(texts)[:100]}; it takes two different values of {dimension.name}."
        reader.faults.append(Fault("compare-two", message, "compare"))
    reader.finish()
    return values
