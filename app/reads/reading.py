"""A request to read, and the answer it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

import orjson
from fastapi import Request
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.core.body import read_body
from app.core.fields import Resource
from app.core.http import base_url, query_items
from app.core.query import ListQuery
from app.core.query_string import read_query
from app.reads.pages import Page
from app.reads.slugs import Understood
from app.reads.snapshot import Revision, Snapshot

JSON = "application/json"
# Under this name the body of a search stands in the scope of its request.
BODY = "exokb.body"
LICENCE = "CC0-1.0"
DISCLAIMER = (
    "Machine-assisted curation, mostly from abstracts and registry entries. Read the source before you rely on a fact; "
    "not for decisions on treatment."
)
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer."""

    body: bytes
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Rows(Generic[T]):
    """Writes rows of one schema as JSON."""

    def __init__(self, schema: type[T]) -> None:
        self._adapter = TypeAdapter(list[schema])  # type: ignore[valid-type]

    def write(self, rows: Sequence[T]) -> bytes:
        """Write all rows as one JSON array."""
        return self._adapter.dump_json(list(rows))


class Reading(Request):
    """A request that is answered from one snapshot of the data."""

    snapshot: Snapshot

    @cached_property
    def items(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """The query string, name by name."""
        return query_items(self)

    @property
    def database(self) -> Session:
        """A session in the snapshot."""
        return self.snapshot.session

    def query(self, resource: Resource) -> ListQuery:
        """Read the question to a list; once for a request."""
        if "list_query" not in self.scope:
            body: bytes | None = self.scope.get(BODY)
            read = read_query(resource, self.items) if body is None else read_body(resource, body)
            self.scope["list_query"] = read
        query: ListQuery = self.scope["list_query"]
        return query

    def one(self, data: Any) -> Answer:
        """Answer with one record, or with whatever stands under `data`."""
        return self.finished(TypeAdapter(type(data)).dump_json(data))

    def finished(self, data: bytes) -> Answer:
        """Answer with one record that is JSON already."""
        meta = orjson.dumps(meta_of(self.snapshot.revision))
        links = orjson.dumps({"self": self.address(None)})
        return Answer(b'{"data":%b,"meta":%b,"links":%b}' % (data, meta, links))

    def page(self, query: ListQuery, understood: Understood, page: Page, data: bytes, facets: Any) -> Answer:
        """Answer with one page of a list, whose rows are JSON already."""
        beside = page.beside
        links: dict[str, str | None] = {"self": self.address(None)}
        # A search has no address for its other pages; a link of null would say that there are none.
        if BODY not in self.scope:
            links["next"] = self.address(beside.next) if beside.next else None
            links["prev"] = self.address(beside.prev) if beside.prev else None
        meta = meta_of(self.snapshot.revision) | {
            "total": page.total,
            "page_size": query.page_size,
            "page": query.page,
            "next_cursor": beside.next_cursor,
            "prev_cursor": beside.prev_cursor,
            "query": understood.echo(query),
            "missing": page.missing,
            "facets": facets,
        }
        data = project(query, data)
        body = b'{"data":%b,"meta":%b,"links":%b}' % (data, orjson.dumps(meta), orjson.dumps(links))
        relations = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
        return Answer(body, headers={"Link": relations})

    def address(self, change: dict[str, str] | None) -> str:
        """Give the address of this request, or of another page of it."""
        path = base_url(self) + quote(self.scope["path"])
        if not change:
            return f"{path}?{urlencode(self.items)}" if self.items else path
        kept = [(name, value) for name, value in self.items if name not in ("page", "cursor")]
        return f"{path}?{urlencode([*kept, *change.items()])}"


def project(query: ListQuery, data: bytes) -> bytes:
    """Leave of rows what was asked for."""
    if query.projection is None:
        return data
    return orjson.dumps([query.projection.apply(row) for row in orjson.loads(data)])


def meta_of(revision: Revision) -> dict[str, Any]:
    """Say what a reader of the data must know."""
    return {
        "release": revision.release,
        "revision": revision.number,
        "licence": LICENCE,
        "disclaimer": DISCLAIMER,
    }
