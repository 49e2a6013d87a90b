"""Addresses of imports."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.core.errors import (
    BodyTooLargeError,
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    TooManyJobsError,
    UnauthorizedError,
    UnsupportedMediaTypeError,
)
from app.core.http import no_parameters, problems
from app.core.operations import changing
from app.core.requests import accepting, given_once
from app.imports import jobs
from app.imports.desk import Desk
from app.imports.once import Receipt
from app.imports.openapi import HEADERS, import_body
from app.imports.receiving import receive, receive_revert, seconds_to_wait
from app.imports.schemas import (
    JOB_ID,
    ImportParameters,
    JobEnvelope,
    JobListEnvelope,
    JobListLinks,
    JobListParameters,
    RevertParameters,
)
from app.imports.showing import address_of, envelope, page_address, show
from app.imports.watching import wait_for_end
from app.keys.access import Caller, OperationsDep, require
from app.models import ImportJob
from app.vocab import KeyScope

CallerDep = Annotated[Caller, Depends(require(KeyScope.IMPORT))]
JobId = Annotated[
    str,
    Path(
        description="Public key of the job.",
        max_length=100,
        pattern=JOB_ID,
        examples=["imp_20261124101500000_9f8e7d6c"],
    ),
]
COMMON = problems(UnauthorizedError, ForbiddenError, InvalidRequestError)
ONE = COMMON | problems(NotFoundError)

router = APIRouter(prefix="/imports", tags=["Imports"], dependencies=[Depends(accepting("application/json"))])


class Call:
    """One request to the imports: who sent it, and the desk that serves it, at work."""

    def __init__(self, request: Request, response: Response, caller: CallerDep) -> None:
        self.request = request
        self.response = response
        self.caller = caller
        self.desk: Desk = request.app.state.imports

    @property
    def owner(self) -> str | None:
        """Whose jobs the caller may see: their own, or with the scope `admin` all."""
        return None if self.caller.is_admin else self.caller.owner

    def find(self, job_id: str) -> ImportJob:
        """Find a job of the caller."""
        self.desk.worker()
        return self.desk.find(job_id, self.owner)

    async def accepted(self, receipt: Receipt) -> JobEnvelope:
        """Answer with a job, at once or when it is over, as the client prefers."""
        job = receipt.job
        if receipt.is_replayed:
            self.response.headers["Idempotency-Replayed"] = "true"
        if seconds := seconds_to_wait(self.request):
            job = await wait_for_end(self.desk, job, seconds)
            self.response.headers["Preference-Applied"] = f"wait={seconds}"
        self.response.headers["Location"] = address_of(self.request, job.id)
        return await run_in_threadpool(envelope, self.request, job)


CallDep = Annotated[Call, Depends()]


@router.post(
    "",
    operation_id="create_import",
    status_code=202,
    dependencies=[Depends(given_once)],
    responses=COMMON | problems(ConflictError, BodyTooLargeError, UnsupportedMediaTypeError, TooManyJobsError),
    openapi_extra=import_body(),
)
async def create_import(call: CallDep, parameters: Annotated[ImportParameters, Query()]) -> JobEnvelope:
    """Import a file. The answer is a job: what came of it is told at the address in `Location`."""
    return await call.accepted(await receive(call.request, call.desk, call.caller, parameters))


@router.get("", operation_id="list_imports", responses=COMMON)
def list_imports(
    call: CallDep, session: OperationsDep, parameters: Annotated[JobListParameters, Query()]
) -> JobListEnvelope:
    """List imports, the newest first: your own, or with the scope `admin` those of all."""
    size = parameters.page_size
    found = jobs.list_jobs(session, call.owner, parameters.status, parameters.cursor, size + 1)
    shown = [show(job) for job in found[:size]]
    status = [each.value for each in parameters.status]
    links = JobListLinks(
        self=page_address(call.request, status, size, parameters.cursor),
        next=page_address(call.request, status, size, shown[-1].id) if len(found) > size else None,
    )
    return JobListEnvelope(data=shown, links=links)


@router.get("/{job_id}", operation_id="get_import", dependencies=[Depends(no_parameters)], responses=ONE)
def get_import(call: CallDep, job_id: JobId) -> JobEnvelope:
    """Give one import: how far it is, and what came of it."""
    return envelope(call.request, call.find(job_id))


@router.post(
    "/{job_id}/cancel",
    operation_id="cancel_import",
    status_code=202,
    dependencies=[Depends(no_parameters)],
    responses=ONE | problems(ConflictError),
)
def cancel_import(call: CallDep, job_id: JobId) -> JobEnvelope:
    """End an import that is not over. Nothing of it is kept."""
    with changing(call.desk.operations()) as session:
        jobs.cancel(session, jobs.get_job(session, job_id, call.owner))
        session.commit()
    return envelope(call.request, call.find(job_id))


@router.post(
    "/{job_id}/revert",
    operation_id="revert_import",
    status_code=202,
    dependencies=[Depends(given_once)],
    responses=ONE | problems(ConflictError, TooManyJobsError),
    openapi_extra={"parameters": HEADERS},
)
async def revert_import(call: CallDep, job_id: JobId, parameters: Annotated[RevertParameters, Query()]) -> JobEnvelope:
    """Undo an import, as a job of its own: studies that were changed since are left as they are and reported."""
    target = await run_in_threadpool(call.find, job_id)
    revert = receive_revert(call.request, call.desk, call.caller, target, dry_run=parameters.dry_run)
    return await call.accepted(await revert)
