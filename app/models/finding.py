"""What was found in an arm: outcomes, adverse events, mechanisms."""

from sqlalchemy import Boolean, CheckConstraint, Float, ForeignKey, ForeignKeyConstraint, Index, Integer, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.models.arm import StudyArm
from app.models.base import Base, Key, at_least, closed, folded
from app.models.study import Study
from app.models.vocabulary import AdverseEventTerm, Pathway
from app.vocab import Direction, Effect, EventOutcome, Relatedness, Severity


def _arm_reference() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["study_id", "arm"], ["study_arm.study_id", "study_arm.key"], ondelete="CASCADE")


class Finding:
    """A row that belongs to one arm of one study and says where it was read."""

    study_id: Mapped[int] = mapped_column(Integer, ForeignKey("study.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    arm: Mapped[str] = mapped_column(Key)
    locator: Mapped[str] = mapped_column(Text)

    @declared_attr
    def study(cls) -> Mapped[Study]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The study of the row."""
        return relationship(lazy="raise", viewonly=True)

    @declared_attr
    def arm_entry(cls) -> Mapped[StudyArm]:  # noqa: N805
        """The arm of the row."""
        return relationship(lazy="raise", viewonly=True)


class Outcome(Finding, Base):
    """One result of one arm."""

    __tablename__ = "outcome"
    __table_args__ = (_arm_reference(), at_least("timepoint_weeks", 0))
    measure: Mapped[str] = mapped_column(Text)
    measure_key: Mapped[str] = folded("measure")
    direction: Mapped[Direction] = mapped_column(closed(Direction), index=True)
    compared_with: Mapped[str | None] = mapped_column(Key)
    timepoint_weeks: Mapped[float | None] = mapped_column(Float)
    baseline: Mapped[float | None] = mapped_column(Float)
    value: Mapped[float | None] = mapped_column(Float)
    change: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str | None] = mapped_column(Text)
    unit_key: Mapped[str] = folded("unit")
    p_value: Mapped[str | None] = mapped_column(Text)


class AdverseEvent(Finding, Base):
    """One kind of adverse event in one arm."""

    __tablename__ = "adverse_event"
    __table_args__ = (
        _arm_reference(),
        at_least("n_affected", 0),
        at_least("n_at_risk", 0),
        CheckConstraint("n_affected <= n_at_risk", name="n_affected_at_risk"),
        CheckConstraint("percent_affected BETWEEN 0 AND 100", name="percent_affected_range"),
        # Each holds all that incidence is counted from, so that the rows themselves are not read: for the rows of a
        # few studies, and for those of most.
        Index(None, "study_id", "term", "arm_source", "n_affected", "n_at_risk"),
        Index(None, "term", "arm_source", "study_id", "n_affected", "n_at_risk"),
    )
    # Copied from the arm when the row is written.
    arm_source: Mapped[str | None] = mapped_column(Key, ForeignKey("exosome_source.slug"))
    term: Mapped[str] = mapped_column(Key, ForeignKey("adverse_event_term.slug"))
    reported_as: Mapped[str] = mapped_column(Text)
    reported_as_key: Mapped[str] = folded("reported_as")
    n_affected: Mapped[int | None] = mapped_column(Integer)
    n_at_risk: Mapped[int | None] = mapped_column(Integer)
    percent_affected: Mapped[float | None] = mapped_column(Float)
    severity: Mapped[Severity | None] = mapped_column(closed(Severity))
    serious: Mapped[bool | None] = mapped_column(Boolean)
    relatedness: Mapped[Relatedness | None] = mapped_column(closed(Relatedness))
    outcome: Mapped[EventOutcome | None] = mapped_column(closed(EventOutcome))
    onset_text: Mapped[str | None] = mapped_column(Text)
    term_entry: Mapped[AdverseEventTerm] = relationship(lazy="raise", viewonly=True)


class Mechanism(Finding, Base):
    """One mechanism in one arm."""

    __tablename__ = "mechanism"
    __table_args__ = (_arm_reference(),)
    pathway: Mapped[str | None] = mapped_column(Key, ForeignKey("pathway.slug"), index=True)
    effect: Mapped[Effect] = mapped_column(closed(Effect))
    cargo: Mapped[str | None] = mapped_column(Text)
    cargo_key: Mapped[str] = folded("cargo")
    cell_effect: Mapped[str | None] = mapped_column(Text)
    pathway_entry: Mapped[Pathway | None] = relationship(lazy="raise", viewonly=True)
    target_entries: Mapped[list["MechanismTarget"]] = relationship(
        lazy="raise", viewonly=True, order_by="MechanismTarget.place"
    )


class MechanismTarget(Base):
    """A gene or protein that a mechanism acts on."""

    __tablename__ = "mechanism_target"
    __table_args__ = (
        ForeignKeyConstraint(
            ["study_id", "position"], ["mechanism.study_id", "mechanism.position"], ondelete="CASCADE"
        ),
    )
    study_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    symbol: Mapped[str] = mapped_column(Key, index=True)
