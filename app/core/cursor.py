"""A cursor names a place in one order of one question; damaged or foreign ones are refused."""

import base64
import binascii
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from app.core.errors import Fault, InvalidRequestError
from app.core.query import ListQuery
from app.core.tree import Condition, Either, Every, Node, Not, Some, Within

CHECK_BYTES = 6


@dataclass(frozen=True)
class Place:
    """The keys of the row at which a page ended, and which way to go on from there."""

    keys: list[Any]
    backward: bool


def fingerprint(query: ListQuery) -> str:
    """Name the question that a cursor belongs to: resource, conditions and order, not the size of the page."""
    parts = [
        query.resource.name,
        signature(query.where),
        query.text,
        [str(order) for order in query.sort],
        query.rollup,
    ]
    return hashlib.blake2b(orjson.dumps(parts), digest_size=CHECK_BYTES).hexdigest()


def signature(node: Node) -> list[Any]:
    """Write a tree so that equal questions are written alike."""
    match node:
        case Condition(asked, operator, values):
            return [asked.name, operator.value, sorted(str(value) for value in values)]
        case Every(parts) | Either(parts):
            return [type(node).__name__, *sorted((signature(part) for part in parts), key=orjson.dumps)]
        case Within(_, numbers):
            return ["Within", len(numbers)]
        case Not(part):
            return ["Not", signature(part)]
        case Some(scope, part):
            return ["Some", scope.name, signature(part)]


def write_cursor(query: ListQuery, place: Place) -> str:
    """Make the text of a cursor; its check sum finds damage."""
    payload = orjson.dumps([fingerprint(query), place.backward, place.keys])
    check = hashlib.blake2b(payload, digest_size=CHECK_BYTES).digest()
    return base64.urlsafe_b64encode(check + payload).decode().rstrip("=")


def read_cursor(query: ListQuery, kinds: list[type]) -> Place | None:
    """Read the cursor of a question, if it has one."""
    if query.cursor is None:
        return None
    owner, backward, keys = _unpack(query.cursor)
    if owner != fingerprint(query):
        raise _refused("foreign-cursor", "cursor belongs to another question; keep filters and order, or start anew.")
    if len(keys) != len(kinds):
        raise damaged_cursor()
    return Place([_typed(key, kind) for key, kind in zip(keys, kinds, strict=True)], backward)


def _unpack(text: str) -> tuple[str, bool, list[Any]]:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        check, payload = raw[:CHECK_BYTES], raw[CHECK_BYTES:]
        data = orjson.loads(payload)
    except (binascii.Error, ValueError):
        raise damaged_cursor() from None
    if check != hashlib.blake2b(payload, digest_size=CHECK_BYTES).digest():
        raise damaged_cursor()
    match data:
        case [str() as owner, bool() as backward, list() as keys]:
            return owner, backward, keys
        case _:
            raise damaged_cursor()


def _typed(key: Any, kind: type) -> Any:
    if kind is dt.date and isinstance(key, str):
        try:
            return dt.date.fromisoformat(key)
        except ValueError:
            raise damaged_cursor() from None
    if isinstance(key, int | float) and kind in (int, float) and abs(key) < 2**31:
        return key
    if not isinstance(key, kind) or (isinstance(key, str) and "\x00" in key):
        raise damaged_cursor()
    return key


def damaged_cursor() -> InvalidRequestError:
    """Refuse a cursor that was not taken as it stood."""
    return _refused(
        "damaged-cursor", "cursor is damaged; take it as it stands in meta.next_cursor or meta.prev_cursor."
    )


def _refused(code: str, message: str) -> InvalidRequestError:
    return InvalidRequestError.of([Fault(code, message, "cursor")])
