"""The command `exokb export`: the same files as over HTTP, with a progress bar."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.cli.base import DatabaseOption, err, open_engine, out, read_settings
from app.core.errors import AppError

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def export_file(
    name: Annotated[str, typer.Argument(help="What to export, such as studies.csv or knowledge-base.sqlite.")],
    query: Annotated[str, typer.Option(help="Filters and order as in the API: 'indication=alopecia&sort=-year'.")] = "",
    output: Annotated[Path | None, typer.Option(help="File or folder; a name with the release unless set.")] = None,
    database_url: DatabaseOption = None,
) -> None:
    """Write all that a list selects to a file: complete or not at all."""
    from app.api import RESOURCES  # noqa: PLC0415
    from app.export.command import Wish, export_file  # noqa: PLC0415

    # What is loaded stays; the garbage collector need not walk through it while rows come and go.
    gc.freeze()
    with open_engine(read_settings(database_url)) as engine, Progress(*COLUMNS, console=err) as bar:

        def begin(total: int | None) -> Callable[[int], None]:
            task = bar.add_task(name, total=total)
            return lambda rows: bar.update(task, completed=rows)

        try:
            finished, path = export_file(engine, RESOURCES, Wish(name, query, output), begin)
        except AppError as error:
            for line in [fault.message for fault in error.faults] or [error.detail]:
                err.print(line)
            raise typer.Exit(2) from error
    told = f"{finished.rows} rows, {finished.size} bytes, release {finished.release}, sha-256 {finished.sha256}"
    out.print(f"{path}: {told}")
