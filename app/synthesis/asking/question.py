"""Questions of synthesis: the filters of studies beside a few options of their own, all faults told at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.openapi import OF_ROWS, list_parameters
from app.core.query import ListQuery
from app.core.query_string import meant, read_query
from app.core.values import ValueFaultError, read_each, refuse_unreadable
from app.shared.studies import STUDIES

# Synthesis shows no rows, so that it takes of the controls of lists only those that say which rows are meant.
TAKEN = (*STUDIES.parameters, *OF_ROWS)


@dataclass(frozen=True)
class Option:
    """A parameter of synthesis that is not a filter."""

    name: str
    meaning: str
    example: Any
    default: Any = None
    allowed: Sequence[str] = ()
    # A whole number between these two where given.
    between: tuple[int, int] | None = None
    # How many values it takes at most.
    many: int = 1
    # Whether a comma separates values.
    commas: bool = True

    @property
    def schema(self) -> dict[str, Any]:
        """Describe the values as JSON Schema."""
        if self.between:
            low, high = self.between
            one: dict[str, Any] = {"type": "integer", "minimum": low, "maximum": high, "examples": [self.example]}
            return one | {"default": self.default}
        one = {"type": "string"} | (
            {"enum": list(self.allowed)} if self.allowed else {"pattern": r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$"}
        )
        if self.many == 1:
            return one | {"examples": [self.example]} | ({} if self.default is None else {"default": self.default})
        return {"type": "array", "items": one, "minItems": 1, "maxItems": self.many, "examples": [[self.example]]}

    def read(self, texts: list[str]) -> Any:
        """Read the value or the values, or say what would be right."""
        for text in texts:
            refuse_unreadable(self.name, text)
        if self.commas:
            texts = [part.strip() for text in texts for part in text.split(",")]
        if len(texts) > self.many:
            limit = "one value" if self.many == 1 else f"at most {self.many} values"
            code = "one-value" if self.many == 1 else "too-many-values"
            raise ValueFaultError(Fault(code, f"{self.name} takes {limit}, not {len(texts)}.", self.name))
        values = read_each(self._one, texts)
        return values[0] if self.many == 1 else list(dict.fromkeys(values))

    def _one(self, text: str) -> Any:
        if self.between:
            low, high = self.between
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else low - 1  # noqa: PLR2004
            if not low <= number <= high:
                message = f"{self.name} is {text[:40]!r}; it is a number between {low} and {high}."
                raise ValueFaultError(Fault("out-of-range", message, self.name))
            return number
        if self.allowed and text not in self.allowed:
            message = f"{self.name} has no value {text[:100]!r}."
            allowed = list(self.allowed)
            raise ValueFaultError(Fault("unknown-value", message, self.name, allowed, nearest(text, allowed)))
        return text


@dataclass(frozen=True)
class Question:
    """Which studies are asked for, and what is asked of them."""

    query: ListQuery
    # The filters as they were written, to be passed on in links.
    filters: list[tuple[str, str]]
    options: dict[str, Any] = field(default_factory=dict)
    # The options that were given, not left at what they are without.
    given: frozenset[str] = frozenset()

    @cached_property
    def tail(self) -> str:
        """The filters as they stand at the end of links."""
        return urlencode(self.filters)

    def __getitem__(self, name: str) -> Any:
        """Give the value of an option."""
        return self.options[name]


def read_question(options: Sequence[Option], items: Sequence[tuple[str, str]]) -> Question:
    """Read filters and options from the query string, or raise one error that tells all that is wrong."""
    own = {option.name: option for option in options}
    texts: dict[str, list[str]] = defaultdict(list)
    filters: list[tuple[str, str]] = []
    faults: list[Fault] = []
    known = [*own, *TAKEN]
    for name, value in items:
        if name in own:
            texts[name].append(value)
        elif name in known:
            filters.append((name, value))
        elif not any(fault.parameter == name[:100] for fault in faults):
            message = f"There is no parameter {name[:100]!r} here."
            faults.append(Fault("unknown-parameter", message, name[:100], None, meant(name, known)))
    values = {option.name: option.default for option in options}
    for name, given in texts.items():
        try:
            values[name] = own[name].read(given)
        except ValueFaultError as error:
            faults += error.faults
    query = _read_filters(filters, faults)
    if faults:
        raise InvalidRequestError.of(faults)
    return Question(query, filters, values, frozenset(texts))


def _read_filters(filters: list[tuple[str, str]], faults: list[Fault]) -> ListQuery:
    try:
        return read_query(STUDIES, filters)
    except InvalidRequestError as error:
        faults.extend(error.faults)
        return ListQuery(STUDIES)


def question_parameters(*options: Option) -> dict[str, Any]:
    """Describe the parameters of a question for OpenAPI."""
    own = []
    for option in options:
        described = {"name": option.name, "in": "query", "required": False, "schema": option.schema}
        described["description"] = option.meaning
        own.append(described | ({"style": "form", "explode": not option.commas} if option.many > 1 else {}))
    filters = [each for each in list_parameters(STUDIES)["parameters"] if each["name"] in TAKEN]
    return {"parameters": [*own, *filters]}
