"""A study: its own columns; lists and children have tables of their own."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Float, Index, Integer, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.arm import StudyArm
from app.models.base import Base, Key, at_least, closed, folded, title_digest
from app.models.study_lists import StudyIndication, StudyLevel, StudyTopic
from app.vocab import (
    Blinding,
    Design,
    Method,
    Phase,
    PublicationType,
    RegistryStatus,
    RetractionStatus,
    ReviewStatus,
    SafetyAssessment,
    SafetyScope,
    Seen,
    TitleStatus,
)

COUNTED = (
    "evidence_level", "design", "year", "country", "publication_type", "n_participants", "follow_up_weeks",
    "completeness_score", "safety_assessment", "safety_scope",
)  # fmt: skip


def _title_digest(context: DefaultExecutionContext) -> str:
    row: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return title_digest(row["title"], row.get("year"))


class Study(Base):
    """One study; `id` is the number inside its accession."""

    __tablename__ = "study"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1900 AND 2100", name="year_range"),
        CheckConstraint("evidence_level BETWEEN 1 AND 5", name="evidence_level_range"),
        CheckConstraint("completeness_score BETWEEN 0 AND 1", name="completeness_score_range"),
        at_least("n_participants", 0),
        at_least("follow_up_weeks", 0),
        # Lists of findings by what their studies are, on PostgreSQL, and `exokb reindex` need not read whole rows.
        Index("ix_study_counted", *COUNTED),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    accession: Mapped[str] = mapped_column(Key, unique=True)
    doi: Mapped[str | None] = mapped_column(Key, unique=True)
    pmid: Mapped[str | None] = mapped_column(Key, unique=True)
    pmcid: Mapped[str | None] = mapped_column(Key, unique=True)
    nct: Mapped[str | None] = mapped_column(Key, unique=True)
    registry_id: Mapped[str | None] = mapped_column(Key, unique=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = folded("title")
    title_digest: Mapped[str | None] = mapped_column(Key, default=_title_digest, index=True)
    title_status: Mapped[TitleStatus] = mapped_column(closed(TitleStatus))
    year: Mapped[int | None] = mapped_column(Integer, index=True)
    journal: Mapped[str | None] = mapped_column(Text)
    journal_key: Mapped[str] = folded("journal")
    authors: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    authors_key: Mapped[str] = folded("authors")
    country: Mapped[str | None] = mapped_column(Key, index=True)
    publication_type: Mapped[PublicationType] = mapped_column(closed(PublicationType), index=True)
    design: Mapped[Design | None] = mapped_column(closed(Design), index=True)
    animal_model: Mapped[str | None] = mapped_column(Text)
    animal_model_key: Mapped[str] = folded("animal_model")
    blinding: Mapped[Blinding | None] = mapped_column(closed(Blinding))
    split_body: Mapped[bool | None] = mapped_column(Boolean)
    registry_status: Mapped[RegistryStatus | None] = mapped_column(closed(RegistryStatus))
    phase: Mapped[Phase | None] = mapped_column(closed(Phase))
    n_participants: Mapped[int | None] = mapped_column(Integer)
    follow_up_weeks: Mapped[float | None] = mapped_column(Float)
    summary: Mapped[str] = mapped_column(Text)
    summary_key: Mapped[str] = folded("summary")
    safety_assessment: Mapped[SafetyAssessment] = mapped_column(closed(SafetyAssessment), index=True)
    safety_scope: Mapped[SafetyScope | None] = mapped_column(closed(SafetyScope))
    safety_serious: Mapped[bool | None] = mapped_column(Boolean)
    safety_note: Mapped[str | None] = mapped_column(Text)
    seen: Mapped[Seen] = mapped_column(closed(Seen))
    source_urls: Mapped[list[str]] = mapped_column(JSON)
    retrieved: Mapped[dt.date] = mapped_column(Date)
    method: Mapped[Method] = mapped_column(closed(Method))
    review_status: Mapped[ReviewStatus] = mapped_column(closed(ReviewStatus))
    provenance_note: Mapped[str | None] = mapped_column(Text)
    retraction_status: Mapped[RetractionStatus | None] = mapped_column(closed(RetractionStatus), index=True)
    retraction_date: Mapped[dt.date | None] = mapped_column(Date)
    retraction_url: Mapped[str | None] = mapped_column(Text)
    evidence_level: Mapped[int | None] = mapped_column(Integer, index=True)
    completeness_score: Mapped[float | None] = mapped_column(Float)
    document: Mapped[str] = mapped_column(Text, deferred=True)
    # Whether it came from the seed files, whose next load may take it away again.
    seeded: Mapped[bool] = mapped_column(Boolean)

    levels: Mapped[list[StudyLevel]] = relationship(lazy="raise", order_by=StudyLevel.position, viewonly=True)
    topics: Mapped[list[StudyTopic]] = relationship(lazy="raise", order_by=StudyTopic.position, viewonly=True)
    indications: Mapped[list[StudyIndication]] = relationship(
        lazy="raise", order_by=StudyIndication.position, viewonly=True
    )
    arms: Mapped[list[StudyArm]] = relationship(lazy="raise", order_by=StudyArm.position, viewonly=True)
