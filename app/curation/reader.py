"""Read records from JSON Lines so strictly that every fault has a place and a remedy."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from app.document import AdverseEventTerm, Indication, Pathway, Record, Release, RetiredStudy, Source, Study

R = TypeVar("R", bound=Record)
FILES: dict[str, type[Record]] = {
    "sources.jsonl": Source,
    "indications.jsonl": Indication,
    "adverse_event_terms.jsonl": AdverseEventTerm,
    "pathways.jsonl": Pathway,
    "studies.jsonl": Study,
    "retired_studies.jsonl": RetiredStudy,
    "release.jsonl": Release,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a record, where, and what would be right."""

    file: str
    line: int
    record: str
    code: str
    message: str

    def __str__(self) -> str:
        """Write the fault as editors and compilers do, so that a click leads to the line."""
        return f"{self.file}:{self.line}: {self.record}: {self.message}"


@dataclass(frozen=True)
class Located(Generic[R]):
    """A record with the place it was read from."""

    file: str
    line: int
    text: str
    record: R

    @property
    def name(self) -> str:
        """The public key of the record."""
        return str(getattr(self.record, "accession", None) or getattr(self.record, "slug", None) or "release")

    def fault(self, code: str, message: str) -> Fault:
        """Say that something is wrong with this record."""
        return Fault(self.file, self.line, self.name, code, message)


@dataclass
class Corpus:
    """Everything that was read, and every fault met while reading."""

    sources: list[Located[Source]] = field(default_factory=list)
    indications: list[Located[Indication]] = field(default_factory=list)
    adverse_event_terms: list[Located[AdverseEventTerm]] = field(default_factory=list)
    pathways: list[Located[Pathway]] = field(default_factory=list)
    studies: list[Located[Study]] = field(default_factory=list)
    retired_studies: list[Located[RetiredStudy]] = field(default_factory=list)
    release: list[Located[Release]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_corpus(folder: Path) -> Corpus:
    """Read all seed files of a folder."""
    corpus = Corpus()
    corpus.sources = read_file(folder / "sources.jsonl", Source, corpus.faults)
    corpus.indications = read_file(folder / "indications.jsonl", Indication, corpus.faults)
    corpus.adverse_event_terms = read_file(folder / "adverse_event_terms.jsonl", AdverseEventTerm, corpus.faults)
    corpus.pathways = read_file(folder / "pathways.jsonl", Pathway, corpus.faults)
    corpus.studies = read_file(folder / "studies.jsonl", Study, corpus.faults)
    corpus.retired_studies = read_file(folder / "retired_studies.jsonl", RetiredStudy, corpus.faults)
    corpus.release = read_file(folder / "release.jsonl", Release, corpus.faults)
    return corpus


def read_file(path: Path, kind: type[R], faults: list[Fault]) -> list[Located[R]]:
    """Read one file; lines that cannot be read become faults."""
    if not path.is_file():
        faults.append(Fault(path.name, 0, "file", "missing-file", f"is missing; put it into {path.parent}"))
        return []
    records = []
    # Not splitlines: a record may hold characters that other tools take for line ends.
    for number, raw in enumerate(path.read_bytes().removesuffix(b"\n").split(b"\n"), 1):
        if raw or number > 1:
            found = read_line(raw, kind, path.name, number, faults)
            records += [found] if found else []
    return records


def read_line(raw: bytes, kind: type[R], file: str, number: int, faults: list[Fault]) -> Located[R] | None:
    """Read one line, or say all that is wrong with it."""
    name = f"line {number}"
    try:
        text = raw.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
        name = _name_of(data) or name
        return Located(file, number, text, kind.model_validate_json(raw))
    except UnicodeDecodeError as error:
        faults.append(Fault(file, number, name, "encoding", f"byte {error.start} is not UTF-8; save the file as UTF-8"))
    except json.JSONDecodeError as error:
        message = f"is not JSON ({error.msg} at column {error.colno}); write one JSON object on the line"
        faults.append(Fault(file, number, name, "json", message))
    except RecursionError:
        faults.append(Fault(file, number, name, "json", "is nested too deeply; follow the study document"))
    except ValidationError as error:
        faults += [Fault(file, number, name, str(item["type"]), describe(dict(item))) for item in error.errors()]
    except ValueError as error:
        faults.append(Fault(file, number, name, "json", str(error)))
    return None


def describe(item: dict[str, Any]) -> str:
    """Turn one of Pydantic's findings into a sentence with a pointer, the value found and what would be right."""
    pointer = "/" + "/".join(str(part) for part in item["loc"] if part not in ("int", "float"))
    match item["type"]:
        case "missing":
            return f"{pointer} is missing; add it, with null where the source does not say"
        case "extra_forbidden":
            return f"{pointer} is not a field of this record; remove it or correct its name"
        case "value_error":
            return f"{pointer} {item['ctx']['error']}"
        case _:
            return f"{pointer} is {short(item['input'])}: {item['msg'][0].lower()}{item['msg'][1:]}"


def short(value: object) -> str:
    """Write a value for a message, cut to a line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - one terminal line


def _name_of(data: object) -> str | None:
    if not isinstance(data, dict):
        return None
    name = data.get("accession") or data.get("slug")
    return name if isinstance(name, str) else None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twin = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise ValueError(f"has the key {twin!r} twice; keep one")
    return data


def _no_constant(name: str) -> float:
    raise ValueError(f"has the value {name}, which JSON does not know; write null or a number")
