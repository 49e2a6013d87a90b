"""What is kept for speed: copies and sums that the writing transaction makes and `exokb reindex` makes anew."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class StudySet(Base):
    """The studies with a value of a field, as a roaring bitmap of their numbers."""

    __tablename__ = "study_set"
    field: Mapped[str] = mapped_column(Key, primary_key=True)
    # The value as JSON, so that null, 24 and "24" are three values.
    value: Mapped[str] = mapped_column(Key, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    members: Mapped[bytes] = mapped_column(LargeBinary)


class StudyRepresentation(Base):
    """A study as JSON, finished: what lists and the detail hand out."""

    __tablename__ = "study_representation"
    study_id: Mapped[int] = mapped_column(Integer, ForeignKey("study.id", ondelete="CASCADE"), primary_key=True)
    summary: Mapped[bytes] = mapped_column(LargeBinary)
    full: Mapped[bytes] = mapped_column(LargeBinary)


class StandingSum(Base):
    """The figures of one group of a standing grouping of adverse events; those of retracted studies stand apart."""

    __tablename__ = "standing_sum"
    # Fields with commas between them; nothing for all rows together.
    grouping: Mapped[str] = mapped_column(Key, primary_key=True)
    retracted: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    # The values as a JSON array.
    value: Mapped[str] = mapped_column(Key, primary_key=True)
    studies: Mapped[int] = mapped_column(BigInteger)
    participants: Mapped[int] = mapped_column(BigInteger)
    studies_with_participants: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(BigInteger)
    events: Mapped[int] = mapped_column(BigInteger)
    at_risk: Mapped[int] = mapped_column(BigInteger)
    rows_with_both: Mapped[int] = mapped_column(BigInteger)


class StudyChange(Base):
    """Which studies one of the last revisions wrote or removed, so that readers renew only these."""

    __tablename__ = "study_change"
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    # Chance, so that another history under the same number is another one.
    mark: Mapped[str] = mapped_column(Text)
    # A roaring bitmap of their numbers; null where any study may have changed.
    members: Mapped[bytes | None] = mapped_column(LargeBinary)
