"""Answers reads in front of the web framework, which documents them and takes every other request."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress

import anyio
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.database import READ_SESSIONS
from app.core.errors import AppError, InvalidRequestError, MethodNotAllowedError, NotAcceptableError
from app.core.http import DATABASE_ERRORS, accepts, answer_error, no_parameters
from app.reads.bodies import take_body
from app.reads.cache import Headers, Kept, ResponseCache
from app.reads.keeping import PUBLIC, Asked, etag_of, finish, lasting, of_error
from app.reads.reading import Reading
from app.reads.routes import Read
from app.reads.snapshot import NotShortError, Revision, Snapshot
from app.reads.store import Store

ERRORS = (AppError, *DATABASE_ERRORS)


class Front:
    """Answers what is read or searched at the known addresses; passes everything else on."""

    def __init__(self, app: ASGIApp, reads: Sequence[Read], store: Callable[[], Store], cache_bytes: int) -> None:
        self._app = app
        self._store = store
        self._cache = ResponseCache(cache_bytes)
        self._limiter: anyio.CapacityLimiter | None = None
        self._fixed = {read.path: read for read in reads if "{" not in read.path}
        self._open = [
            (read.path.partition("{")[0], compile_path(read.path)[0], read) for read in reads if "{" in read.path
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "POST")
        found = self._find(scope["path"]) if is_asked else None
        if found is None or (scope["method"] == "POST" and not found[0].is_search):
            await self._app(scope, receive, send)
            return
        read, values = found
        asked = Asked(scope)
        try:
            answer = self._search(asked, receive, read) if read.is_search else self._answer(asked, read, values)
            status, headers, body = await answer
        except ClientDisconnect:
            return
        except ERRORS as error:
            response = answer_error(scope, error)
            status, body = response.status_code, bytes(response.body)
            headers = [*response.raw_headers, *of_error(asked)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _find(self, path: str) -> tuple[Read, dict[str, str]] | None:
        if (read := self._fixed.get(path)) is not None:
            return read, {}
        for prefix, pattern, read in self._open:
            if path.startswith(prefix) and (match := pattern.match(path)):
                return read, match.groupdict()
        return None

    async def _answer(self, asked: Asked, read: Read, values: dict[str, str]) -> tuple[int, Headers, bytes]:
        _check_accept(asked, read)
        store = self._store()
        revision = asked.revision = store.known() or await self._look(store)
        kept = self._cache.get(asked.key, revision)
        etag = kept.etag if kept else etag_of(revision, asked.key)
        if asked.if_none_match and etag in asked.if_none_match:
            return 304, [(b"etag", etag), *lasting(revision), *PUBLIC], b""
        if kept is None:
            kept = await self._make(store, asked, read, values)
        if asked.if_none_match == b"*":
            return 304, [(b"etag", kept.etag), *lasting(kept.revision), *PUBLIC], b""
        return 200, kept.headers, kept.body

    async def _search(self, asked: Asked, receive: Receive, read: Read) -> tuple[int, Headers, bytes]:
        if asked.scope["method"] != "POST":
            detail = f"{asked.scope['method']} is not taken here; use POST."
            raise MethodNotAllowedError(detail, headers={"Allow": "POST"})
        _check_accept(asked, read)
        asked.take(await take_body(asked.scope, receive))
        no_parameters(Reading(asked.scope))
        store = self._store()
        asked.revision = store.known() or await self._look(store)
        kept = self._cache.get(asked.key, asked.revision)
        try:
            kept = kept or await self._make(store, asked, read, {})
        except InvalidRequestError as error:
            raise error.of_body() from None
        return 200, kept.headers, kept.body

    async def _look(self, store: Store) -> Revision:
        return store.look() if store.is_sqlite else await run_sync(store.look, limiter=self._threads())

    async def _make(self, store: Store, asked: Asked, read: Read, values: dict[str, str]) -> Kept:
        reading = Reading(asked.scope)

        def make(open_snapshot: Callable[[], AbstractContextManager[Snapshot]]) -> Kept:
            with open_snapshot() as snapshot:
                reading.snapshot = snapshot
                answer = read.endpoint(reading, **values)
            return finish(answer, snapshot.revision, asked)

        kept: Kept | None = None
        if store.is_sqlite and read.quick(reading):
            # What it takes may not be remembered yet.
            with suppress(NotShortError):
                kept = make(store.quick_snapshot)
        if kept is None:
            kept = await run_sync(make, store.snapshot, limiter=self._threads())
        self._cache.put(asked.key, kept)
        return kept

    def _threads(self) -> anyio.CapacityLimiter:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(READ_SESSIONS)
        return self._limiter


def _check_accept(asked: Asked, read: Read) -> None:
    if not accepts(asked.accept, read.media_types):
        allowed = " or ".join(read.media_types)
        raise NotAcceptableError(f"This address answers in {allowed}; send Accept: {read.media_types[0]} or */*.")
