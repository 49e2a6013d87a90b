"""The lists of a study: levels, topics, indications, reporting parts and relations."""

from sqlalchemy import Boolean, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, closed
from app.models.vocabulary import Indication
from app.vocab import Level, RelationType, ReportingPart, Topic


def study_key() -> Mapped[int]:
    """Point to the study that a row belongs to."""
    return mapped_column(Integer, ForeignKey("study.id", ondelete="CASCADE"), primary_key=True)


class StudyLevel(Base):
    """A level at which a study made observations."""

    __tablename__ = "study_level"
    study_id: Mapped[int] = study_key()
    level: Mapped[Level] = mapped_column(closed(Level), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class StudyTopic(Base):
    """A topic of a study."""

    __tablename__ = "study_topic"
    study_id: Mapped[int] = study_key()
    topic: Mapped[Topic] = mapped_column(closed(Topic), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class StudyIndication(Base):
    """An indication of a study."""

    __tablename__ = "study_indication"
    study_id: Mapped[int] = study_key()
    indication: Mapped[str] = mapped_column(Key, ForeignKey("indication.slug"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer)
    entry: Mapped[Indication] = relationship(lazy="raise", viewonly=True)


class StudyReporting(Base):
    """Whether a study reports a part that applies to it; parts that do not apply have no row."""

    __tablename__ = "study_reporting"
    study_id: Mapped[int] = study_key()
    part: Mapped[ReportingPart] = mapped_column(closed(ReportingPart), primary_key=True)
    reported: Mapped[bool] = mapped_column(Boolean)


class StudyRelation(Base):
    """A link to another record, which need not be in this database."""

    __tablename__ = "study_relation"
    study_id: Mapped[int] = study_key()
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[RelationType] = mapped_column(closed(RelationType))
    accession: Mapped[str] = mapped_column(Key, index=True)
