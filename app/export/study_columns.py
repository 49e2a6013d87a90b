"""The columns of studies, taken out of their documents: one text to read instead of a row and six lists."""

from typing import Any

from app.export.columns import Documents, FlatColumn, Origins, column
from app.interchange.columns import OPTIONAL_PARTS, STUDIES, CellKind, Column
from app.models import Study
from app.shared.fields import COMPLETENESS, EVIDENCE_LEVEL


def _of_sheet(sheet_column: Column) -> FlatColumn:
    name, *deeper = sheet_column.path

    def take(documents: Documents, _origins: Origins) -> list[Any]:
        if not deeper:
            return [document[name] for document in documents]
        part = deeper[0]
        if name in OPTIONAL_PARTS:
            return [(document.get(name) or {}).get(part) for document in documents]
        return [document[name].get(part) for document in documents]

    return FlatColumn(
        sheet_column.name,
        None,
        sheet_column.meaning,
        sheet_column.kind,
        sheet_column.unit,
        is_list=sheet_column.is_list,
        taken=take,
    )


def _of_arms(name: str, part: str, meaning: str) -> FlatColumn:
    """Give what the arms of a study have, each value once, in the order of the arms."""

    def take(documents: Documents, _origins: Origins) -> list[Any]:
        return [_each_once([arm[part] for arm in document["arms"]]) for document in documents]

    return FlatColumn(name, None, meaning, CellKind.TEXT, is_list=True, taken=take)


def _origins(documents: Documents, origins: Origins) -> list[Any]:
    return [_each_once([origins.get(arm["source"]) for arm in document["arms"]]) for document in documents]


def _each_once(values: list[Any]) -> list[Any]:
    return [value for value in dict.fromkeys(values) if value is not None]


def _counted(part: str) -> FlatColumn:
    def take(documents: Documents, _origins: Origins) -> list[Any]:
        return [len(document[part]) for document in documents]

    meaning = f"Number of {part.replace('_', ' ')} in the document."
    return FlatColumn(f"n_{part}", None, meaning, CellKind.INTEGER, taken=take)


def _accessions(documents: Documents, _origins: Origins) -> list[Any]:
    return [document["accession"] for document in documents]


STUDY_COLUMNS = [
    FlatColumn("accession", None, "Public key, given once and never reused.", CellKind.TEXT, taken=_accessions),
    *(_of_sheet(each) for each in STUDIES.columns),
    _of_arms("sources", "source", "Slugs of the sources of all arms, each once."),
    FlatColumn(
        "source_origins", None, "Origins of these sources, each once.", CellKind.TEXT, is_list=True, taken=_origins
    ),
    _of_arms("routes", "route", "Routes of all arms, each once."),
    *(_counted(part) for part in ("arms", "outcomes", "adverse_events", "mechanisms")),
    column("evidence_level", Study.evidence_level, EVIDENCE_LEVEL),
    column("completeness_score", Study.completeness_score, COMPLETENESS, "share from 0 to 1"),
]
