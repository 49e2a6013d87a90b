"""The release of the data, and accessions that no longer stand for a study."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, DateTime, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class DataRelease(Base):
    """The one current release; its revision grows with every transaction that changed something."""

    __tablename__ = "data_release"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    released_on: Mapped[dt.date] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    # For which fields and forms the kept copies were made; another mark asks for `exokb reindex`.
    kept: Mapped[str] = mapped_column(Text)
    # Fingerprint of the seed files loaded last, so that a start with the same files need not read them.
    seed: Mapped[str] = mapped_column(Text)


class RetiredStudy(Base):
    """An accession that was merged into another or withdrawn."""

    __tablename__ = "retired_study"
    accession: Mapped[str] = mapped_column(Key, primary_key=True)
    merged_into: Mapped[str | None] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(Text)
    retired_on: Mapped[dt.date] = mapped_column(Date)
