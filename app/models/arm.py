"""An arm of a study; its key inside the study is part of its primary key, so children cannot name a missing arm."""

from sqlalchemy import Float, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Key, at_least, closed, folded
from app.models.vocabulary import ExosomeSource
from app.vocab import ArmRole, ComparatorType, DeliveryAdjunct, DonorRelation, Isolation, Route


class StudyArm(Base):
    """One group of a study and what it was given."""

    __tablename__ = "study_arm"
    __table_args__ = (at_least("n", 0), at_least("sessions", 1), at_least("interval_weeks", 0))
    study_id: Mapped[int] = mapped_column(Integer, ForeignKey("study.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[ArmRole] = mapped_column(closed(ArmRole))
    label: Mapped[str] = mapped_column(Text)
    label_key: Mapped[str] = folded("label")
    source: Mapped[str | None] = mapped_column(Key, ForeignKey("exosome_source.slug"), index=True)
    comparator_type: Mapped[ComparatorType | None] = mapped_column(closed(ComparatorType))
    comparator_name: Mapped[str | None] = mapped_column(Text)
    donor_relation: Mapped[DonorRelation | None] = mapped_column(closed(DonorRelation))
    product: Mapped[str | None] = mapped_column(Text)
    product_key: Mapped[str] = folded("product")
    route: Mapped[Route | None] = mapped_column(closed(Route), index=True)
    delivery_adjunct: Mapped[DeliveryAdjunct | None] = mapped_column(closed(DeliveryAdjunct))
    dose: Mapped[str | None] = mapped_column(Text)
    dose_key: Mapped[str] = folded("dose")
    sessions: Mapped[int | None] = mapped_column(Integer)
    interval_weeks: Mapped[float | None] = mapped_column(Float)
    isolation: Mapped[Isolation | None] = mapped_column(closed(Isolation))
    n: Mapped[int | None] = mapped_column(Integer)
    source_entry: Mapped[ExosomeSource | None] = relationship(lazy="raise", viewonly=True)
