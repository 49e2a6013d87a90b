"""Ask the database for outcomes, adverse events and mechanisms."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.errors import Fault, InvalidRequestError, NotFoundError
from app.core.fields import Resource
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.schemas import AdverseEventRead, FindingRead, MechanismRead, OutcomeRead
from app.identifiers import ROW_ID, accession_number
from app.models import AdverseEvent, Mechanism, Outcome, Study, StudyArm, StudyIndication
from app.reads.reading import Rows
from app.reads.rows import ByKey, RowList
from app.shared.refs import ArmRef, IndicationRef, PathwayRef, SourceRef, StudyRef, TermRef

LETTERS: dict[Any, str] = {Outcome: "O", AdverseEvent: "E", Mechanism: "M"}


def select_findings(table: Any) -> Select[Any]:
    """Rows with everything that is shown with them."""
    study = selectinload(table.study)
    options = [
        study.selectinload(Study.indications).joinedload(StudyIndication.entry),
        joinedload(table.arm_entry).joinedload(StudyArm.source_entry),
    ]
    if table is AdverseEvent:
        options.append(joinedload(AdverseEvent.term_entry))
    if table is Mechanism:
        options += [joinedload(Mechanism.pathway_entry), selectinload(Mechanism.target_entries)]
    return select(table).options(*options)


def keys_of(table: Any) -> ByKey:
    """Say how rows are found by public keys such as EXS000009-O1."""
    letter = LETTERS[table]

    def read(key: str) -> tuple[int, int]:
        found = ROW_ID.fullmatch(key.upper())
        if found is None or found[2] != letter:
            message = f"{key[:100]!r} is no key here; one looks like EXS000009-{letter}1."
            raise InvalidRequestError.of([Fault("malformed-identifier", message, "key")])
        return accession_number(found[1]), int(found[3])

    def missing(_session: Session, key: tuple[int, int]) -> NotFoundError:
        return NotFoundError(f"There is no row EXS{key[0]:06d}-{letter}{key[1]}.")

    return ByKey((table.study_id, table.position), read, missing)


def _common(row: Any) -> dict[str, Any]:
    study, arm = row.study, row.arm_entry
    return {
        "id": f"{study.accession}-{LETTERS[type(row)]}{row.position}",
        "study": study.accession,
        "study_ref": StudyRef.model_validate(study),
        "arm": row.arm,
        "arm_ref": ArmRef.model_validate(arm),
        "source": arm.source,
        "source_ref": None if arm.source_entry is None else SourceRef.model_validate(arm.source_entry),
        "indications": [item.indication for item in study.indications],
        "indication_refs": [IndicationRef.model_validate(item.entry) for item in study.indications],
    }


def _own(row: Any, model: type[FindingRead], common: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in model.model_fields if name not in common and hasattr(row, name)]
    return {name: getattr(row, name) for name in names}


def show_outcome(row: Outcome) -> OutcomeRead:
    """Show an outcome."""
    common = _common(row)
    return OutcomeRead(**common, **_own(row, OutcomeRead, common))


def show_adverse_event(row: AdverseEvent) -> AdverseEventRead:
    """Show an adverse event."""
    common = _common(row) | {"term_ref": TermRef.model_validate(row.term_entry)}
    return AdverseEventRead(**common, **_own(row, AdverseEventRead, common))


def show_mechanism(row: Mechanism) -> MechanismRead:
    """Show a mechanism."""
    pathway = None if row.pathway_entry is None else PathwayRef.model_validate(row.pathway_entry)
    common = _common(row) | {"pathway_ref": pathway, "targets": [item.symbol for item in row.target_entries]}
    return MechanismRead(**common, **_own(row, MechanismRead, common))


def _list(resource: Resource, table: Any, schema: type[Any], show: Callable[[Any], Any]) -> RowList:
    return RowList(
        resource, select_findings(table), lambda _, rows: [show(row) for row in rows], Rows(schema), keys_of(table)
    )


OUTCOME_LIST = _list(OUTCOMES, Outcome, OutcomeRead, show_outcome)
ADVERSE_EVENT_LIST = _list(ADVERSE_EVENTS, AdverseEvent, AdverseEventRead, show_adverse_event)
MECHANISM_LIST = _list(MECHANISMS, Mechanism, MechanismRead, show_mechanism)
