"""The controlled vocabularies, with the closure of the two that are hierarchies."""

from sqlalchemy import JSON, Boolean, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key, closed, folded
from app.vocab import IndicationCategory, Origin, SystemOrganClass


class ExosomeSource(Base):
    """What vesicles come from."""

    __tablename__ = "exosome_source"
    slug: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(closed(Origin), index=True)
    parent: Mapped[str | None] = mapped_column(Key, ForeignKey("exosome_source.slug"), index=True)
    organism: Mapped[str | None] = mapped_column(Text)
    ncbi_taxon: Mapped[str | None] = mapped_column(Key)
    cell_type: Mapped[str | None] = mapped_column(Text)
    cell_ontology: Mapped[str | None] = mapped_column(Key)
    tissue: Mapped[str | None] = mapped_column(Text)
    uberon: Mapped[str | None] = mapped_column(Key)
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = folded("name")
    names_key: Mapped[str] = folded("name", "synonyms")
    organism_key: Mapped[str] = folded("organism")


class SourceClosure(Base):
    """Each source with each source it belongs to, itself included."""

    __tablename__ = "source_closure"
    ancestor: Mapped[str] = mapped_column(Key, ForeignKey("exosome_source.slug", ondelete="CASCADE"), primary_key=True)
    descendant: Mapped[str] = mapped_column(
        Key, ForeignKey("exosome_source.slug", ondelete="CASCADE"), primary_key=True, index=True
    )


class Indication(Base):
    """What was treated."""

    __tablename__ = "indication"
    slug: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[IndicationCategory] = mapped_column(closed(IndicationCategory), index=True)
    parent: Mapped[str | None] = mapped_column(Key, ForeignKey("indication.slug"), index=True)
    mondo: Mapped[str | None] = mapped_column(Key)
    mesh: Mapped[str | None] = mapped_column(Key)
    icd10: Mapped[str | None] = mapped_column(Key)
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = folded("name")
    names_key: Mapped[str] = folded("name", "synonyms")


class IndicationClosure(Base):
    """Each indication with each indication it belongs to, itself included."""

    __tablename__ = "indication_closure"
    ancestor: Mapped[str] = mapped_column(Key, ForeignKey("indication.slug", ondelete="CASCADE"), primary_key=True)
    descendant: Mapped[str] = mapped_column(
        Key, ForeignKey("indication.slug", ondelete="CASCADE"), primary_key=True, index=True
    )


class AdverseEventTerm(Base):
    """A term that adverse events are coded as."""

    __tablename__ = "adverse_event_term"
    slug: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    soc: Mapped[SystemOrganClass] = mapped_column(closed(SystemOrganClass), index=True)
    in_ctcae_v5: Mapped[bool] = mapped_column(Boolean)
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = folded("name")
    names_key: Mapped[str] = folded("name", "synonyms")


class Pathway(Base):
    """A signalling pathway or process."""

    __tablename__ = "pathway"
    slug: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    go: Mapped[str | None] = mapped_column(Key)
    description: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = folded("name")
    names_key: Mapped[str] = folded("name", "synonyms")
