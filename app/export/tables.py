"""The flat tables that can be exported, by the name of their resource."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.export.columns import FlatColumn
from app.export.finding_columns import FINDING_COLUMNS, arm_columns, join_arm, join_finding
from app.export.study_columns import STUDY_COLUMNS
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

    @property
    def keys(self) -> list[Any]:
        """The columns by which values of other tables are found: the study, and the position in it."""
        return [getattr(self.entity, name) for name in ("study_id", "position") if hasattr(self.entity, name)]

    @property
    def own(self) -> list[FlatColumn]:
        """The columns that the row itself gives."""
        return [column for column in self.columns if column.gathered is None and column.taken is None]

    @property
    def is_taken_from_documents(self) -> bool:
        """Whether some columns stand in the document of the study."""
        return any(column.taken for column in self.columns)

    def select(self) -> Select[Any]:
        """Select the columns of all rows, and behind them the keys or the document."""
        named = [column.expression.label(column.name) for column in self.own]
        behind = [Study.document] if self.is_taken_from_documents else self.keys
        return self.join(select(*named, *behind).select_from(self.entity))


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
