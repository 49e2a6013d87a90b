"""Addresses of what is told of a job in other forms than JSON documents."""

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from app.core.errors import NotAcceptableError, UnavailableError
from app.core.http import no_parameters, problems
from app.core.requests import accepting
from app.imports import report
from app.imports.router import ONE, CallDep, JobId
from app.imports.watching import events

router = APIRouter(
    prefix="/v1/imports",
    tags=["Imports"],
    dependencies=[Depends(no_parameters)],
    responses=ONE | problems(NotAcceptableError, UnavailableError),
)


class NdjsonResponse(StreamingResponse):
    """JSON Lines."""

    media_type = "application/x-ndjson"


class CsvResponse(StreamingResponse):
    """A table."""

    media_type = "text/csv; charset=utf-8"


class EventsResponse(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


@router.get(
    "/{job_id}/report.ndjson",
    operation_id="get_import_report",
    response_class=NdjsonResponse,
    dependencies=[Depends(accepting("application/x-ndjson"))],
)
def get_report(call: CallDep, job_id: JobId) -> NdjsonResponse:
    """Give all faults, warnings and changes of an import, one JSON object on each line."""
    job = call.find(job_id)
    return NdjsonResponse(report.as_ndjson(call.desk.operations(), job.id))


@router.get(
    "/{job_id}/report.csv",
    operation_id="get_import_report_csv",
    response_class=CsvResponse,
    dependencies=[Depends(accepting("text/csv"))],
)
def get_report_csv(call: CallDep, job_id: JobId) -> CsvResponse:
    """Give all faults, warnings and changes of an import as a table."""
    job = call.find(job_id)
    headers = {"Content-Disposition": f'attachment; filename="{job.id}.csv"'}
    return CsvResponse(report.as_csv(call.desk.operations(), job.id), headers=headers)


@router.get(
    "/{job_id}/events",
    operation_id="watch_import",
    response_class=EventsResponse,
    dependencies=[Depends(accepting("text/event-stream"))],
)
def watch(call: CallDep, job_id: JobId) -> EventsResponse:
    """Tell the progress of an import as server-sent events: `progress`, and `finished` at the end."""
    job = call.find(job_id)
    return EventsResponse(events(call.request, call.desk, job), headers={"Cache-Control": "no-store"})
