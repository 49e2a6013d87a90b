"""Read the one file that holds everything, as `exokb export knowledge-base.ndjson` writes it."""

import json
import re
from pathlib import Path
from typing import Any

from app.curation.reader import Corpus, Fault, read_line
from app.document import AdverseEventTerm, Indication, Pathway, Record, Release, RetiredStudy, Source, Study

KINDS: dict[str, tuple[type[Record], str]] = {
    "release": (Release, "release"),
    "source": (Source, "sources"),
    "indication": (Indication, "indications"),
    "adverse_event_term": (AdverseEventTerm, "adverse_event_terms"),
    "pathway": (Pathway, "pathways"),
    "study": (Study, "studies"),
    "retired_study": (RetiredStudy, "retired_studies"),
}
# As it is written; what stands otherwise is read too.
WRITTEN = re.compile(rb'\{"record": "([a-z_]+)", "document": (\{.*\})\}\s*')


def read_knowledge_base(path: Path) -> Corpus:
    """Read all records of a file; lines that cannot be read become faults."""
    corpus = Corpus()
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            found = _split(raw)
            if found is None:
                kinds = ", ".join(KINDS)
                message = f'is no tagged record; write {{"record": …, "document": …}} with one of: {kinds}'
                corpus.faults.append(Fault(path.name, number, f"line {number}", "untagged-record", message))
                continue
            kind, name = KINDS[found[0]]
            entry: Any = read_line(found[1], kind, path.name, number, corpus.faults)
            getattr(corpus, name).extend([entry] if entry else [])
    return corpus


def _split(raw: bytes) -> tuple[str, bytes] | None:
    """Take the tag off a record, which keeps its bytes where they stand as they are written."""
    if (match := WRITTEN.fullmatch(raw)) and (kind := match[1].decode()) in KINDS:
        return kind, match[2]
    try:
        data = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(data, dict) or set(data) != {"record", "document"} or data["record"] not in KINDS:
        return None
    return data["record"], json.dumps(data["document"], ensure_ascii=False).encode()
