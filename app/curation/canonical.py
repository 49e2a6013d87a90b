"""The one true order and form of seed files."""

from pathlib import Path

from app.curation.reader import Corpus, Located, read_file
from app.document import Record


def format_file(path: Path, kind: type[Record]) -> bool:
    """Rewrite a file in canonical form; tell whether it changed. A file with unreadable lines is left alone."""
    corpus = Corpus()
    records = read_file(path, kind, corpus.faults)
    if corpus.faults:
        return False
    text = canonical_text(records)
    if text == path.read_text("utf-8"):
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


def canonical_text(records: list[Located[Record]]) -> str:
    """Give the content of a file: one canonical line for each record, sorted by its key."""
    return "".join(f"{item.record.canonical()}\n" for item in sorted(records, key=lambda item: item.name))
