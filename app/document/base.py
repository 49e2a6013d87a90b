"""What every part of a study document has in common: strict, frozen, each field with its meaning and unit."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

MAX_INT = 2_147_483_647
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")


def _clean(text: str) -> str:
    """Refuse what cannot be seen, so that equal texts look equal and every database can hold them."""
    # Nearly every text; no character that is refused is printable, and no space but the plain one.
    if text.isprintable() and text == text.strip():
        return text
    if found := CONTROL.search(text):
        raise ValueError(f"has the invisible character U+{ord(found.group()):04X}; remove it")
    if text != text.strip():
        raise ValueError("begins or ends with a space; remove it")
    return text


Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_clean)]
Prose = Annotated[str, Field(min_length=1, max_length=5000), AfterValidator(_clean)]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
Positive = Annotated[int, Field(ge=1, le=MAX_INT)]
Number = Annotated[int | float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Weeks = Annotated[int | float, Field(allow_inf_nan=False, ge=0, le=10_000)]
Percent = Annotated[int | float, Field(allow_inf_nan=False, ge=0, le=100)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000), AfterValidator(_clean)]


class Record(BaseModel):
    """A part of a document as it stands in a file: every key present, nothing beyond, unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def canonical(self) -> str:
        """Give the one true line for this record: keys in the order of the schema, one line, UTF-8."""
        return in_one_line(self.model_dump(mode="json"))


def in_one_line(data: Mapping[str, Any]) -> str:
    """Write a document in the form that files have: on one line, in UTF-8."""
    return json.dumps(data, ensure_ascii=False)


def about(meaning: str, *, unit: str | None = None, example: object = None, **more: Any) -> Any:
    """Describe a field once, for files, tables, JSON and docs: its meaning, its unit, an example."""
    extra: JsonDict | None = {"x-unit": unit} if unit else None
    examples = None if example is None else [example]
    return Field(description=meaning, json_schema_extra=extra, examples=examples, **more)


def field_of(model: type[BaseModel], name: str) -> FieldInfo:
    """Look up the description of a field where it is written down."""
    return model.model_fields[name]
