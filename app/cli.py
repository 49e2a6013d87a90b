"""The command `exokb`: serve, and look after the data."""

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.database import DatabaseUrlError, make_engine, migrate
from app.core.errors import AppError
from app.core.settings import Settings, get_settings
from app.curation.canonical import format_file
from app.curation.knowledge_base import read_knowledge_base
from app.curation.loader import FaultyDataError, load
from app.curation.reader import FILES, read_corpus
from app.curation.rules import check

app = typer.Typer(
    help="ExoKB, the open knowledge base of exosome therapy.", no_args_is_help=True, pretty_exceptions_enable=False
)
seed = typer.Typer(help="Check, format and load the curated data.", no_args_is_help=True)
app.add_typer(seed, name="seed")
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
DatabaseOption = Annotated[
    str | None, typer.Option("--database-url", help="Where the data are kept; EXOKB_DATABASE_URL otherwise.")
]
SeedOption = Annotated[Path | None, typer.Option("--seed-dir", help="Folder of the seed files.")]


def main() -> None:
    """Run the command; what the database says becomes one line, not a traceback."""
    try:
        app()
    except DatabaseUrlError as error:
        err.print(str(error))
        raise SystemExit(2) from None
    except AppError as error:
        for line in [fault.message for fault in error.faults] or [error.detail]:
            err.print(line)
        raise SystemExit(2) from None
    except OperationalError as error:
        err.print(f"The database cannot be reached: {str(error.orig).splitlines()[0]}")
        raise SystemExit(1) from None


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    database_url: DatabaseOption = None,
) -> None:
    """Migrate and load the database where needed, then serve the API."""
    from app.main import create_app  # noqa: PLC0415 - the other commands start faster without it

    settings = _settings(database_url)
    engine = make_engine(settings.database_url)
    migrate(engine)
    _load(engine, settings.seed_dir)
    out.print(f"Docs: http://{host}:{port}/docs")
    api = create_app(settings, engine)
    # What is there now stays; the garbage collector need not walk through it during large exports.
    gc.freeze()
    uvicorn.run(api, host=host, port=port, server_header=False)


@app.command("migrate")
def migrate_command(database_url: DatabaseOption = None) -> None:
    """Bring the schema of the database up to date."""
    migrate(make_engine(_settings(database_url).database_url))
    out.print("The schema is up to date.")


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from app.main import create_app  # noqa: PLC0415

    document = create_app(get_settings()).openapi()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


@seed.command("check")
def seed_check(seed_dir: SeedOption = None) -> None:
    """Report every fault of the seed files as `file:line: record: what is wrong, and what would be right`."""
    corpus = read_corpus(seed_dir or get_settings().seed_dir)
    faults = check(corpus)
    for fault in faults:
        err.print(str(fault))
    if faults:
        err.print(f"{len(faults)} faults.")
        raise typer.Exit(1)
    out.print(f"{len(corpus.studies)} studies and their vocabularies are in order.")


@seed.command("format")
def seed_format(seed_dir: SeedOption = None) -> None:
    """Bring the seed files into canonical form."""
    folder = seed_dir or get_settings().seed_dir
    changed = [name for name, kind in FILES.items() if (folder / name).is_file() and format_file(folder / name, kind)]
    out.print(f"Rewritten: {', '.join(changed)}." if changed else "Nothing to rewrite.")


@seed.command("load")
def seed_load(
    database_url: DatabaseOption = None,
    seed_dir: SeedOption = None,
    knowledge_base: Annotated[
        Path | None, typer.Option(help="File that `exokb export knowledge-base.ndjson` wrote, instead of a folder.")
    ] = None,
) -> None:
    """Load the seed files into the database: all of it or, at the first fault, nothing."""
    settings = _settings(database_url)
    engine = make_engine(settings.database_url)
    migrate(engine)
    _load(engine, knowledge_base or seed_dir or settings.seed_dir)


@app.command("export")
def export_command(
    name: Annotated[str, typer.Argument(help="What to export, such as studies.csv or knowledge-base.sqlite.")],
    query: Annotated[str, typer.Option(help="Filters and order as in the API: 'indication=alopecia&sort=-year'.")] = "",
    output: Annotated[Path | None, typer.Option(help="File or folder to write; named after the release otherwise.")] = None,
    database_url: DatabaseOption = None,
) -> None:
    """Write all that a list selects to a file: complete or not at all."""
    from app.api import RESOURCES  # noqa: PLC0415
    from app.export.command import export_file  # noqa: PLC0415

    gc.freeze()
    with Progress(*COLUMNS, console=Console(stderr=True)) as bar:

        def begin(total: int | None) -> Callable[[int], None]:
            task = bar.add_task(name, total=total)
            return lambda rows: bar.update(task, completed=rows)

        engine = make_engine(_settings(database_url).database_url)
        finished, path = export_file(engine, RESOURCES, name, query, output, begin)
    out.print(f"{path}: {finished.rows} rows, {finished.size} bytes, release {finished.release}, sha-256 {finished.sha256}")


def _settings(database_url: str | None) -> Settings:
    settings = get_settings()
    return settings.model_copy(update={"database_url": database_url}) if database_url else settings


def _load(engine: Engine, folder: Path) -> None:
    begin = time.perf_counter()
    corpus = read_knowledge_base(folder) if folder.is_file() else read_corpus(folder)
    try:
        with Session(engine) as session:
            report = load(session, corpus)
            session.commit()
    except FaultyDataError as error:
        for fault in error.faults:
            err.print(str(fault))
        err.print(f"{error}.")
        raise typer.Exit(1) from error
    out.print(f"{report} ({time.perf_counter() - begin:.1f} s)")
