"""The migrations make the schema the code expects, and leave nothing behind when undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.schema import CheckConstraint

from app.core.fulltext import is_search_table
from app.core.schema import HEAD, alembic_config, is_migrated, migrate
from app.models import Base
from tests.databases import open_engine, sibling


@pytest.fixture
def empty(database: str, tmp_path: Path) -> Iterator[Engine]:
    url = sibling(database, "exokb_empty") if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'empty'}"
    with open_engine(url) as engine:
        yield engine


def tables(engine: Engine) -> set[str]:
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    return {name for name in names if not is_search_table(name)}


def test_up_down_up(empty: Engine) -> None:
    migrate(empty)
    assert tables(empty) == set(Base.metadata.tables)

    migrate(empty, "base")
    assert tables(empty) == set()

    migrate(empty)
    with empty.begin() as connection:
        assert is_migrated(connection)


def test_the_code_expects_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_nothing_is_left_to_migrate(engine: Engine) -> None:
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Base.metadata.tables.values():
        wanted = {str(item.name) for item in table.constraints if isinstance(item, CheckConstraint)}
        assert wanted == {str(item["name"]) for item in inspector.get_check_constraints(table.name)}
