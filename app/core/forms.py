"""How a value that is no comparison is written: as text in a query string, as a JSON type in a body."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.errors import MAX_FAULTS, Fault
from app.core.values import ValueFaultError, as_whole, read_boolean, refuse_unreadable, shown


@dataclass(frozen=True)
class Form:
    """One way to write a value, in both kinds of question."""

    told: str
    from_text: Callable[[str, str], Any]
    fits: Callable[[Any], bool]
    # Whether any text is taken as it stands, spaces and control characters included.
    is_free: bool = False


def _count(_name: str, text: str) -> Any:
    """Give a number, or the text as it stands, which is no number of anything."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text  # noqa: PLR2004


def _words(_name: str, text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


COUNT = Form("a whole number", _count, lambda value: as_whole(value) is not None)
WORDS = Form("a list of one or more texts", _words, lambda value: isinstance(value, list))
TEXT = Form("a text", lambda _, text: text, lambda value: isinstance(value, str))
FREE_TEXT = Form("a text", lambda _, text: text, lambda value: isinstance(value, str), is_free=True)
YES_OR_NO = Form("true or false", read_boolean, lambda value: isinstance(value, bool))


def from_texts(form: Form, name: str, texts: list[str]) -> Any:
    """Read a parameter that is given once in a query string."""
    if len(texts) > 1:
        raise ValueFaultError(Fault("one-value", f"{name} is given {len(texts)} times; give it once.", name))
    if not form.is_free:
        refuse_unreadable(name, texts[0])
    return form.from_text(name, texts[0])


def from_json(form: Form, name: str, value: Any) -> Any:
    """Read a member of a body."""
    if form is WORDS and isinstance(value, list):
        _refuse_unfit_words(name, value)
    elif not form.fits(value):
        raise ValueFaultError(Fault("wrong-type", f"{name} is {shown(value)}; it is {form.told}.", name))
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and not form.is_free:
            refuse_unreadable(name, text)
    return int(value) if isinstance(value, float) else value


def _refuse_unfit_words(name: str, value: list[Any]) -> None:
    """Say of a list what is wrong in it."""
    if not value:
        raise ValueFaultError(Fault("empty-value", f"{name} is an empty list; give a value or leave it out.", name))
    wrong = [(place, item) for place, item in enumerate(value) if not isinstance(item, str)]
    if wrong:
        faults = [
            Fault("wrong-type", f"{name} holds {shown(item)}; each of its values is a text.", name, place=place)
            for place, item in wrong[:MAX_FAULTS]
        ]
        raise ValueFaultError(*faults)
