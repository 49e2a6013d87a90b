"""Read a value as what its field is, from text or from JSON, or say what would be right."""

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from app.core.errors import MAX_FAULTS, Fault, nearest
from app.core.fields import Field, Kind
from app.core.operators import Operator
from app.identifiers import EXAMPLES, recognise, stored

Read = TypeVar("Read")
MAX_VALUES = 100
MAX_LENGTH = 500
MAX_INT = 2_147_483_647
MAX_NUMBER = 10**15
MAX_CURSOR = MAX_LENGTH * 10
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})")
BOOLEANS = {"true": True, "false": False}


class ValueFaultError(Exception):
    """A value that does not fit, or several of one parameter, with the faults to be told."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].message)
        self.fault = faults[0]
        self.faults = faults


def read_each(read: Callable[[str], Read], texts: Sequence[str]) -> list[Read]:
    """Read each of several values; what is wrong with them is told together, each with its place."""
    found: list[Read] = []
    faults: list[Fault] = []
    for place, text in enumerate(texts):
        try:
            found.append(read(text))
        except ValueFaultError as error:
            faults += [replace(fault, place=place) for fault in error.faults]
        if len(faults) >= MAX_FAULTS:
            break
    if faults:
        raise ValueFaultError(*faults)
    return found


def read_values(name: str, field: Field, operator: Operator, texts: list[str]) -> list[Any]:
    """Read all values of one parameter; a comma separates values except in free text."""
    for text in texts:
        refuse_unreadable(name, text)
    if operator != Operator.CONTAINS:
        texts = (
            [part.strip() for text in texts for part in text.split(",")]
            if field.closed is None or all("," not in value for value in field.closed.values())
            else texts
        )
    single = operator == Operator.ISNULL or operator in (Operator.GT, Operator.GTE, Operator.LT, Operator.LTE)
    if single and len(texts) > 1:
        raise ValueFaultError(Fault("one-value", f"{name} takes one value, not {len(texts)}.", name))
    if len(texts) > MAX_VALUES:
        raise ValueFaultError(Fault("too-many-values", f"{name} takes at most {MAX_VALUES} values.", name))
    if operator == Operator.ISNULL:
        return [read_boolean(name, text) for text in texts]
    return read_each(lambda text: read_value(name, field, text), texts)


def refuse_unreadable(name: str, text: str) -> None:
    """Refuse values that are empty, too long, or hold characters that cannot be seen."""
    if text.strip() == "":
        raise ValueFaultError(Fault("empty-value", f"{name} is empty; give a value or leave it out.", name))
    if len(text) > MAX_LENGTH * 10:
        message = f"{name} has {len(text)} characters; at most {MAX_LENGTH * 10} are taken."
        raise ValueFaultError(Fault("too-long", message, name))
    if found := CONTROL.search(text):
        message = f"{name} has the control character U+{ord(found.group()):04X}; remove it."
        raise ValueFaultError(Fault("control-character", message, name))


def read_value(name: str, field: Field, text: str) -> Any:
    """Read one value as what its field is."""
    if text == "":
        raise ValueFaultError(Fault("empty-value", f"{name} has an empty value; leave it out.", name))
    if len(text) > MAX_LENGTH:
        message = f"A value of {name} has {len(text)} characters; at most {MAX_LENGTH} are taken."
        raise ValueFaultError(Fault("too-long", message, name))
    read = READERS.get(field.kind)
    return read(name, field, text) if read else text


def read_json(name: str, field: Field, operator: Operator, value: Any) -> Any:
    """Read one value of a JSON body: its type is that of the field, its text is read as in a query string."""
    kind = Kind.BOOLEAN if operator == Operator.ISNULL else field.kind
    match kind:
        case Kind.BOOLEAN if isinstance(value, bool):
            return value
        case Kind.BOOLEAN:
            raise ValueFaultError(Fault("not-a-boolean", f"{name} is {shown(value)}; it is true or false.", name))
        case Kind.INTEGER:
            return _in_bounds(name, as_whole(value), shown(value))
        case Kind.NUMBER:
            return _read_figure(name, value)
        case _ if isinstance(value, str):
            refuse_unreadable(name, value)
            return read_value(name, field, value)
        case _:
            raise ValueFaultError(Fault("wrong-type", f"{name} is {shown(value)}; it is a text.", name))


def as_whole(value: Any) -> int | None:
    """Give a JSON number without a fraction as such; nothing where it is something else."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def shown(value: Any) -> str:
    """Show the beginning of a JSON value in a message."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value, ensure_ascii=False)[:40]


def read_boolean(name: str, text: str) -> bool:
    """Read `true` or `false`."""
    if text not in BOOLEANS:
        message = f"{name} is {text!r}; it is true or false."
        raise ValueFaultError(Fault("not-a-boolean", message, name, allowed=list(BOOLEANS)))
    return BOOLEANS[text]


def _read_closed(name: str, field: Field, text: str) -> Any:
    closed = field.closed
    assert closed is not None  # noqa: S101 - the kind says so
    if text not in closed.values():
        message = f"{name} has no value {text!r}."
        allowed = closed.values()
        raise ValueFaultError(Fault("unknown-value", message, name, allowed, nearest(text, allowed)))
    return next(member for member in closed if member.value == text)


def _read_identifier(name: str, field: Field, text: str) -> str:
    scheme = field.scheme
    value = stored(scheme, text) if scheme else text
    if scheme and value is None:
        other = recognise(text)
        told = f", of kind {other[0]}" if other else ""
        message = f"{name} is {text[:100]!r}{told}; it takes values of kind {scheme}, such as {EXAMPLES[scheme]}."
        raise ValueFaultError(Fault("malformed-identifier", message, name))
    return value or text


def _read_integer(name: str, _field: Field, text: str) -> int:
    return _in_bounds(name, int(text) if INTEGER.fullmatch(text) else None, repr(text[:40]))


def _in_bounds(name: str, number: int | None, told: str) -> int:
    if number is None or abs(number) > MAX_INT:
        message = f"{name} is {told}; it is a whole number between -{MAX_INT} and {MAX_INT}."
        raise ValueFaultError(Fault("not-an-integer", message, name))
    return number


def _read_number(name: str, _field: Field, text: str) -> float:
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        message = f"{name} is {text[:40]!r}; it is a number such as 4 or 0.5, of at most 15 digits."
        raise ValueFaultError(Fault("not-a-number", message, name))
    return float(text)


def _read_figure(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= MAX_NUMBER:
        message = f"{name} is {shown(value)}; it is a number such as 4 or 0.5, below {MAX_NUMBER}."
        raise ValueFaultError(Fault("not-a-number", message, name))
    return float(value)


def _read_date(name: str, _field: Field, text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        message = f"{name} is {text[:40]!r}; it is a date such as 2026-11-22."
        raise ValueFaultError(Fault("not-a-date", message, name)) from None


READERS: dict[Kind, Callable[[str, Field, str], Any]] = {
    Kind.CLOSED: _read_closed,
    Kind.IDENTIFIER: _read_identifier,
    Kind.INTEGER: _read_integer,
    Kind.NUMBER: _read_number,
    Kind.BOOLEAN: lambda name, _, text: read_boolean(name, text),
    Kind.DATE: _read_date,
}
