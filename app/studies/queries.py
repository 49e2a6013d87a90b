"""Ask for studies: which ones by sets, what to show by the JSON that was made when they were written."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from app.core.conditions import clause
from app.core.errors import AppError, Fault, GoneError, InvalidRequestError, MovedError, NotFoundError
from app.core.query import ListQuery
from app.identifiers import CURIE_PREFIXES, EXAMPLES, accession_number, is_valid, normalise
from app.models import Study
from app.reads.order import Ordering, is_ordered_by_sets
from app.reads.pages import page_of_rows, page_of_set
from app.reads.reading import Answer, Reading
from app.reads.sets import Sets, answered_by_sets
from app.reads.slugs import understand
from app.reads.snapshot import Snapshot

FULL = 'SELECT r."full" FROM study_representation r WHERE r.study_id = :number'
BY_IDENTIFIER = "SELECT id FROM study WHERE {scheme} = :value"
RETIRED = "SELECT merged_into, reason, retired_on FROM retired_study WHERE accession = :accession"
SUMMARIES = {
    True: "SELECT r.summary FROM json_each(:numbers) n "
    "JOIN study_representation r ON r.study_id = n.value ORDER BY n.key",
    False: "SELECT r.summary FROM unnest(CAST(:numbers AS int[])) WITH ORDINALITY n(id, place) "
    "JOIN study_representation r ON r.study_id = n.id ORDER BY n.place",
}


def is_quick(query: ListQuery) -> bool:
    """Tell whether a question is answered by sets alone."""
    return answered_by_sets(query.where) and is_ordered_by_sets(query.resource, query.sort)


def list_studies(reading: Reading, query: ListQuery) -> Answer:
    """Answer a question with one page of studies."""
    snapshot = reading.snapshot
    understood = understand(snapshot, query)
    sets = Sets(snapshot)
    found = sets.matching(understood.where)
    if is_ordered_by_sets(query.resource, query.sort):
        page = page_of_set(query, found, Ordering(sets, query.resource, query.sort))
    else:
        page = page_of_rows(snapshot.session, query, select(Study.id), clause(understood.where), len(found))
    return reading.page(query, understood, page, b"[%b]" % b",".join(summaries(snapshot, page.rows)))


def summaries(snapshot: Snapshot, numbers: Sequence[int]) -> list[bytes]:
    """Fetch the JSON of studies for a list, in the order of the numbers."""
    if not numbers:
        return []
    asked: Any = orjson.dumps(numbers).decode() if snapshot.is_sqlite else list(numbers)
    return [summary for (summary,) in snapshot.rows(SUMMARIES[snapshot.is_sqlite], {"numbers": asked})]


def get_study(snapshot: Snapshot, key: str) -> bytes:
    """Find a study by accession or CURIE and give its whole document."""
    scheme, value = read_key(key)
    number: int | None = accession_number(value) if scheme == "accession" else None
    if number is None:
        # The scheme is one of ours, never text of a request.
        found = snapshot.rows(BY_IDENTIFIER.format(scheme=scheme), {"value": value})
        number = found[0][0] if found else None
    rows = snapshot.rows(FULL, {"number": number}) if number is not None else []
    if not rows:
        raise _missing(snapshot, scheme, value)
    full: bytes = rows[0][0]
    return full


def read_key(key: str) -> tuple[str, str]:
    """Tell an accession from a CURIE, in normal form; refuse what is neither."""
    if is_valid("accession", key.upper()):
        return "accession", key.upper()
    prefix, colon, value = key.partition(":")
    scheme = prefix.lower()
    if colon and scheme in CURIE_PREFIXES:
        value = normalise(scheme, value)
        if is_valid(scheme, value):
            return scheme, value
        message = f"{key[:200]!r} is not a {scheme}; one looks like {scheme}:{EXAMPLES[scheme]}."
        raise InvalidRequestError.of([Fault("malformed-identifier", message, "study")])
    message = (
        f"{key[:200]!r} names no study; give an accession such as {EXAMPLES['accession']} or one of "
        f"{', '.join(f'{name}:…' for name in CURIE_PREFIXES)}."
    )
    raise InvalidRequestError.of([Fault("malformed-identifier", message, "study")])


def _missing(snapshot: Snapshot, scheme: str, value: str) -> AppError:
    retired = snapshot.rows(RETIRED, {"accession": value}) if scheme == "accession" else []
    if not retired:
        return NotFoundError(f"There is no study with {scheme} {value}.")
    merged_into, reason, retired_on = retired[0]
    if merged_into is None:
        return GoneError(f"{value} was withdrawn on {retired_on}: {reason}")
    detail = f"{value} was merged into {merged_into}: {reason}"
    return MovedError(detail, headers={"Location": f"/v1/studies/{merged_into}"})
