"""A projection: of each row only the fields asked for, by dotted path, checked against the schema of the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel

from app.core.errors import Fault, nearest
from app.core.values import ValueFaultError, read_each

# Name → what of it is wanted; nothing below means all of it.
Wanted: TypeAlias = dict[str, "Wanted"]


@dataclass(frozen=True)
class Projection:
    """The fields wanted of each row."""

    paths: Sequence[str]
    wanted: Mapping[str, Any]

    def apply(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Give only what is wanted of a row."""
        found: dict[str, Any] = _apply(row, self.wanted)
        return found


def read_projection(schema: type[BaseModel], paths: Sequence[str]) -> Projection:
    """Read dotted paths; one that the schema does not have is told with the nearest that it has."""
    wanted: Wanted = {}
    for names in read_each(lambda path: _names(schema, path), paths):
        _want(wanted, names)
    return Projection(paths, wanted)


def _names(schema: type[BaseModel], path: str) -> list[str]:
    """Split a path, which must lead through the schema from its first name to its last."""
    model: type[BaseModel] | None = schema
    names = path.split(".")
    for name in names:
        if model is None or name not in model.model_fields:
            raise ValueFaultError(_unknown(schema, path))
        model = model_of(model.model_fields[name].annotation)
    return names


def _want(wanted: Wanted, names: Sequence[str]) -> None:
    """Note a path; what is wanted whole stays whole."""
    *through, last = names
    for name in through:
        if name in wanted and not wanted[name]:
            return
        wanted = wanted.setdefault(name, {})
    wanted[last] = {}


def model_of(annotation: Any) -> type[BaseModel] | None:
    """Find the schema inside a type such as `list[Arm]` or `Arm | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_of(part))), None)


def all_paths(schema: type[BaseModel], prefix: str = "") -> list[str]:
    """Give every path that a projection of a schema can name."""
    paths: list[str] = []
    for name, field in schema.model_fields.items():
        paths.append(prefix + name)
        inner = model_of(field.annotation)
        paths += all_paths(inner, f"{prefix}{name}.") if inner else []
    return paths


def _unknown(schema: type[BaseModel], path: str) -> Fault:
    known = all_paths(schema)
    message = f"fields has no path {path[:100]!r}; write names of the answer, with a dot between a part and its field."
    return Fault("unknown-field", message, "fields", list(schema.model_fields), nearest(path, known))


def _apply(value: Any, wanted: Mapping[str, Any]) -> Any:
    if not wanted or value is None:
        return value
    if isinstance(value, list):
        return [_apply(item, wanted) for item in value]
    return {name: _apply(value[name], below) for name, below in wanted.items()}
