"""How one value is written in a cell and read back exactly; docs/decisions/0016 says why so."""

import datetime as dt
import difflib
import re
from typing import Any, TypeAlias

from app.interchange.columns import CellKind, Column

# What a cell can hold: CSV knows texts only, a workbook the others too.
Raw: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"
SEPARATOR = "; "
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
BOOLEANS = {"true": True, "false": False}
UNSPLIT = re.compile(r"((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)


class CellFaultError(Exception):
    """A cell that cannot be read, with what would be right."""

    def __init__(self, code: str, message: str, allowed: tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.allowed = allowed


class NotStorableError(Exception):
    """The format of a file cannot hold what was to be written."""


def write_text(value: Any) -> str:
    """Write a value of a document as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return SEPARATOR.join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def protect(text: str) -> str:
    """Mark a text that a spreadsheet would take for a formula, so that `expose` gives it back."""
    return MARK + text if text.startswith((MARK, *FORMULA)) else text


def expose(text: str) -> str:
    """Take the mark off again."""
    return text.removeprefix(MARK)


def read_cell(column: Column, raw: Raw) -> Any:
    """Read a cell as the value that its column holds in a document."""
    if raw is None or raw == "":
        return [] if column.is_list and not column.nullable else None
    if column.is_list:
        return [_read_one(column, item) for item in split_list(_read_text(raw))]
    return _read_one(column, raw)


def _read_one(column: Column, raw: Raw) -> Any:
    match column.kind:
        case CellKind.INTEGER:
            return _read_whole(raw)
        case CellKind.NUMBER:
            return _read_number(raw)
        case CellKind.BOOLEAN:
            return _read_boolean(raw)
        case CellKind.DATE:
            return _read_date(raw)
        case CellKind.CLOSED:
            return _read_closed(column, _read_text(raw))
        case _:
            return _read_text(raw)


def split_list(text: str) -> list[str]:
    """Split at each semicolon that has no backslash before it."""
    items = [match[1] for match in UNSPLIT.finditer(text) if match[0] or match.start() == 0]
    return [re.sub(r"\\(.)", r"\1", item.strip(" "), flags=re.DOTALL) for item in items]


def _read_text(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(int(raw)) if float(raw).is_integer() else str(raw)
    shown = raw.isoformat() if isinstance(raw, dt.datetime | dt.date | dt.time) else str(raw)
    message = f"The spreadsheet made {shown} of what was typed; format the cell as text and type it again."
    raise CellFaultError("not-a-text", message)


def _read_closed(column: Column, text: str) -> str:
    allowed = tuple(column.closed.values()) if column.closed else ()
    if text in allowed:
        return text
    close = difflib.get_close_matches(text.lower(), allowed, n=1, cutoff=0.5)
    hint = f" did you mean {close[0]!r}?" if close else f" it is one of {', '.join(allowed)}."
    raise CellFaultError("unknown-value", f"{column.name} has no value {text[:100]!r};{hint}", allowed)


def _read_whole(raw: Raw) -> int:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and float(raw).is_integer():
        return int(raw)
    if isinstance(raw, str) and WHOLE.fullmatch(raw):
        return int(raw)
    raise CellFaultError("not-an-integer", f"{_short(raw)} is not a whole number; write one such as 20.")


def _read_number(raw: Raw) -> int | float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and NUMBER.fullmatch(raw):
        return int(raw) if WHOLE.fullmatch(raw) else float(raw)
    message = f"{_short(raw)} is not a number; write digits with a point, such as -9.5, and the unit in its own column."
    raise CellFaultError("not-a-number", message)


def _read_boolean(raw: Raw) -> bool:
    found = BOOLEANS.get(raw.lower()) if isinstance(raw, str) else raw
    if isinstance(found, bool):
        return found
    message = f"{_short(raw)} is neither true nor false; leave the cell empty where it is not known."
    raise CellFaultError("not-a-boolean", message, tuple(BOOLEANS))


def _read_date(raw: Raw) -> str:
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date().isoformat()
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw.isoformat()
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        return raw
    raise CellFaultError("not-a-date", f"{_short(raw)} is not a date; write one such as 2026-11-22.")


def _short(raw: Raw) -> str:
    return repr(raw if isinstance(raw, str | int | float) else str(raw))[:100]
