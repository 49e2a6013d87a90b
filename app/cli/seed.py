"""The commands `exokb seed …`: check, format and load the curated data."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.base import DatabaseOption, SeedOption, err, open_engine, out, read_settings
from app.cli.upkeep import load_knowledge_base, load_seed, migrate_and_reindex
from app.core.settings import get_settings

app = typer.Typer(help="Check, format and load the curated data.", no_args_is_help=True)


@app.command("check")
def check(seed_dir: SeedOption = None) -> None:
    """Report every fault of the seed files as `file:line: record: what is wrong, and what would be right`."""
    from app.curation.reader import read_corpus  # noqa: PLC0415
    from app.curation.rules import check  # noqa: PLC0415

    corpus = read_corpus(seed_dir or get_settings().seed_dir)
    faults = check(corpus)
    for fault in faults:
        err.print(str(fault))
    if faults:
        err.print(f"{len(faults)} faults.")
        raise typer.Exit(1)
    out.print(f"{len(corpus.studies)} studies and their vocabularies are in order.")


@app.command("format")
def format_files(seed_dir: SeedOption = None) -> None:
    """Bring the seed files into canonical form."""
    from app.curation.canonical import format_file  # noqa: PLC0415
    from app.curation.reader import FILES  # noqa: PLC0415

    folder = seed_dir or get_settings().seed_dir
    changed = [name for name, kind in FILES.items() if (folder / name).is_file() and format_file(folder / name, kind)]
    out.print(f"Rewritten: {', '.join(changed)}." if changed else "Nothing to rewrite.")


@app.command("load")
def load(
    database_url: DatabaseOption = None,
    seed_dir: SeedOption = None,
    knowledge_base: Annotated[
        Path | None, typer.Option(help="File that `exokb export knowledge-base.ndjson` wrote, instead of a folder.")
    ] = None,
) -> None:
    """Load the seed files into the database: all of it or, at the first fault, nothing."""
    settings = read_settings(database_url)
    with open_engine(settings) as engine:
        migrate_and_reindex(engine)
        if knowledge_base is None:
            load_seed(engine, seed_dir or settings.seed_dir)
        else:
            load_knowledge_base(engine, knowledge_base)
