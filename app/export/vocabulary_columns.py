"""The columns of the vocabularies: those of their documents, in their order."""

from typing import Any

from app.document import AdverseEventTerm as TermRecord
from app.document import Indication as IndicationRecord
from app.document import Pathway as PathwayRecord
from app.document import Record
from app.document import Source as SourceRecord
from app.export.columns import FlatColumn, of_document
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway


def _all_of(record: type[Record], entity: Any) -> list[FlatColumn]:
    return [of_document(record, name, getattr(entity, name)) for name in record.model_fields]


SOURCE_COLUMNS = _all_of(SourceRecord, ExosomeSource)
INDICATION_COLUMNS = _all_of(IndicationRecord, Indication)
TERM_COLUMNS = _all_of(TermRecord, AdverseEventTerm)
PATHWAY_COLUMNS = _all_of(PathwayRecord, Pathway)
