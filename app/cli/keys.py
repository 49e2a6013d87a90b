"""The commands `exokb keys`: make, list and revoke API keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from app.cli.base import DatabaseOption, err, open_engine, out, read_settings
from app.core.errors import NotFoundError
from app.core.operations import changing, open_operations
from app.core.schema import migrate
from app.keys import keyring
from app.vocab import KeyScope

keys = typer.Typer(help="Make, list and revoke the keys that let scripts import.", no_args_is_help=True)


@contextmanager
def _session(database_url: str | None) -> Iterator[Session]:
    with open_engine(read_settings(database_url)) as engine:
        if engine.dialect.name == "postgresql":
            migrate(engine)
        operations = open_operations(engine)
        try:
            with changing(operations) as session:
                yield session
        finally:
            operations.dispose()


@keys.command("create")
def create(
    owner: Annotated[str, typer.Option(help="Person or machine the key is for.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it allows: import, admin. Repeat for several.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="Days until it expires; never unless set.")] = None,
    database_url: DatabaseOption = None,
) -> None:
    """Make a key and print it: it is shown this once."""
    unknown = [name for name in scope or [] if name not in KeyScope.values()]
    if unknown:
        err.print(f"There is no scope {unknown[0]!r}; take one of: {', '.join(KeyScope.values())}.")
        raise typer.Exit(2)
    with _session(database_url) as session:
        key, secret = keyring.create_key(session, owner, [KeyScope(name) for name in scope or ["import"]], days)  # type: ignore[call-arg]
        session.commit()
        err.print(
            f"Key {key.prefix} for {key.owner}, scopes: {', '.join(key.scopes)}. Keep it now; it is not shown again:"
        )
    typer.echo(secret)


@keys.command("list")
def list_all(database_url: DatabaseOption = None) -> None:
    """List all keys, without their secrets."""
    names = ("prefix", "owner", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    table = Table(box=None)
    for name in names:
        table.add_column(name, overflow="fold")
    with _session(database_url) as session:
        for key in keyring.list_keys(session):
            values = (getattr(key, name) for name in names)
            table.add_row(*(", ".join(value) if isinstance(value, list) else value or "-" for value in values))
    out.print(table)


@keys.command("revoke")
def revoke(
    prefix: Annotated[str, typer.Argument(help="The eight characters after `exokb_`.")],
    database_url: DatabaseOption = None,
) -> None:
    """End a key at once."""
    with _session(database_url) as session:
        try:
            key = keyring.revoke_key(session, prefix)
        except NotFoundError as error:
            err.print(error.detail)
            raise typer.Exit(1) from error
        session.commit()
        out.print(f"Key {key.prefix} of {key.owner} is revoked since {key.revoked_at}.")
