"""Entries of the controlled vocabularies that studies refer to by slug."""

import datetime as dt

from app.document.base import Line, Prose, Record, about
from app.identifiers import Accession, CellOntology, Go, Icd10, Mesh, Mondo, NcbiTaxon, Slug, Uberon
from app.vocab import IndicationCategory, Origin, SystemOrganClass


class Source(Record):
    """What vesicles come from."""

    slug: Slug = about("Public key.", example="human-adipose-msc")
    name: Line = about("Name.")
    origin: Origin = about("What the vesicles come from, at the coarsest.", example="plant")
    parent: Slug | None = about("The next wider source; null at the top.", example="plant")
    organism: Line | None = about("Organism, by its scientific name.", example="Panax ginseng")
    ncbi_taxon: NcbiTaxon | None = about("Organism in the NCBI taxonomy.", example="NCBITaxon:9606")
    cell_type: Line | None = about("Kind of cell.")
    cell_ontology: CellOntology | None = about("Kind of cell in the Cell Ontology.", example="CL:0000134")
    tissue: Line | None = about("Tissue or fluid.")
    uberon: Uberon | None = about("Tissue in UBERON.", example="UBERON:0002097")
    synonyms: tuple[Line, ...] = about("Other names.", max_length=100)
    description: Prose = about("What belongs here.")


class Indication(Record):
    """What was treated."""

    slug: Slug = about("Public key.", example="androgenetic-alopecia")
    name: Line = about("Name.")
    category: IndicationCategory = about("Field that the indication belongs to.", example="hair")
    parent: Slug | None = about("The next wider indication; null at the top.", example="alopecia")
    mondo: Mondo | None = about("Disease in MONDO.", example="MONDO:0011438")
    mesh: Mesh | None = about("Descriptor in MeSH.", example="MESH:D000505")
    icd10: Icd10 | None = about("Code or range in ICD-10-CM.", example="L70")
    synonyms: tuple[Line, ...] = about("Other names.", max_length=100)
    description: Prose = about("What belongs here.")


class AdverseEventTerm(Record):
    """A term that adverse events are coded as."""

    slug: Slug = about("Public key.", example="erythema")
    name: Line = about("Name.")
    soc: SystemOrganClass = about(
        "System organ class of CTCAE version 5.", example="Skin and subcutaneous tissue disorders"
    )
    in_ctcae_v5: bool = about("Whether the term itself is in CTCAE version 5.")
    synonyms: tuple[Line, ...] = about("Other names.", max_length=100)
    description: Prose = about("What belongs here.")


class Pathway(Record):
    """A signalling pathway or process."""

    slug: Slug = about("Public key.", example="wnt-beta-catenin-signaling")
    name: Line = about("Name.")
    synonyms: tuple[Line, ...] = about("Other names.", max_length=100)
    go: Go | None = about("Process in the Gene Ontology.", example="GO:0001525")
    description: Prose = about("What belongs here.")


class RetiredStudy(Record):
    """An accession that no longer stands for a study of its own."""

    accession: Accession = about("The accession that was retired.")
    merged_into: Accession | None = about("The accession that took its place; null where it was withdrawn.")
    reason: Prose = about("Why it was retired.")
    retired_on: dt.date = about("Date on which it was retired.")


class Release(Record):
    """The name and date of a release of the data."""

    name: Line = about("Name of the release: year, month and, where needed, a running number.", example="2026.11")
    released_on: dt.date = about("Date of the release.")
