"""Addresses of exports; the list of resources is handed in, because features do not know each other."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from app.core.errors import BusyError, InvalidRequestError, NotAcceptableError
from app.core.fields import Resource
from app.core.http import accepts, no_parameters, problems, query_items
from app.export.formats import KNOWLEDGE_BASE, MEDIA
from app.export.question import question_parameters, read_question
from app.export.service import Finished, check_format, export_everything, export_list, formats_of
from app.export.source import Asked
from app.shared.release import current_release

CHUNK = 262_144
# Exports made at once in one process; each holds a connection, a processor and room on the disk.
MAX_EXPORTS = 2
SLOTS = threading.BoundedSemaphore(MAX_EXPORTS)
JSON_FORMATS = ("csl.json",)


def make_router(resources: Sequence[Resource]) -> APIRouter:
    """Make one address for each resource, and one for everything."""
    router = APIRouter(tags=["Exports"], responses=problems(InvalidRequestError, NotAcceptableError, BusyError))
    for resource in resources:
        _add_list(router, resource)
    _add_everything(router)
    return router


def _add_list(router: APIRouter, resource: Resource) -> None:
    def export(request: Request) -> StreamingResponse:
        file_format = request.path_params["format"]
        check_format(resource.name, file_format)
        _check_accept(request, file_format)
        query, bom = read_question(resource, query_items(request), file_format)
        with _slot(), request.app.state.store.snapshot() as snapshot:
            return _send(export_list(snapshot, query, file_format, Asked(current_release(snapshot.session), bom)))

    export.__doc__ = f"Export {resource.name.replace('-', ' ')}: all that the filters of the list select, complete."
    _add(router, resource.name, export, question_parameters(resource))


def _add_everything(router: APIRouter) -> None:
    def export(request: Request) -> StreamingResponse:
        """Export the whole knowledge base: vocabularies and studies, suggested ones included."""
        file_format = request.path_params["format"]
        check_format(KNOWLEDGE_BASE, file_format)
        _check_accept(request, file_format)
        no_parameters(request)
        with _slot(), request.app.state.store.snapshot() as snapshot:
            return _send(export_everything(snapshot, file_format, Asked(current_release(snapshot.session))))

    _add(router, KNOWLEDGE_BASE, export, [])


def _add(router: APIRouter, name: str, endpoint: Any, parameters: list[dict[str, Any]]) -> None:
    formats = formats_of(name)
    path_parameter = {
        "name": "format",
        "in": "path",
        "required": True,
        "description": "Format of the file.",
        "schema": {"type": "string", "enum": list(formats), "examples": [formats[0]]},
    }
    router.add_api_route(
        f"/export/{name}.{{format}}",
        endpoint,
        operation_id=f"export_{name.replace('-', '_')}",
        response_class=StreamingResponse,
        responses={200: _described(formats)},
        openapi_extra={"parameters": [path_parameter, *parameters]},
    )


def _described(formats: Sequence[str]) -> dict[str, Any]:
    def schema(name: str) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object"}} if name in JSON_FORMATS else {"type": "string"}

    headers = {
        "X-Row-Count": ("Rows in the file.", "integer"),
        "Repr-Digest": ("SHA-256 of the file, as RFC 9530 writes it.", "string"),
        "X-Data-Release": ("Release and revision of the data.", "string"),
        "Content-Disposition": ("Name of the file, with release and revision.", "string"),
    }
    return {
        "description": "The complete file.",
        "content": {MEDIA[name].partition(";")[0]: {"schema": schema(name)} for name in formats},
        "headers": {name: {"description": about, "schema": {"type": kind}} for name, (about, kind) in headers.items()},
    }


def _check_accept(request: Request, file_format: str) -> None:
    media = MEDIA[file_format].partition(";")[0]
    if not accepts(",".join(request.headers.getlist("accept")).encode("latin-1"), (media,)):
        raise NotAcceptableError(f"This file is {media}; send Accept: {media} or */*.")


@contextmanager
def _slot() -> Iterator[None]:
    if not SLOTS.acquire(blocking=False):
        message = f"{MAX_EXPORTS} exports are being made; ask again in a moment."
        raise BusyError(message, headers={"Retry-After": "5"})
    try:
        yield
    finally:
        SLOTS.release()


def _send(finished: Finished) -> StreamingResponse:
    headers = {
        "Content-Length": str(finished.size),
        "Content-Disposition": f'attachment; filename="{finished.name}"',
        "Content-Type": finished.media_type,
        "Repr-Digest": f"sha-256=:{finished.digest}:",
        "X-Row-Count": str(finished.rows),
        "X-Data-Release": finished.release,
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    return StreamingResponse(_chunks(finished), headers=headers)


def _chunks(finished: Finished) -> Iterator[bytes]:
    with finished.file as file:
        while chunk := file.read(CHUNK):
            yield chunk
