"""Where studies of a corpus meet studies that came by another way: the same study, or two that want one number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.curation.reader import Fault, Located
from app.curation.writer import batches
from app.document import Identifiers, Study
from app.models import Study as StudyRow

KEYS = ("accession", *Identifiers.model_fields)
REMEDY = "revert the import that brought it, or change the seed"


def find_clashes(session: Session, studies: Sequence[Located[Study]]) -> Iterator[Fault]:
    """Find the studies that cannot be loaded without losing one that was imported."""
    others = _others(session, studies)
    for item in studies:
        study, document = item.record, others.get(("accession", item.name))
        if document and not _is_same(study, document):
            message = f"/accession {item.name} was given to another study, {document['title'][:100]!r}; {REMEDY}"
            yield item.fault("accession-taken", message)
        for scheme, value in study.identifiers:
            document = others.get((scheme, value))
            if document and document["accession"] != study.accession:
                message = (
                    f"/identifiers/{scheme} {value} is that of {document['accession']}, which was imported; {REMEDY}"
                )
                yield item.fault("identifier-taken", message)


def _others(session: Session, studies: Sequence[Located[Study]]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Give the documents of studies that came by another way, by the keys that they share with a corpus."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for key in KEYS:
        column = getattr(StudyRow, key)
        for batch in batches(value for item in studies if (value := _value(item.record, key)) is not None):
            rows = session.execute(select(column, StudyRow.document).where(column.in_(batch), ~StudyRow.seeded))
            found |= {(key, value): orjson.loads(document) for value, document in rows}
    return found


def _value(study: Study, key: str) -> str | None:
    value: str | None = getattr(study if key == "accession" else study.identifiers, key)
    return value


def _is_same(study: Study, document: Mapping[str, Any]) -> bool:
    """Tell whether a stored document is about the same study: by an identifier, its title or where it was read."""
    known = document["identifiers"]
    return (
        any(value is not None and known.get(scheme) == value for scheme, value in study.identifiers)
        or study.title.casefold() == document["title"].casefold()
        or not set(study.provenance.source_urls).isdisjoint(document["provenance"]["source_urls"])
    )
