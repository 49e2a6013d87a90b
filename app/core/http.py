"""The edge: sessions, the reading of requests, and the rendering of errors."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_to_bytes

import orjson
import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import MAX_SESSIONS, READ_SESSIONS
from app.core.errors import (
    AppError,
    Fault,
    InvalidRequestError,
    MethodNotAllowedError,
    NotFoundError,
    UnavailableError,
)
from app.core.schemas import Problem
from app.core.validation import validation_fault

PROBLEM = "application/problem+json"
# What PostgreSQL says where the migrations have not been run.
MISSING_TABLE = "42P01"
DATABASE_ERRORS = (OperationalError, ProgrammingError, PoolTimeoutError)
log = structlog.get_logger()


def open_session(request: Request) -> Iterator[Session]:
    """Give a request its own session, closed before the answer is sent."""
    with Session(request.app.state.engine, expire_on_commit=False) as session:
        yield session


SessionDep = Annotated[Session, Depends(open_session, scope="function", max_concurrency=MAX_SESSIONS - READ_SESSIONS)]


def query_items(request: Request) -> list[tuple[str, str]]:
    """Read the query string strictly: bytes that are not UTF-8 are refused, not replaced."""
    raw: bytes = request.scope["query_string"]
    if not raw:
        return []
    try:
        unquote_to_bytes(raw).decode("utf-8")
        return parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        message = "The query string is not UTF-8; percent-encode it as UTF-8."
        raise InvalidRequestError.of([Fault("encoding", message)]) from error
    except ValueError as error:
        message = "The query string has more than 200 parameters; ask for less at once."
        raise InvalidRequestError.of([Fault("too-many-parameters", message)]) from error


def no_parameters(request: Request) -> None:
    """Refuse query parameters where none is taken."""
    if items := query_items(request):
        names = list(dict.fromkeys(name for name, _ in items))
        faults = [
            Fault("unknown-parameter", f"{name[:100]!r}: this address takes no parameters.", name[:100])
            for name in names
        ]
        raise InvalidRequestError.of(faults)


@lru_cache(maxsize=256)
def accepts(accept: bytes, media_types: Sequence[str]) -> bool:
    """Tell whether a client that sends this `Accept` takes one of the media types."""
    offered = {"*/*", *media_types, *(f"{media.partition('/')[0]}/*" for media in media_types)}
    for entry in (accept.decode("latin-1") or "*/*").split(","):
        media, *options = (part.strip().lower() for part in entry.split(";"))
        refused = any(option.replace(" ", "").rstrip("0").rstrip(".") in ("q=0", "q=") for option in options)
        if media in offered and not refused:
            return True
    return False


def base_url(request: Request) -> str:
    """Give the address under which the client reaches the service, or nothing where it cannot be told."""
    return base_of(request.scope, request.headers.get("host", "").encode("latin-1"))


def base_of(scope: Scope, host: bytes) -> str:
    """Give the address under which a client that names this host reaches the service."""
    configured: str | None = scope["app"].state.settings.public_url
    return configured.rstrip("/") if configured else _base(scope["scheme"], host.decode("latin-1"))


@lru_cache(maxsize=256)
def _base(scheme: str, host: str) -> str:
    if not host or any(not (char.isalnum() or char in ".-:[]_") for char in host) or not host.isascii():
        return ""
    return f"{scheme}://{host}"


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Describe the errors that an address can give, for OpenAPI."""
    return {
        error.status: {
            "description": f"{error.title}. {(error.__doc__ or '').splitlines()[0]}",
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for error in errors
    }


def render(error: AppError) -> Response:
    """Write an error as a problem document."""
    problem = Problem.model_validate(
        {
            "type": f"/v1/meta/errors#{error.code}",
            "title": error.title,
            "status": error.status,
            "code": error.code,
            "detail": error.detail,
            "errors": [vars(fault) for fault in error.faults],
        }
    )
    body = orjson.dumps(problem.model_dump(exclude_none=True))
    # What is wrong or elsewhere today may be right tomorrow: a browser keeps a redirect for ever unless told otherwise.
    headers = {**error.headers, "Cache-Control": "no-store"}
    return Response(body, error.status, headers, media_type=PROBLEM)


class HeadAsGet:
    """Answer HEAD as GET without the body, for every address that takes GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; take the body out of the answer to HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


def add_error_handlers(app: FastAPI) -> None:
    """Render every error in one form, the framework's own included."""
    for kind in (AppError, HTTPException, RequestValidationError, *DATABASE_ERRORS, Exception):
        app.add_exception_handler(kind, answer_error_of_request)


def answer_error_of_request(request: Request, error: Exception) -> Response:
    """Render an error that the framework caught."""
    return answer_error(request.scope, error)


def answer_error(scope: Scope, error: Exception) -> Response:
    """Render any error as a problem document."""
    match error:
        case AppError():
            return render(error)
        case HTTPException():
            return render(_of_framework(scope, error))
        case RequestValidationError():
            return render(_of_validation(error))
        case OperationalError() | PoolTimeoutError() | ProgrammingError() if _is_away(error):
            log.error("database unavailable", path=scope["path"], error=str(error))
            return render(UnavailableError("The database does not answer; try again.", headers={"Retry-After": "5"}))
        case _:
            log.error("unexpected error", path=scope["path"], exc_info=error)
            return render(AppError("Something failed that should not; it was logged."))


def _of_framework(scope: Scope, error: HTTPException) -> AppError:
    if error.status_code == MethodNotAllowedError.status:
        allow = (error.headers or {}).get("Allow", "GET")
        if "GET" in allow and "HEAD" not in allow:
            allow = f"{allow}, HEAD"
        detail = f"{scope['method']} is not taken here; use {allow}."
        return MethodNotAllowedError(detail, headers={"Allow": allow})
    if error.status_code == NotFoundError.status:
        return NotFoundError("There is no such address; see /docs for those that are.")
    return InvalidRequestError(str(error.detail))


def _of_validation(error: RequestValidationError) -> AppError:
    return InvalidRequestError.of([validation_fault(item) for item in error.errors()])


def _is_away(error: Exception) -> bool:
    """Tell a database that cannot be reached or has no tables from a statement that is wrong."""
    is_wrong = isinstance(error, ProgrammingError) and getattr(error.orig, "sqlstate", None) != MISSING_TABLE
    return not is_wrong
