"""Show jobs as the API does."""

from itertools import islice
from urllib.parse import urlencode

from fastapi import Request

from app.core.http import base_url
from app.imports import report
from app.imports.schemas import CountsRead, JobEnvelope, JobLinks, JobRead, ProgressRead, ReportLine
from app.models import ImportJob

ADDRESS = "/v1/imports"
# Faults that stand in the job itself.
FAULTS_SHOWN = 20


def show(job: ImportJob) -> JobRead:
    """Show a job."""
    own = {name: getattr(job, name) for name in JobRead.model_fields if name not in ("counts", "progress")}
    return JobRead(**own, counts=CountsRead.model_validate(job), progress=ProgressRead.model_validate(job))


def envelope(request: Request, job: ImportJob) -> JobEnvelope:
    """Show a job with its links."""
    here = address_of(request, job.id)
    links = JobLinks(
        self=here,
        report=f"{here}/report.ndjson",
        report_csv=f"{here}/report.csv",
        events=f"{here}/events",
        reverts=address_of(request, job.reverts) if job.reverts else None,
    )
    found = islice(report.faults(request.app.state.operations(), job.id), FAULTS_SHOWN)
    return JobEnvelope(data=show(job), faults=[ReportLine.model_validate(line) for line in found], links=links)


def address_of(request: Request, job_id: str) -> str:
    """Give the address of a job."""
    return f"{base_url(request)}{ADDRESS}/{job_id}"


def page_address(request: Request, status: list[str], size: int, after: str | None) -> str:
    """Give the address of a page of jobs."""
    parameters = [*(("status", value) for value in status), ("page_size", str(size))]
    parameters += [("cursor", after)] if after else []
    return f"{base_url(request)}{ADDRESS}?{urlencode(parameters)}"
