"""The command `exokb`: serve, and look after the data. What a command alone needs is imported in it."""

import json
import os
from typing import Annotated

import typer
import uvicorn
from sqlalchemy.exc import OperationalError

from app.cli import seed
from app.cli.base import DatabaseOption, err, open_engine, out, read_settings
from app.cli.exports import export_file
from app.cli.imports import import_file
from app.cli.keys import keys
from app.cli.upkeep import migrate_and_reindex, prepare, reindex_all
from app.core.database import DatabaseUrlError
from app.core.schema import migrate
from app.core.settings import get_settings

app = typer.Typer(
    help="ExoKB, the open knowledge base of exosome therapy.", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(seed.app, name="seed")
app.add_typer(keys, name="keys")
app.command("import")(import_file)
app.command("export")(export_file)


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
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    access_log: Annotated[bool, typer.Option(help="Write a line for each request.")] = False,
    database_url: DatabaseOption = None,
) -> None:
    """Migrate and load the database where needed, then serve the API."""
    settings = read_settings(database_url)
    prepare(settings)
    # Worker processes read the settings from the environment.
    os.environ["EXOKB_DATABASE_URL"] = settings.database_url
    out.print(f"Docs: http://{host}:{port}/docs")
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=access_log,
        server_header=False,
        ws="none",
        # Whoever watches a job is let go then.
        timeout_graceful_shutdown=10,
    )


@app.command("migrate")
def migrate_command(database_url: DatabaseOption = None) -> None:
    """Bring the schema of the database, and what is kept for speed, up to date."""
    with open_engine(read_settings(database_url)) as engine:
        migrate_and_reindex(engine)
    out.print("The schema is up to date.")


@app.command("reindex")
def reindex_command(database_url: DatabaseOption = None) -> None:
    """Make everything that is kept for speed anew from the documents: sets, search texts, finished JSON."""
    with open_engine(read_settings(database_url)) as engine:
        migrate(engine)
        reindex_all(engine)


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from app.main import create_app  # noqa: PLC0415

    document = create_app(get_settings()).openapi()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
