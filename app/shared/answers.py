"""The envelope around every answer: release, licence, disclaimer, links."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from sqlalchemy.orm import Session

from app.core.errors import UnavailableError
from app.core.fields import Operator
from app.core.http import base_url, query_items
from app.core.paging import Page
from app.core.schemas import Envelope, Links, ListEnvelope, ListMeta, Meta, QueryEcho, SelfLink, UnderstoodFilter
from app.models import DataRelease

T = TypeVar("T")
LICENCE = "CC0-1.0"
DISCLAIMER = (
    "Machine-assisted curation, mostly from abstracts and registry entries. Read the source before you rely on a fact; "
    "not for decisions on treatment."
)


def current_release(session: Session) -> DataRelease:
    """Give the release of the data, without which no answer can be given."""
    release = session.get(DataRelease, 1)
    if release is None:
        raise UnavailableError("The database holds no data yet; run `exokb seed load`.")
    return release


def meta_of(release: DataRelease) -> dict[str, Any]:
    """Say what a reader of the data must know."""
    return {"release": release.name, "revision": release.revision, "licence": LICENCE, "disclaimer": DISCLAIMER}


def one_answer(session: Session, request: Request, response: Response, data: T) -> Envelope[T]:
    """Wrap one record."""
    release = current_release(session)
    _head(response, release)
    address = base_url(request) + quote(request.url.path)
    return Envelope(data=data, meta=Meta(**meta_of(release)), links=SelfLink(self=address))


def list_answer(
    session: Session, request: Request, response: Response, page: Page, rows: Sequence[T]
) -> ListEnvelope[T]:
    """Wrap one page of a list."""
    release = current_release(session)
    links = {
        "self": _address(request, None),
        "next": page.next and _address(request, page.next),
        "prev": page.prev and _address(request, page.prev),
    }
    _head(response, release)
    if relations := [f'<{address}>; rel="{name}"' for name, address in links.items() if address]:
        response.headers["Link"] = ", ".join(relations)
    query = page.query
    meta = ListMeta(**meta_of(release), total=page.total, page_size=query.page_size, page=query.page, query=_echo(page))
    return ListEnvelope(data=rows, meta=meta, links=Links.model_validate(links))


def _head(response: Response, release: DataRelease) -> None:
    response.headers["X-Data-Release"] = f"{release.name}+{release.revision}"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"


def _address(request: Request, change: dict[str, str] | None) -> str:
    kept = [(name, value) for name, value in query_items(request) if not change or name not in ("page", "cursor")]
    query = urlencode([*kept, *(change or {}).items()])
    return base_url(request) + quote(request.url.path) + (f"?{query}" if query else "")


def _echo(page: Page) -> QueryEcho:
    filters = [
        UnderstoodFilter(
            parameter=item.condition.parameter,
            field=item.condition.field.name,
            operator=item.condition.operator.value or "any",
            values=list(item.condition.values),
            includes=item.includes if item.condition.operator in (Operator.EQ, Operator.ALL, Operator.NOT) else {},
        )
        for item in page.understood
    ]
    return QueryEcho(filters=filters, sort=[str(order) for order in page.query.sort], rollup=page.query.rollup)
