"""How Alembic reaches the database: through the connection it is handed, or through the settings."""

from alembic import context
from sqlalchemy import Connection, text

from app.core.database import make_engine
from app.core.fulltext import is_search_table
from app.core.settings import get_settings
from app.models import Base

# Any number that nobody else uses: two processes that start at once migrate one after the other.
MIGRATION_LOCK = 3230


def of_the_models(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the tables of the full-text search to themselves."""
    return not (kind == "table" and is_search_table(name))


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        include_name=of_the_models,
    )
    with context.begin_transaction():
        context.run_migrations()


if given := context.config.attributes.get("connection"):
    run(given)
else:
    with make_engine(get_settings().database_url).begin() as own:
        run(own)
