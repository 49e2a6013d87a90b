"""The command `exokb import`: the same import as over HTTP, with a progress bar."""

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import __version__
from app.cli.base import DatabaseOption, err, open_engine, out, read_settings
from app.core.errors import AppError
from app.core.operations import changing, open_operations
from app.core.schema import migrate
from app.imports import jobs, report
from app.imports.formats import FORMATS, format_of_file
from app.imports.joblog import JobLog
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.pulse import Pulse
from app.imports.runner import make_runner
from app.imports.spool import Spool
from app.imports.worker import run_job
from app.interchange.limits import Limits
from app.models import ImportJob
from app.vocab import ImportMode, JobStatus, OnError

CHUNK = 1024 * 1024
SHOWN = 50
ADVICE = "The report has all of them: --report FILE.csv or FILE.ndjson."


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="File to import, plain or gzip.")],
    form: Annotated[str | None, typer.Option("--format", help="Format; told by the ending unless set.")] = None,
    mode: Annotated[ImportMode, typer.Option(help="What may happen to old and to new studies.")] = ImportMode.CREATE,
    on_error: Annotated[OnError, typer.Option(help="What a faulty record does to the others.")] = OnError.ABORT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything and keep nothing.")] = False,
    licence: Annotated[str | None, typer.Option(help="Licence of the data, for the record.")] = None,
    machine_assisted: Annotated[bool | None, typer.Option(help="Whether a machine helped, for the record.")] = None,
    report_file: Annotated[Path | None, typer.Option("--report", help="Write the report: .csv or .ndjson.")] = None,
    database_url: DatabaseOption = None,
) -> None:
    """Import studies: all of them, or with --on-error skip all that are in order."""
    named = form or format_of_file(file.name)
    if named not in FORMATS:
        err.print(f"The format of {file.name} is not known; set --format to one of: {', '.join(FORMATS)}.")
        raise typer.Exit(2)
    settings = read_settings(database_url)
    options = ImportOptions(named, mode, on_error, dry_run, licence, machine_assisted, file.name)
    with open_engine(settings) as engine:
        migrate(engine)
        operations = open_operations(engine)
        try:
            job = _run(engine, operations, options, _read(file, Spool(settings.spool_dir, settings.import_max_bytes)))
            _write_report(operations, job, report_file)
            _tell(operations, job)
        except AppError as error:
            err.print(error.detail)
            raise typer.Exit(1) from error
        finally:
            operations.dispose()
    if job.status != JobStatus.SUCCEEDED:
        raise typer.Exit(1)


def _write_report(operations: Engine, job: ImportJob, file: Path | None) -> None:
    if file is not None:
        write = report.as_csv if file.suffix == ".csv" else report.as_ndjson
        file.write_bytes(b"".join(write(operations, job.id)))


def _read(file: Path, spool: Spool) -> Upload:
    is_done = False
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                spool.write(chunk)
        upload = spool.finish()
        is_done = True
    finally:
        if not is_done:
            spool.discard()
    return upload


def _run(engine: Engine, operations: Engine, options: ImportOptions, upload: Upload) -> ImportJob:
    runner = make_runner()
    submitter = Submitter(f"{getpass.getuser()} (command line)", f"exokb import {__version__}")
    with changing(operations) as session:
        job = jobs.add_import(session, submitter, options, upload, runner)
        jobs.start(session, job)
        session.commit()
    size = upload.path.stat().st_size
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Pulse(operations, runner), Progress(*columns, console=err) as progress:
        task = progress.add_task("0 records", total=size)

        def show(book: JobLog) -> None:
            progress.update(task, completed=book.read_bytes, description=f"{book.counts.records} records")

        try:
            run_job(engine, JobLog(operations, job.id, show), job, Limits())
        except KeyboardInterrupt:
            message = "Interrupted; nothing was written."
            jobs.fail(operations, job.id, "cancelled", message, JobStatus.CANCELLED)
    with Session(operations, expire_on_commit=False) as session:
        return jobs.get_job(session, job.id, None)


def _tell(operations: Engine, job: ImportJob) -> None:
    for number, line in enumerate(report.lines(operations, job.id)):
        if line["kind"] not in ("error", "warning") or number == SHOWN:
            break
        err.print(f"{job.file_name}: record {line['record']} ({line['place']}): {line['kind']}: {line['message']}")
    if job.errors + job.warnings > SHOWN:
        err.print(f"… and {job.errors + job.warnings - SHOWN} more. {ADVICE}")
    if job.failure:
        err.print(job.failure)
    would = "Dry run, nothing was kept: " if job.dry_run else ""
    out.print(
        f"{would}{job.records} records: {job.created} created, {job.updated} updated, {job.unchanged} unchanged, "
        f"{job.skipped} skipped, {job.failed} failed; {job.warnings} warnings. {job.id} {job.status}."
    )
