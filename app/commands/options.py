"""What all commands share: where they write, and which database they mean."""

from typing import Annotated

import typer
from rich.console import Console

from app.core.settings import Settings, get_settings

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

DatabaseOption = Annotated[
    str | None, typer.Option("--database-url", help="Where the data are kept; EXOKB_DATABASE_URL otherwise.")
]


def settings_for(database_url: str | None) -> Settings:
    """Take the settings of the environment, with another database where one is named."""
    settings = get_settings()
    return settings.model_copy(update={"database_url": database_url}) if database_url else settings
