"""Ask for studies: which ones by sets, what to show by the JSON that was made when they were written."""

from collections.abc import Sequence
from functools import partial

from pyroaring import BitMap
from sqlalchemy import select

from app.core.conditions import clause
from app.core.errors import AppError, Fault, GoneError, InvalidRequestError, MovedError, NotFoundError
from app.core.query import ListQuery
from app.core.tree import Within
from app.identifiers import CURIE_PREFIXES, EXAMPLES, accession_number, is_valid, normalise
from app.models import Study
from app.reads.batch import missing, read_keys
from app.reads.facets import facets_are_quick, facets_of
from app.reads.order import Ordering, is_ordered_by_sets
from app.reads.pages import Beside, Page, page_of_rows, page_of_set
from app.reads.reading import Answer, Reading
from app.reads.sets import Sets, answered_by_sets
from app.reads.slugs import Understood, understand
from app.reads.snapshot import Snapshot
from app.shared.representation import SUMMARY
from app.shared.search import TextAnswer
from app.studies.snippets import with_snippets

FULL = 'SELECT r."full" FROM study_representation r WHERE r.study_id = :number'
# It takes about a tenth of a millisecond to show where a text stands in a study.
MAX_QUICK_SNIPPETS = 50
# Names of our own columns are filled in, never text of a request.
BY_IDENTIFIER = "SELECT id FROM study WHERE {scheme} = :value"
RETIRED = "SELECT merged_into, reason, retired_on FROM retired_study WHERE accession = :accession"
PIECES = "SELECT r.study_id, r.{view} FROM {numbers} JOIN study_representation r ON r.study_id = n.number"
VIEWS = {"summary": "summary", "full": '"full"'}


def is_quick(query: ListQuery) -> bool:
    """Tell whether a question is answered by sets alone, and few studies are searched for a text."""
    is_set = answered_by_sets(query.where) and is_ordered_by_sets(query.resource, query.sort)
    is_short = query.text is None or query.page_size <= MAX_QUICK_SNIPPETS
    return bool(query.ids) or (is_set and is_short and (not query.facets or facets_are_quick(query)))


def list_studies(reading: Reading, query: ListQuery) -> Answer:
    """Answer a question with one page of studies."""
    snapshot = reading.snapshot
    understood = understand(snapshot, query)
    if query.ids:
        page = _batch(snapshot, query)
        return reading.page(query, understood, page, _json(pieces(snapshot, query.view, page.rows)), None)
    found = Sets(snapshot).matching(understood.where)
    page = _page(snapshot, query, understood, found)
    rows = pieces(snapshot, query.view, page.rows)
    if isinstance(understood.text, TextAnswer) and query.view == SUMMARY:
        rows = with_snippets(snapshot, understood.text, page.rows, rows)
    facets = facets_of(snapshot, query, understood.where, found)
    return reading.page(query, understood, page, _json(rows), facets)


def _json(rows: Sequence[bytes]) -> bytes:
    return b"[%b]" % b",".join(rows)


def _page(snapshot: Snapshot, query: ListQuery, understood: Understood, found: BitMap) -> Page:
    if is_ordered_by_sets(query.resource, query.sort):
        ranked = None if understood.text is None else partial(understood.text.ranked, found)
        return page_of_set(query, found, Ordering(Sets(snapshot), query.resource, query.sort, ranked))
    return page_of_rows(snapshot.session, query, select(Study.id), clause(Within(Study.id, found)), len(found))


def _batch(snapshot: Snapshot, query: ListQuery) -> Page:
    keys = read_keys(query, read_key)
    found = {key: number for key in dict.fromkeys(keys) if (number := number_of(snapshot, *key)) is not None}
    absent = missing(query, keys, found, lambda key: _missing(snapshot, *key))
    numbers = [found[key] for key in keys if key in found]
    return Page(numbers, len(numbers), Beside(), absent)


def pieces(snapshot: Snapshot, view: str, numbers: Sequence[int]) -> list[bytes]:
    """Fetch the JSON of studies, as a summary or in full, in the order of the numbers."""
    found = dict(snapshot.rows_of(PIECES.replace("{view}", VIEWS[view]), numbers))
    return [found[number] for number in numbers]


def number_of(snapshot: Snapshot, scheme: str, value: str) -> int | None:
    """Find the number of a study by one of its keys."""
    sql = BY_IDENTIFIER.format(scheme=scheme)
    found = snapshot.rows(sql, {"value": value})
    return found[0][0] if found else None


def get_study(snapshot: Snapshot, key: str) -> bytes:
    """Find a study by accession or CURIE and give its whole document."""
    scheme, value = read_key(key)
    number = accession_number(value) if scheme == "accession" else number_of(snapshot, scheme, value)
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
