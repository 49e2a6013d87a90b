"""What all tables share: constraint names by convention, closed lists by value, texts in code point order."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, Enum, MetaData, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.text import fold
from app.vocab import ClosedList

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Both databases compare and sort keys by code point.
Key = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The tables of ExoKB."""

    metadata = MetaData(naming_convention=NAMES)


def closed(kind: type[ClosedList]) -> Enum:
    """Store a closed list by value, checked by the database."""
    snake = "".join(f"_{char.lower()}" if char.isupper() else char for char in kind.__name__).lstrip("_")
    return Enum(
        kind,
        name=snake,
        native_enum=False,
        create_constraint=True,
        length=80,
        values_callable=lambda members: [member.value for member in members],
    )


def folded(*names: str) -> Mapped[str]:
    """Keep a folded copy of text columns, made by `fold_columns` on each insert."""

    def make(context: DefaultExecutionContext) -> str:
        return fold_columns(names, context.get_current_parameters())  # type: ignore[no-untyped-call]

    default: Callable[[Any], str] = make
    return mapped_column(Key, default=default, info={"folds": names})


def fold_columns(names: tuple[str, ...], row: dict[str, Any]) -> str:
    """Fold several texts or lists of texts of a row, one on each line."""
    return "\n".join(fold(part) for name in names for part in _parts(row.get(name)))


@lru_cache(maxsize=4096)
def title_digest(title: str, year: int | None) -> str:
    """Name a title and year in few characters, without regard to case, accents and spacing."""
    return hashlib.blake2b(f"{year}\n{fold(' '.join(title.split()))}".encode(), digest_size=8).hexdigest()


def _parts(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def at_least(name: str, minimum: int) -> CheckConstraint:
    """Refuse smaller numbers; null passes."""
    return CheckConstraint(f"{name} >= {minimum}", name=f"{name}_minimum")
