"""Put into the rows of a text search where in each study the text stands."""

from collections.abc import Sequence

import orjson

from app.reads.reading import Rows
from app.reads.snapshot import Snapshot
from app.shared.representation import NO_SNIPPETS
from app.shared.search import TextAnswer
from app.shared.snippets import Snippet, make_snippets

DOCUMENTS = "SELECT s.id, s.document FROM {numbers} JOIN study s ON s.id = n.number"
SNIPPETS = Rows(Snippet)


def with_snippets(snapshot: Snapshot, answer: TextAnswer, numbers: Sequence[int], rows: Sequence[bytes]) -> list[bytes]:
    """Give the rows of studies with their snippets, which stand last in a summary."""
    sought, coded = answer.marked(), answer.coded(snapshot)
    documents = dict(snapshot.rows_of(DOCUMENTS, numbers))
    shown = []
    for number, row in zip(numbers, rows, strict=True):
        document = orjson.loads(documents[number])
        snippets = SNIPPETS.write(make_snippets(document, sought, coded, answer.places(number)))
        shown.append(row.removesuffix(NO_SNIPPETS) + b'"snippets":' + snippets + b"}")
    return shown
