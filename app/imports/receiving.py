"""Take a file over HTTP: read the request strictly, keep the body on disk, and hand it in once."""

import re
from functools import partial

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from app.core.errors import BodyTooLargeError, Fault, InvalidRequestError, UnsupportedMediaTypeError, nearest
from app.imports import jobs
from app.imports.desk import Desk
from app.imports.formats import FORMATS, format_of_media_type
from app.imports.once import Receipt, once
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.schemas import ImportParameters
from app.keys.access import Caller
from app.models import ImportJob

ROUTE = "POST /v1/imports"
TOOL_LENGTH = 200
WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])")
MAX_WAIT_SECONDS = 30


async def receive(request: Request, desk: Desk, caller: Caller, parameters: ImportParameters) -> Receipt:
    """Receive a file and hand it in; the same request sent again gives the same job."""
    options = _options(request, parameters, desk.max_bytes)
    submitter = submitter_of(request, caller)
    async with once(request, desk, caller, ROUTE) as handing:
        upload = await _spool(request, desk)
        is_kept = False
        try:
            add = partial(jobs.add_import, submitter=submitter, options=options, upload=upload, runner=desk.runner)
            receipt = await handing.receipt([upload.sha256, vars(options)], add)
            is_kept = not receipt.is_replayed
        finally:
            if not is_kept:
                upload.path.unlink(missing_ok=True)
        return receipt


async def receive_revert(request: Request, desk: Desk, caller: Caller, target: ImportJob, *, dry_run: bool) -> Receipt:
    """Hand in the undoing of a job."""
    submitter = submitter_of(request, caller)
    async with once(request, desk, caller, f"POST /v1/imports/{target.id}/revert") as handing:
        add = partial(jobs.add_revert, submitter=submitter, target=target, dry_run=dry_run, runner=desk.runner)
        return await handing.receipt([dry_run], add)


def submitter_of(request: Request, caller: Caller) -> Submitter:
    """Say who sends a request, with what."""
    tool = request.headers.get("user-agent", "")[:TOOL_LENGTH].replace("\x00", "")
    return Submitter(caller.owner, tool or None, caller.key_prefix)


def seconds_to_wait(request: Request) -> int:
    """Read for how long the client would wait for the end of the job."""
    found = WAIT.search(",".join(request.headers.getlist("prefer")))
    return min(int(found[1]), MAX_WAIT_SECONDS) if found else 0


def _options(request: Request, parameters: ImportParameters, max_bytes: int) -> ImportOptions:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        message = f"Content-Encoding {encoding[:40]!r} is not unpacked here; send gzip or the plain file."
        raise UnsupportedMediaTypeError(message, headers={"Accept-Encoding": "gzip, identity"})
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length) > max_bytes:
        raise BodyTooLargeError(f"At most {max_bytes} bytes are taken; send the file in parts.")
    told = parameters.model_dump() | {"format": _format(request, parameters.format)}
    return ImportOptions(**told)


def _format(request: Request, named: str | None) -> str:
    if named is not None:
        if named not in FORMATS:
            message = f"format has no value {named!r}."
            fault = Fault("unknown-value", message, "format", list(FORMATS), nearest(named, FORMATS))
            raise InvalidRequestError.of([fault])
        return named
    media_type = request.headers.get("content-type", "")
    found = format_of_media_type(media_type)
    if found is None:
        known = ", ".join(FORMATS)
        message = f"Content-Type {media_type[:80]!r} names no format; send format= with one of: {known}."
        raise UnsupportedMediaTypeError(message)
    return found


async def _spool(request: Request, desk: Desk) -> Upload:
    spool = desk.open_spool()
    is_done = False
    try:
        async for chunk in request.stream():
            if chunk:
                await run_in_threadpool(spool.write, chunk)
        upload = await run_in_threadpool(spool.finish)
        is_done = True
    except ClientDisconnect:
        message = "The body broke off before its end; nothing was taken."
        raise InvalidRequestError.of([Fault("broken-body", message)]) from None
    finally:
        if not is_done:
            spool.discard()
    return upload
