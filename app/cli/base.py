"""What all commands share: where the data are, and where to say what."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine

from app.core.database import make_engine
from app.core.settings import Settings, get_settings

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

DatabaseOption = Annotated[
    str | None, typer.Option("--database-url", help="Where the data are kept; EXOKB_DATABASE_URL otherwise.")
]
SeedOption = Annotated[Path | None, typer.Option("--seed-dir", help="Folder of the seed files.")]


def read_settings(database_url: str | None) -> Settings:
    """Read the environment; an address given on the command line goes before it."""
    settings = get_settings()
    return settings.model_copy(update={"database_url": database_url}) if database_url else settings


@contextmanager
def open_engine(settings: Settings) -> Iterator[Engine]:
    """Open the database for one command."""
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
