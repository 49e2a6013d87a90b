"""What can be asked about sources, indications, adverse-event terms and pathways."""

from typing import Any

from pydantic import BaseModel

from app.core.fields import Field, Resource, SortKey
from app.document import AdverseEventTerm as TermRecord
from app.document import Indication as IndicationRecord
from app.document import Pathway as PathwayRecord
from app.document import Record
from app.document import Source as SourceRecord
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.fields import PARENTS, documented
from app.vocabularies.schemas import AdverseEventTermRead, IndicationRead, PathwayRead, SourceRead


def _common(record: type[Record], table: Any, example: str) -> list[Field]:
    name = Field("name", table.name, "Name or synonym.", example, folded=table.names_key)
    return [documented(record, "slug", table.slug, scheme="slug"), name]


def _resource(name: str, table: Any, schema: type[BaseModel], fields: list[Field]) -> Resource:
    slug = SortKey("slug", table.slug, "Slug.")
    by_name = SortKey("name", table.name_key, "Name, without regard to case and accents.")
    return Resource(
        name,
        table,
        fields,
        sorts=(slug, by_name),
        tie_break=(slug,),
        default_sort="slug",
        views={"summary": schema},
        example_key=str(fields[0].example),
    )


def _identifier(record: type[Record], table: Any, name: str) -> Field:
    return documented(record, name, getattr(table, name), scheme=name)


SOURCES = _resource(
    "sources",
    ExosomeSource,
    SourceRead,
    [
        *_common(SourceRecord, ExosomeSource, "adipose"),
        documented(SourceRecord, "origin", ExosomeSource.origin),
        documented(
            SourceRecord, "organism", ExosomeSource.organism, folded=ExosomeSource.organism_key, example="panax"
        ),
        documented(SourceRecord, "parent", ExosomeSource.parent, vocabulary=PARENTS["source"]),
        *(_identifier(SourceRecord, ExosomeSource, name) for name in ("ncbi_taxon", "cell_ontology", "uberon")),
    ],
)
INDICATIONS = _resource(
    "indications",
    Indication,
    IndicationRead,
    [
        *_common(IndicationRecord, Indication, "alopecia"),
        documented(IndicationRecord, "category", Indication.category),
        documented(IndicationRecord, "parent", Indication.parent, vocabulary=PARENTS["indication"]),
        *(_identifier(IndicationRecord, Indication, name) for name in ("mondo", "mesh", "icd10")),
    ],
)
TERMS = _resource(
    "adverse-event-terms",
    AdverseEventTerm,
    AdverseEventTermRead,
    [
        *_common(TermRecord, AdverseEventTerm, "erythema"),
        documented(TermRecord, "soc", AdverseEventTerm.soc),
        documented(TermRecord, "in_ctcae_v5", AdverseEventTerm.in_ctcae_v5, example=True),
    ],
)
PATHWAYS = _resource(
    "pathways",
    Pathway,
    PathwayRead,
    [*_common(PathwayRecord, Pathway, "wnt"), _identifier(PathwayRecord, Pathway, "go")],
)
