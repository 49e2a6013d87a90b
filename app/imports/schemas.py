"""Jobs and their reports as the API shows them, and the parameters it takes."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.schemas import ReadModel
from app.vocab import ChangeAction, Gravity, ImportMode, JobKind, JobStatus, OnError

JOB_ID = "^imp_[0-9a-f_]+$"
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class ImportParameters(BaseModel):
    """How a file is to be imported."""

    model_config = ConfigDict(extra="forbid")

    format: Text | None = Field(
        None, description="Format of the body; told by `Content-Type` where left out.", examples=["ndjson"]
    )
    mode: ImportMode = Field(
        ImportMode.CREATE,
        description="What may happen to studies that are there, and to new ones.",
        examples=["upsert"],
    )
    on_error: OnError = Field(OnError.ABORT, description="What a faulty record does to the others.", examples=["abort"])
    dry_run: bool = Field(default=False, description="Do everything and keep nothing.", examples=[True])
    file_name: Text | None = Field(None, description="Name of the file, for the record.", examples=["studies.ndjson"])
    licence: Text | None = Field(None, description="Licence of the data, for the record.", examples=["CC0-1.0"])
    machine_assisted: bool | None = Field(
        None, description="Whether a machine helped to make the data, for the record.", examples=[False]
    )


class RevertParameters(BaseModel):
    """How a job is to be undone."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(default=False, description="Do everything and keep nothing.", examples=[True])


class JobListParameters(BaseModel):
    """Which jobs to list."""

    model_config = ConfigDict(extra="forbid")

    status: list[JobStatus] = Field([], description="Any of these.", examples=[["failed"]], max_length=5)
    page_size: int = Field(25, ge=1, le=200, description="Jobs on a page, at most 200.", examples=[25])
    cursor: str | None = Field(
        None, pattern=JOB_ID, max_length=100, description="Continue where a page ended, as `links.next` says."
    )


class CountsRead(ReadModel):
    """How many records came to what."""

    records: int = Field(description="Records read so far.", examples=[1000])
    created: int = Field(description="Studies that were not there before.")
    updated: int = Field(description="Studies whose document was replaced.")
    removed: int = Field(description="Studies taken away, by a revert.")
    unchanged: int = Field(description="Records that say what is there already.")
    skipped: int = Field(description="Suggestions of studies that are there already.")
    failed: int = Field(description="Records that cannot be taken.")
    errors: int = Field(description="Faults found in them, all of them.")
    warnings: int = Field(description="Warnings, all of them.")


class ProgressRead(ReadModel):
    """How far a job is."""

    read_bytes: int = Field(description="Bytes of the unpacked file that were dealt with.")
    size_bytes: int | None = Field(description="Bytes received, as they were sent; null for a revert.")
    heartbeat_at: str = Field(description="When the job or its process last gave a sign of life.")


class JobRead(ReadModel):
    """An import, or the undoing of one."""

    id: str = Field(description="Public key of the job.", examples=["imp_20261124101500000_9f8e7d6c"])
    kind: JobKind = Field(description="What the job does.")
    status: JobStatus = Field(description="How far it is; succeeded, failed and cancelled are final.")
    owner: str = Field(description="Who sent it.")
    tool: str | None = Field(description="What it was sent with.")
    format: str | None = Field(description="Format of the file.")
    mode: ImportMode | None = Field(description="What may happen to studies that are there, and to new ones.")
    on_error: OnError = Field(description="What a faulty record does to the others.")
    dry_run: bool = Field(description="Whether nothing was to be kept.")
    file_name: str | None = Field(description="Name of the file, as told.")
    sha256: str | None = Field(description="SHA-256 of the file as it was sent.")
    licence: str | None = Field(description="Licence of the data, as told.")
    machine_assisted: bool | None = Field(description="Whether a machine helped to make the data, as told.")
    reverts: str | None = Field(description="The job that this one undoes.")
    created_at: str = Field(description="When it was accepted.")
    started_at: str | None = Field(description="When it began.")
    finished_at: str | None = Field(description="When it ended.")
    failure_code: str | None = Field(description="Why it failed; never changes.", examples=["faulty-records"])
    failure: str | None = Field(description="Why it failed, in words.")
    counts: CountsRead = Field(description="How many records came to what; of a failed job, what would have been.")
    progress: ProgressRead = Field(description="How far it is.")


class JobLinks(ReadModel):
    """Where to go from a job."""

    self: str = Field(description="This job.")
    report: str = Field(description="All faults, warnings and changes, one on each line.")
    report_csv: str = Field(description="The same as a table.")
    events: str = Field(description="Its progress as server-sent events.")
    reverts: str | None = Field(description="The job that this one undoes.")


class ReportLine(ReadModel):
    """One line of a report: a fault, a warning, or what happened to a study."""

    kind: Gravity | ChangeAction = Field(description="error, warning, created, updated or removed.")
    record: int = Field(description="Number of the record in the file, from 1.")
    place: str = Field(description="Where it stands: line, sheet and cell.", examples=["line 12"])
    accession: str | None = Field(description="The study, for what happened to one.")
    pointer: str | None = Field(description="JSON pointer into the record.", examples=["/arms/0/source"])
    code: str | None = Field(description="Kind of fault; never changes.", examples=["slug-exists"])
    message: str | None = Field(description="What is wrong and what would be right.")
    value: Any = Field(description="The offending value.")
    allowed: list[str] | None = Field(description="What would be right.")
    fields: list[str] | None = Field(description="JSON pointers to what an update changed.")


class JobEnvelope(ReadModel):
    """One job."""

    data: JobRead
    faults: list[ReportLine] = Field(description="The first 20 faults and warnings; the report has the others.")
    links: JobLinks


class JobListLinks(ReadModel):
    """Where to go from a list of jobs."""

    self: str = Field(description="This page.")
    next: str | None = Field(description="The next page; null on the last.")


class JobListEnvelope(ReadModel):
    """Jobs, the newest first."""

    data: list[JobRead] = Field(description="The jobs of this page.")
    links: JobListLinks
