"""What OpenAPI is told of imports beside their parameters: the body and the headers."""

from typing import Any

from app.imports.formats import FORMATS
from app.imports.jobs import MAX_WAITING
from app.interchange.limits import Limits


def _header(name: str, meaning: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "examples": [example]}
    return {"name": name, "in": "header", "required": False, "description": meaning, "schema": schema}


HEADERS = [
    _header("Idempotency-Key", "Any text of yours: the same key and body give the same job, for 7 days.", "7f3e-1"),
    _header("Prefer", "`wait=10`: answer when the job is over, or after 10 seconds (at most 30).", "wait=10"),
]


def import_body() -> dict[str, Any]:
    """Describe the body of an import and its headers."""
    media_types = [name for each in FORMATS.values() for name in each.media_types]
    content = {name: {"schema": {"type": "string", "format": "binary"}} for name in media_types}
    formats = "; ".join(f"`{each.name}`: {each.meaning}" for each in FORMATS.values())
    limits = Limits()
    told = (
        f"The file itself, plain or packed with gzip. Formats: {formats}. Taken are at most {limits.records} records "
        f"of {limits.record_bytes} bytes, nested {limits.nesting} deep; how many bytes in all, the server says "
        f"(4 GiB unless set). At most {MAX_WAITING} jobs wait or run."
    )
    return {"requestBody": {"required": True, "description": told, "content": content}, "parameters": HEADERS}
