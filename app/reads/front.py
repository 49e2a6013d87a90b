"""Answers reads in front of the web framework, which documents them and takes every other request."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import anyio
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from app import __version__
from app.core.database import READ_SESSIONS
from app.core.errors import AppError, InvalidRequestError, MethodNotAllowedError, NotAcceptableError
from app.core.http import DATABASE_ERRORS, accepts, answer_error, base_of, no_parameters
from app.reads.bodies import take_body
from app.reads.cache import Headers, Kept, ResponseCache
from app.reads.compression import compress, takes_gzip
from app.reads.reading import BODY, Answer, Reading
from app.reads.routes import Read
from app.reads.snapshot import NotShortError, Revision, Snapshot
from app.reads.store import Store

PUBLIC = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link, X-Data-Release, ETag"),
]
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
        try:
            answer = self._search(scope, receive, read) if read.is_search else self._answer(_Asked(scope), read, values)
            status, headers, body = await answer
        except ClientDisconnect:
            return
        except ERRORS as error:
            response = answer_error(scope, error)
            status, headers, body = response.status_code, [*response.raw_headers, *PUBLIC], bytes(response.body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _find(self, path: str) -> tuple[Read, dict[str, str]] | None:
        if (read := self._fixed.get(path)) is not None:
            return read, {}
        for prefix, pattern, read in self._open:
            if path.startswith(prefix) and (match := pattern.match(path)):
                return read, match.groupdict()
        return None

    async def _answer(self, asked: "_Asked", read: Read, values: dict[str, str]) -> tuple[int, Headers, bytes]:
        _check_accept(asked, read)
        store = self._store()
        revision = store.known() or await self._look(store)
        kept = self._cache.get(asked.key, revision)
        etag = kept.etag if kept else etag_of(revision, asked.key)
        if asked.if_none_match and etag in asked.if_none_match:
            return 304, [(b"etag", etag), *_lasting(revision), *PUBLIC], b""
        if kept is None:
            kept = await self._make(store, asked, read, values)
        if asked.if_none_match == b"*":
            return 304, [(b"etag", kept.etag), *_lasting(kept.revision), *PUBLIC], b""
        return 200, kept.headers, kept.body

    async def _search(self, scope: Scope, receive: Receive, read: Read) -> tuple[int, Headers, bytes]:
        if scope["method"] != "POST":
            detail = f"{scope['method']} is not taken here; use POST."
            raise MethodNotAllowedError(detail, headers={"Allow": "POST"})
        asked = _Asked(scope)
        _check_accept(asked, read)
        asked.take(await take_body(scope, receive))
        no_parameters(Reading(scope))
        store = self._store()
        kept = self._cache.get(asked.key, store.known() or await self._look(store))
        try:
            kept = kept or await self._make(store, asked, read, {})
        except InvalidRequestError as error:
            raise error.of_body() from None
        return 200, kept.headers, kept.body

    async def _look(self, store: Store) -> Revision:
        return store.look() if store.is_sqlite else await run_sync(store.look, limiter=self._threads())

    async def _make(self, store: Store, asked: "_Asked", read: Read, values: dict[str, str]) -> Kept:
        reading = Reading(asked.scope)

        def make(open_snapshot: Callable[[], AbstractContextManager[Snapshot]]) -> Kept:
            with open_snapshot() as snapshot:
                reading.snapshot = snapshot
                answer = read.endpoint(reading, **values)
            return _finish(answer, snapshot.revision, asked)

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


def _check_accept(asked: "_Asked", read: Read) -> None:
    if not accepts(asked.accept, read.media_types):
        allowed = " or ".join(read.media_types)
        raise NotAcceptableError(f"This address answers in {allowed}; send Accept: {read.media_types[0]} or */*.")


class _Asked:
    """What of a request decides on its answer, and under which key the answer is kept."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.accept = self.if_none_match = encodings = host = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = self.accept + b"," + value if self.accept else value
            elif name == b"accept-encoding":
                encodings = value
            elif name == b"if-none-match":
                self.if_none_match = value
            elif name == b"host":
                host = value
        self.gzip = takes_gzip(encodings)
        self.key: tuple[Any, ...] = (scope["path"], scope["query_string"], base_of(scope, host), self.gzip)

    def take(self, body: bytes) -> None:
        """Let a body decide on the answer too."""
        self.scope[BODY] = body
        self.key = (*self.key, hashlib.blake2b(body).digest())


def etag_of(revision: Revision, key: tuple[Any, ...]) -> bytes:
    """Name a representation of a revision; equal names mean equal bytes."""
    path, query, base, gzip = key
    told = (
        f"{revision.number}\n{revision.changed_at.isoformat()}\n{__version__}\n{base}{path}?{query.decode('latin-1')}"
    )
    digest = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f'"{revision.number}-{digest}{"-gzip" if gzip else ""}"'.encode()


def _finish(answer: Answer, revision: Revision, asked: _Asked) -> Kept:
    body, packed = compress(answer.body) if asked.gzip else (answer.body, False)
    # What was found by a search has no address to ask again at, so nobody on the way may keep it.
    is_search = BODY in asked.scope
    etag = b"" if is_search else etag_of(revision, asked.key)
    headers: Headers = [
        (b"content-type", answer.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        *(_passing(revision) if is_search else [(b"etag", etag), *_lasting(revision)]),
        *((name.lower().encode(), value.encode()) for name, value in answer.headers.items()),
        *([(b"content-encoding", b"gzip")] if packed else []),
        *PUBLIC,
    ]
    return Kept(revision, etag, headers, body)


@lru_cache(maxsize=4)
def _lasting(revision: Revision) -> Headers:
    return [
        (b"x-data-release", _release(revision)),
        (b"last-modified", format_datetime(revision.changed_at, usegmt=True).encode()),
        (b"cache-control", b"public, max-age=0, must-revalidate"),
        (b"vary", b"Accept, Accept-Encoding"),
    ]


def _passing(revision: Revision) -> Headers:
    return [(b"x-data-release", _release(revision)), (b"cache-control", b"no-store")]


def _release(revision: Revision) -> bytes:
    return f"{revision.release}+{revision.number}".encode("latin-1", "replace")
