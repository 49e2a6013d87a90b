"""What is kept for speed: copies and sums that the writing transaction makes and `exokb reindex` makes anew."""

from sqlalchemy import ForeignKey, Integer, LargeBinary
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
