"""Records by their keys: the order kept, what is missing named."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.core.errors import AppError, Fault, InvalidRequestError
from app.core.query import ListQuery

T = TypeVar("T")


def read_keys(query: ListQuery, read: Callable[[str], T]) -> list[T]:
    """Read all keys of a question, or tell of each that is none."""
    keys: list[T] = []
    faults: list[Fault] = []
    for text in query.ids:
        try:
            keys.append(read(text))
        except InvalidRequestError as error:
            faults += [Fault(fault.code, fault.message, "ids") for fault in error.faults]
    if faults:
        raise InvalidRequestError.of(faults)
    return keys


def missing(
    query: ListQuery, keys: Sequence[T], found: Mapping[T, Any], why: Callable[[T], AppError]
) -> list[dict[str, Any]]:
    """Name each key without a record, and say why there is none."""
    told = []
    for text, key in zip(query.ids, keys, strict=True):
        if key not in found:
            error = why(key)
            told.append({"id": text, "code": error.code, "detail": error.detail})
    return told
