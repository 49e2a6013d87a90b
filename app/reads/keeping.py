"""What of a request decides on its answer, and the headers that tell how the answer may be kept."""

import hashlib
from email.utils import format_datetime
from functools import lru_cache

from starlette.types import Scope

from app import __version__
from app.core.http import base_of
from app.reads.cache import Headers, Kept, Key
from app.reads.compression import compress, takes_gzip
from app.reads.reading import BODY, Answer
from app.reads.snapshot import Revision

PUBLIC = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link, X-Data-Release, ETag"),
]


class Asked:
    """What of a request decides on its answer, and under which key the answer is kept."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        # Of which state of the data the answer speaks, once it is known.
        self.revision: Revision | None = None
        self.accept = self.if_none_match = encodings = host = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = self.accept + b"," + value if self.accept else value
            elif name == b"accept-encoding":
                encodings = encodings + b"," + value if encodings else value
            elif name == b"if-none-match":
                self.if_none_match = self.if_none_match + b"," + value if self.if_none_match else value
            elif name == b"host":
                host = value
        self.gzip = takes_gzip(encodings)
        self.key: Key = (scope["path"], scope["query_string"], base_of(scope, host), self.gzip)

    def take(self, body: bytes) -> None:
        """Let a body decide on the answer too."""
        self.scope[BODY] = body
        self.key = (*self.key, hashlib.blake2b(body).digest())


def etag_of(revision: Revision, key: Key) -> bytes:
    """Name a representation of a revision; equal names mean equal bytes."""
    path, query, base, gzip = key
    state = f"{revision.number}\n{revision.changed_at.isoformat()}\n{revision.mark}\n{__version__}"
    told = f"{state}\n{base}{path}?{query.decode('latin-1')}"
    digest = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f'"{revision.number}-{digest}{"-gzip" if gzip else ""}"'.encode()


def finish(answer: Answer, revision: Revision, asked: Asked) -> Kept:
    """Pack an answer and write its headers."""
    body, packed = compress(answer.body) if asked.gzip else (answer.body, False)
    # What was found by a search has no address to ask again at, so nobody on the way may keep it.
    is_search = BODY in asked.scope
    etag = b"" if is_search else etag_of(revision, asked.key)
    headers: Headers = [
        (b"content-type", answer.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        *(_passing(revision) if is_search else [(b"etag", etag), *lasting(revision)]),
        *((name.lower().encode(), value.encode()) for name, value in answer.headers.items()),
        *([(b"content-encoding", b"gzip")] if packed else []),
        *PUBLIC,
    ]
    return Kept(revision, etag, headers, body)


@lru_cache(maxsize=4)
def lasting(revision: Revision) -> Headers:
    """Tell how an answer that has an address may be kept."""
    return [
        (b"x-data-release", _release(revision)),
        (b"last-modified", format_datetime(revision.changed_at, usegmt=True).encode()),
        (b"cache-control", b"public, max-age=0, must-revalidate"),
        (b"vary", b"Accept, Accept-Encoding"),
    ]


def _passing(revision: Revision) -> Headers:
    return [(b"x-data-release", _release(revision)), (b"cache-control", b"no-store")]


def of_error(asked: Asked) -> Headers:
    """Tell the release that an error speaks of, where it came so far as to know it."""
    return [(b"x-data-release", _release(asked.revision)), *PUBLIC] if asked.revision else PUBLIC


def _release(revision: Revision) -> bytes:
    return f"{revision.release}+{revision.number}".encode("latin-1", "replace")
