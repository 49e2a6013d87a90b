"""The address of the type-ahead."""

from dataclasses import dataclass
from typing import Any

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.schemas import Envelope
from app.core.values import INTEGER, MAX_LENGTH
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.suggest import queries
from app.suggest.schemas import Suggestions

DEFAULT_LIMIT, MAX_LIMIT = 5, 20
PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "q",
        "in": "query",
        "required": True,
        "description": "What was typed so far. Any text has an answer; the last word counts as unfinished "
        "until a space follows it.",
        "schema": {"type": "string", "maxLength": MAX_LENGTH, "examples": ["alope"]},
    },
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "Suggestions of each kind at most.",
        "schema": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_LIMIT,
            "default": DEFAULT_LIMIT,
            "examples": [DEFAULT_LIMIT],
        },
    },
]
router = ReadRouter(tags=["Search"])


@dataclass(frozen=True)
class Asked:
    """What was typed, and how much is wanted."""

    text: str
    limit: int


def read_asked(items: list[tuple[str, str]]) -> Asked:
    """Read the parameters; whatever the text is, it is taken as it stands."""
    given = dict[str, list[str]]()
    for name, value in items:
        given.setdefault(name, []).append(value)
    known = [parameter["name"] for parameter in PARAMETERS]
    faults = [
        Fault(
            "unknown-parameter", f"There is no parameter {name[:100]!r} here.", name[:100], None, nearest(name, known)
        )
        for name in given
        if name not in known
    ]
    faults += [
        Fault("one-value", f"{name} is given {len(given[name])} times; give it once.", name)
        for name in known
        if len(given.get(name, [])) > 1
    ]
    text, limit = given.get("q", [""])[0], given.get("limit", [str(DEFAULT_LIMIT)])[0]
    if "q" not in given:
        faults.append(Fault("missing-parameter", "q is missing; give what was typed so far.", "q"))
    if len(text) > MAX_LENGTH:
        faults.append(Fault("too-long", f"q has {len(text)} characters; at most {MAX_LENGTH} are taken.", "q"))
    if not INTEGER.fullmatch(limit) or not 1 <= int(limit) <= MAX_LIMIT:
        message = f"limit is {limit[:40]!r}; it is a number between 1 and {MAX_LIMIT}."
        faults.append(Fault("out-of-range", message, "limit"))
    if faults:
        raise InvalidRequestError.of(faults)
    return Asked(text, int(limit))


@router.read("/suggest", Envelope[Suggestions], InvalidRequestError, openapi_extra={"parameters": PARAMETERS})
def suggest(reading: Reading) -> Answer:
    """Suggest what may be meant by a text that is being typed: entries of the vocabularies, and studies."""
    asked = read_asked(reading.items)
    return reading.one(queries.suggest(reading.snapshot, asked.text, asked.limit))
