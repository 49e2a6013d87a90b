"""The flat tables that can be exported, by the name of their resource."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.export.columns import FlatColumn
from app.export.evidence_columns import FINDING_COLUMNS, STUDY_COLUMNS, arm_columns, join_arm, join_finding
from app.export.vocabulary_columns import INDICATION_COLUMNS, PATHWAY_COLUMNS, SOURCE_COLUMNS, TERM_COLUMNS
from app.models import (
    AdverseEvent,
    AdverseEventTerm,
    ExosomeSource,
    Indication,
    Mechanism,
    Outcome,
    Pathway,
    Study,
    StudyArm,
)


@dataclass(frozen=True)
class FlatTable:
    """A table with one row for each row of a resource."""

    name: str
    entity: Any
    columns: Sequence[FlatColumn]
    join: Callable[[Select[Any]], Select[Any]] = lambda statement: statement

    def select(self) -> Select[Any]:
        """Select all columns of all rows."""
        named = [column.expression.label(column.name) for column in self.columns]
        return self.join(select(*named).select_from(self.entity))


TABLES = {
    table.name: table
    for table in (
        FlatTable("studies", Study, STUDY_COLUMNS),
        FlatTable("outcomes", Outcome, FINDING_COLUMNS[Outcome], join_finding(Outcome)),
        FlatTable("adverse-events", AdverseEvent, FINDING_COLUMNS[AdverseEvent], join_finding(AdverseEvent)),
        FlatTable("mechanisms", Mechanism, FINDING_COLUMNS[Mechanism], join_finding(Mechanism)),
        FlatTable("sources", ExosomeSource, SOURCE_COLUMNS),
        FlatTable("indications", Indication, INDICATION_COLUMNS),
        FlatTable("adverse-event-terms", AdverseEventTerm, TERM_COLUMNS),
        FlatTable("pathways", Pathway, PATHWAY_COLUMNS),
    )
}
ARMS = FlatTable("arms", StudyArm, arm_columns(), join_arm)
