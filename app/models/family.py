"""Records of one and the same trial, kept so that no count takes them for several."""

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, at_least


class StudyFamily(Base):
    """A record that other records are linked to as registration, preprint or article; loners have no row."""

    __tablename__ = "study_family"
    __table_args__ = (at_least("standing", 1),)
    study_id: Mapped[int] = mapped_column(Integer, ForeignKey("study.id", ondelete="CASCADE"), primary_key=True)
    family: Mapped[int] = mapped_column(Integer, index=True)
    standing: Mapped[int] = mapped_column(Integer)
