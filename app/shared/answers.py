"""The envelope around every answer: release, licence, disclaimer, links."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core.conditions import Understood
from app.core.errors import UnavailableError
from app.core.fields import Operator
from app.core.http import SessionDep, base_url, query_items
from app.core.paging import Page, fetch_page
from app.core.query import ListQuery
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


class Reply:
    """Answers one request: with one record, or with one page of a list."""

    def __init__(self, request: Request, response: Response, session: SessionDep) -> None:
        self.request = request
        self.response = response
        self.session = session

    def one(self, data: T) -> Envelope[T]:
        """Wrap one record."""
        release = self._release()
        address = base_url(self.request) + quote(self.request.url.path)
        return Envelope(data=data, meta=Meta(**meta_of(release)), links=SelfLink(self=address))

    def asked(self, data: T) -> Envelope[T]:
        """Wrap the answer to a question, whose address holds the question."""
        return Envelope(
            data=data, meta=Meta(**meta_of(self._release())), links=SelfLink(self=_address(self.request, None))
        )

    def raw(self, content: bytes | str, media: str) -> Response:
        """Answer in another form than JSON."""
        self._release()
        return Response(content, headers=dict(self.response.headers), media_type=media)

    def page(
        self, query: ListQuery, statement: Select[Any], show: Callable[[Sequence[Any]], Sequence[T]]
    ) -> ListEnvelope[T]:
        """Fetch one page of a list and wrap it."""
        release = self._release()
        page = fetch_page(self.session, query, statement)
        links = {
            "self": _address(self.request, None),
            "next": page.next and _address(self.request, page.next),
            "prev": page.prev and _address(self.request, page.prev),
        }
        relations = [f'<{address}>; rel="{name}"' for name, address in links.items() if address]
        self.response.headers["Link"] = ", ".join(relations)
        meta = ListMeta(
            **meta_of(release), total=page.total, page_size=query.page_size, page=query.page, query=_echo(page)
        )
        return ListEnvelope(data=show(page.rows), meta=meta, links=Links.model_validate(links))

    def _release(self) -> DataRelease:
        release = current_release(self.session)
        self.response.headers["X-Data-Release"] = f"{release.name}+{release.revision}"
        self.response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        return release


ReplyDep = Annotated[Reply, Depends()]


def _address(request: Request, change: dict[str, str] | None) -> str:
    kept = [(name, value) for name, value in query_items(request) if not change or name not in ("page", "cursor")]
    query = urlencode([*kept, *(change or {}).items()])
    return base_url(request) + quote(request.url.path) + (f"?{query}" if query else "")


def _echo(page: Page) -> QueryEcho:
    filters = understood_filters(page.understood)
    return QueryEcho(filters=filters, sort=[str(order) for order in page.query.sort], rollup=page.query.rollup)


def understood_filters(understood: Sequence[Understood]) -> list[UnderstoodFilter]:
    """Tell filters as they were understood."""
    return [
        UnderstoodFilter(
            parameter=item.condition.parameter,
            field=item.condition.field.name,
            operator=item.condition.operator.value or "any",
            values=list(item.condition.values),
            includes=item.includes if item.condition.operator in (Operator.EQ, Operator.ALL, Operator.NOT) else {},
        )
        for item in understood
    ]
