"""Write studies for reference managers: RIS, BibTeX, CSL-JSON. Names and titles stay as they were read."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import orjson

Document = dict[str, Any]
DESCRIPTIVE = "The title is the curator's wording; the published title was not seen."
RIS_TYPES = {
    "journal_article": "JOUR",
    "case_letter": "JOUR",
    "preprint": "UNPB",
    "conference_abstract": "ABST",
    "regulatory_notice": "GOVDOC",
    "trial_registration": "ELEC",
}
BIB_TYPES = {
    "journal_article": "article",
    "case_letter": "article",
    "preprint": "unpublished",
    "conference_abstract": "inproceedings",
    "regulatory_notice": "misc",
    "trial_registration": "misc",
}
CSL_TYPES = {
    "journal_article": "article-journal",
    "case_letter": "article-journal",
    "preprint": "article",
    "conference_abstract": "paper-conference",
    "regulatory_notice": "document",
    "trial_registration": "document",
}
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "{}&%$#_"},
}


def note_of(document: Document) -> str:
    """Say where the record stands, and what a reader of the citation must know."""
    found = document["identifiers"]
    registered = [f"Registered as {found[name]}." for name in ("nct", "registry_id") if name in found]
    retraction = document.get("retraction")
    retracted = [f"Notice: {retraction['status']}, {retraction['date']}, {retraction['url']}."] if retraction else []
    described = [DESCRIPTIVE] if document["title_status"] == "descriptive" else []
    return " ".join([f"ExoKB {document['accession']}.", *registered, *retracted, *described])


def write_ris(documents: Iterable[Document], target: BinaryIO) -> None:
    """Write RIS: one author on each AU line, in order."""
    for document in documents:
        lines = [f"{tag}  - {value}".rstrip(" ") if tag != "ER" else "ER  - " for tag, value in _ris_lines(document)]
        target.write(("\r\n".join(lines) + "\r\n\r\n").encode())


def _ris_lines(document: Document) -> Iterator[tuple[str, Any]]:
    identifiers = document["identifiers"]
    yield "TY", RIS_TYPES[document["publication_type"]]
    yield "ID", document["accession"]
    yield "TI", document["title"]
    yield from (("AU", name) for name in document["authors"] or [])
    fields = [("PY", document["year"]), ("T2", document["journal"]), ("DO", identifiers.get("doi"))]
    if "pmid" in identifiers:
        fields += [("AN", identifiers["pmid"]), ("DB", "PubMed")]
    fields += [("C2", identifiers.get("pmcid"))]
    yield from ((tag, value) for tag, value in fields if value is not None)
    yield from (("UR", url) for url in document["provenance"]["source_urls"])
    yield "N1", note_of(document)
    yield "ER", ""


def write_bibtex(documents: Iterable[Document], target: BinaryIO) -> None:
    """Write BibTeX in UTF-8; names without a comma stand in braces, because nobody knows which part is the family."""
    for document in documents:
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _bib_fields(document))
        target.write(f"@{BIB_TYPES[document['publication_type']]}{{{document['accession']},\n{fields}\n}}\n\n".encode())


def _bib_fields(document: Document) -> Iterator[tuple[str, str]]:
    identifiers = document["identifiers"]
    yield "title", f"{{{_latex(document['title'])}}}"
    if document["authors"]:
        yield "author", " and ".join(_bib_name(name) for name in document["authors"])
    if document["year"] is not None:
        yield "year", str(document["year"])
    if document["journal"]:
        home = "booktitle" if document["publication_type"] == "conference_abstract" else "journal"
        yield home, _latex(document["journal"])
    yield from ((name, _latex(identifiers[name])) for name in ("doi", "pmid", "pmcid") if name in identifiers)
    if document["provenance"]["source_urls"]:
        yield "url", _latex(document["provenance"]["source_urls"][0])
    yield "note", _latex(note_of(document))


def _latex(text: str) -> str:
    return "".join(LATEX.get(char, char) for char in text)


def _bib_name(name: str) -> str:
    plain = _latex(name)
    return plain if "," in name and not re.search(r"\sand\s", name, re.IGNORECASE) else f"{{{plain}}}"


def write_csl_json(documents: Iterable[Document], target: BinaryIO) -> None:
    """Write CSL-JSON: one array of items."""
    target.write(b"[")
    items = (orjson.dumps(_csl_item(document)) for document in documents)
    target.writelines((b",\n" if index else b"\n") + item for index, item in enumerate(items))
    target.write(b"\n]\n")


def _csl_item(document: Document) -> Document:
    identifiers = document["identifiers"]
    urls = document["provenance"]["source_urls"]
    year = document["year"]
    item: Document = {
        "id": document["accession"],
        "type": CSL_TYPES[document["publication_type"]],
        "title": document["title"],
        "author": [_csl_name(name) for name in document["authors"] or []] or None,
        "issued": None if year is None else {"date-parts": [[year]]},
        "container-title": document["journal"],
        "DOI": identifiers.get("doi"),
        "PMID": identifiers.get("pmid"),
        "PMCID": identifiers.get("pmcid"),
        "URL": urls[0] if urls else None,
        "note": note_of(document),
    }
    return {name: value for name, value in item.items() if value is not None}


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


CITATION_WRITERS: dict[str, Callable[[Iterable[Document], BinaryIO], None]] = {
    "ris": write_ris,
    "bib": write_bibtex,
    "csl.json": write_csl_json,
}
