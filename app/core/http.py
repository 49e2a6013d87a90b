"""The edge: sessions, the reading of requests, and the rendering of errors."""

from collections.abc import Callable, Iterator
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

from app.core.database import MAX_SESSIONS
from app.core.errors import (
    AppError,
    Fault,
    InvalidRequestError,
    MethodNotAllowedError,
    NotFoundError,
    UnavailableError,
)
from app.core.fields import Resource
from app.core.query import ListQuery, read_query
from app.core.schemas import Problem

PROBLEM = "application/problem+json"
# What PostgreSQL says where the migrations have not been run.
MISSING_TABLE = "42P01"
log = structlog.get_logger()


def open_session(request: Request) -> Iterator[Session]:
    """Give a request its own session, closed before the answer is sent."""
    with Session(request.app.state.engine, expire_on_commit=False) as session:
        yield session


SessionDep = Annotated[Session, Depends(open_session, scope="function", max_concurrency=MAX_SESSIONS)]


def query_items(request: Request) -> list[tuple[str, str]]:
    """Read the query string strictly: bytes that are not UTF-8 are refused, not replaced."""
    raw: bytes = request.scope["query_string"]
    try:
        unquote_to_bytes(raw).decode("utf-8")
        return parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        message = "The query string is not UTF-8; percent-encode it as UTF-8."
        raise InvalidRequestError.of([Fault("encoding", message)]) from error
    except ValueError as error:
        message = "The query string has more than 200 parameters; ask for less at once."
        raise InvalidRequestError.of([Fault("too-many-parameters", message)]) from error


def list_query(resource: Resource) -> Callable[[Request], ListQuery]:
    """Make the dependency that reads the questions to a list."""

    def read(request: Request) -> ListQuery:
        return read_query(resource, query_items(request))

    return read


def no_parameters(request: Request) -> None:
    """Refuse query parameters where none is taken."""
    if items := query_items(request):
        names = list(dict.fromkeys(name for name, _ in items))
        faults = [
            Fault("unknown-parameter", f"{name[:100]!r}: this address takes no parameters.", name[:100])
            for name in names
        ]
        raise InvalidRequestError.of(faults)


def base_url(request: Request) -> str:
    """Give the address under which the client reaches the service, or nothing where it cannot be told."""
    configured: str | None = request.app.state.settings.public_url
    if configured:
        return configured.rstrip("/")
    host = request.headers.get("host", "")
    if not host or any(not (char.isalnum() or char in ".-:[]_") for char in host) or not host.isascii():
        return ""
    return f"{request.scope['scheme']}://{host}"


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
    return Response(body, error.status, error.headers, media_type=PROBLEM)


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
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(OperationalError, _on_database_error)
    app.add_exception_handler(PoolTimeoutError, _on_database_error)
    app.add_exception_handler(ProgrammingError, _on_sql_error)
    app.add_exception_handler(Exception, _on_any_error)


def _on_app_error(_request: Request, error: Any) -> Response:
    return render(error)


def _on_http_error(request: Request, error: Any) -> Response:
    if error.status_code == MethodNotAllowedError.status:
        allow = (error.headers or {}).get("Allow", "GET")
        detail = f"{request.method} is not taken here; use {allow}."
        return render(MethodNotAllowedError(detail, headers={"Allow": allow}))
    if error.status_code == NotFoundError.status:
        return render(NotFoundError("There is no such address; see /docs for those that are."))
    return render(InvalidRequestError(str(error.detail)))


def _on_validation_error(_request: Request, error: Any) -> Response:
    faults = [
        Fault("invalid-value", f"{'.'.join(map(str, item['loc']))}: {item['msg']}", str(item["loc"][-1]))
        for item in error.errors()
    ]
    return render(InvalidRequestError.of(faults))


def _on_database_error(request: Request, error: Exception) -> Response:
    log.error("database unavailable", path=request.scope["path"], error=str(error))
    return render(UnavailableError("The database does not answer; try again.", headers={"Retry-After": "5"}))


def _on_sql_error(request: Request, error: Exception) -> Response:
    if getattr(getattr(error, "orig", None), "sqlstate", None) == MISSING_TABLE:
        return _on_database_error(request, error)
    return _on_any_error(request, error)


def _on_any_error(request: Request, error: Exception) -> Response:
    log.error("unexpected error", path=request.scope["path"], exc_info=error)
    return render(AppError("Something failed that should not; it was logged."))
