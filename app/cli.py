"""The command `exokb`: serve, and look after the data."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.commands.imports import import_file
from app.commands.keys import keys
from app.commands.options import DatabaseOption, err, out, settings_for
from app.core.database import DatabaseUrlError, make_engine, migrate
from app.core.settings import get_settings
from app.curation.canonical import format_file
from app.curation.loader import FaultyDataError, load
from app.curation.reader import FILES, read_corpus
from app.curation.rules import check

app = typer.Typer(
    help="ExoKB, the open knowledge base of exosome therapy.", no_args_is_help=True, pretty_exceptions_enable=False
)
seed = typer.Typer(help="Check, format and load the curated data.", no_args_is_help=True)
app.add_typer(seed, name="seed")
app.add_typer(keys, name="keys")
app.command("import")(import_file)
SeedOption = Annotated[Path | None, typer.Option("--seed-dir", help="Folder of the seed files.")]


def main() -> None:
    """Run the command; what the database says becomes one line, not a traceback."""
    try:
        app()
    except DatabaseUrlError as error:
        err.print(str(error))
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

    settings = settings_for(database_url)
    engine = make_engine(settings.database_url)
    migrate(engine)
    _load(engine, settings.seed_dir)
    out.print(f"Docs: http://{host}:{port}/docs")
    made = create_app(settings, engine)
    made.state.imports.worker()
    uvicorn.run(made, host=host, port=port, server_header=False, timeout_graceful_shutdown=10)


@app.command("migrate")
def migrate_command(database_url: DatabaseOption = None) -> None:
    """Bring the schema of the database up to date."""
    migrate(make_engine(settings_for(database_url).database_url))
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
def seed_load(database_url: DatabaseOption = None, seed_dir: SeedOption = None) -> None:
    """Load the seed files into the database: all of it or, at the first fault, nothing."""
    settings = settings_for(database_url)
    engine = make_engine(settings.database_url)
    migrate(engine)
    _load(engine, seed_dir or settings.seed_dir)


def _load(engine: Engine, folder: Path) -> None:
    begin = time.perf_counter()
    corpus = read_corpus(folder)
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
