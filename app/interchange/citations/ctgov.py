"""Study records of ClinicalTrials.gov (API version 2): registry facts, no arms and no findings."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from app.interchange.citations.suggestion import Citation, read_year, suggest, tidy
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.study_json import read_json
from app.interchange.zipped import unpacked
from app.vocab import Blinding, Design, Level, Phase, PublicationType, RegistryStatus, Seen

# Records with results are larger and deeper than study documents.
RECORD_BYTES = 67_108_864
NESTING = 40
TYPES = {"study": PublicationType.TRIAL_REGISTRATION}
ADDRESS = "https://clinicaltrials.gov/study/{}"
MASKING = {
    "NONE": Blinding.OPEN,
    "SINGLE": Blinding.SINGLE,
    "DOUBLE": Blinding.DOUBLE,
    "TRIPLE": Blinding.TRIPLE,
    "QUADRUPLE": Blinding.TRIPLE,
}
PHASES = {
    ("EARLY_PHASE1",): Phase.EARLY_1,
    ("PHASE1",): Phase.PHASE_1,
    ("PHASE1", "PHASE2"): Phase.PHASE_1_2,
    ("PHASE2",): Phase.PHASE_2,
    ("PHASE2", "PHASE3"): Phase.PHASE_2_3,
    ("PHASE3",): Phase.PHASE_3,
    ("PHASE4",): Phase.PHASE_4,
}
ALLOCATIONS = {
    "RANDOMIZED": Design.RANDOMIZED_CONTROLLED_TRIAL,
    "NON_RANDOMIZED": Design.NONRANDOMIZED_CONTROLLED_TRIAL,
}
OBSERVATIONAL = {"COHORT": Design.COHORT, "CASE_CONTROL": Design.CASE_CONTROL}
STATUSES = {status.value: status for status in RegistryStatus}


def read_ctgov(stream: BinaryIO, limits: Limits, read_on: dt.date) -> Iterator[Draft | RecordFault]:
    """Read each study as a suggested registration; a page of search results holds many."""
    wide = replace(limits, record_bytes=RECORD_BYTES, nesting=NESTING)
    number = 0
    for item in read_json(unpacked(stream, limits), wide):
        if isinstance(item, RecordFault):
            yield item
            continue
        studies = item.data.get("studies")
        for study in studies if isinstance(studies, list) else [item.data]:
            number += 1
            protocol = _part(study, "protocolSection")
            if not protocol:
                message = "The record has no protocolSection; send studies as version 2 of the API gives them."
                yield RecordFault(number, item.place, None, "not-a-registration", message)
                continue
            yield from suggest(_citation(protocol, number, item.place), read_on, TYPES)


def _part(data: Any, name: str) -> dict[str, Any]:
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _citation(protocol: dict[str, Any], number: int, place: str) -> Citation:
    names, status = _part(protocol, "identificationModule"), _part(protocol, "statusModule")
    design = _part(protocol, "designModule")
    nct = tidy(names.get("nctId"))
    enrolled = _part(design, "enrollmentInfo")
    posted = _part(status, "studyFirstPostDateStruct").get("date")
    started = _part(status, "startDateStruct").get("date")
    return Citation(
        origin="a ClinicalTrials.gov record",
        number=number,
        place=place if nct is None else f"{place} ({nct})",
        title=tidy(names.get("officialTitle")) or tidy(names.get("briefTitle")),
        publication_type=PublicationType.TRIAL_REGISTRATION,
        year=read_year(posted) or read_year(started),
        identifiers={"nct": nct},
        urls=[ADDRESS.format(nct)] if nct else [],
        seen=Seen.REGISTRY_RECORD,
        facts={
            "levels": [Level.HUMAN.value],
            "design": _design(design, protocol),
            "blinding": MASKING.get(str(_part(_part(design, "designInfo"), "maskingInfo").get("masking"))),
            "phase": PHASES.get(tuple(sorted(str(phase) for phase in _list(design.get("phases"))))),
            "registry_status": STATUSES.get(str(status.get("overallStatus")).lower()),
            "n_participants": _count(enrolled.get("count")),
        },
        notes=_notes(status, enrolled, posted, started),
    )


def _design(design: dict[str, Any], protocol: dict[str, Any]) -> Design | None:
    """Take the design where the registry states it; a model alone does not tell the allocation."""
    info = _part(design, "designInfo")
    if design.get("studyType") == "OBSERVATIONAL":
        return OBSERVATIONAL.get(str(info.get("observationalModel")))
    if found := ALLOCATIONS.get(str(info.get("allocation"))):
        return found
    arms = _list(_part(protocol, "armsInterventionsModule").get("armGroups"))
    single = info.get("interventionModel") == "SINGLE_GROUP" and len(arms) == 1
    return Design.SINGLE_ARM_TRIAL if single else None


def _notes(status: dict[str, Any], enrolled: dict[str, Any], posted: Any, started: Any) -> list[str]:
    estimated = enrolled.get("type") == "ESTIMATED"
    stated = tidy(status.get("overallStatus"))
    unknown = stated is not None and stated.lower() not in STATUSES
    return [
        *(["The number of participants is planned."] if estimated else []),
        *([f"Status in the registry: {stated}."] if unknown else []),
        *([f"First posted {posted}."] if tidy(posted) else []),
        *([f"Start {started}."] if tidy(started) else []),
    ]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
