"""One place that knows how the identifiers of the field look, serving documents, path parameters and filters alike."""

import re
from typing import Annotated

from pydantic import Field, StringConstraints

PATTERNS: dict[str, str] = {
    "accession": r"^EXS[0-9]{6}$",
    "slug": r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "doi": r"^10\.[0-9]{4,9}/[^\sA-Z]+$",
    "pmid": r"^[1-9][0-9]{0,8}$",
    "pmcid": r"^PMC[1-9][0-9]{0,8}$",
    "nct": r"^NCT[0-9]{8}$",
    "ncbi_taxon": r"^NCBITaxon:[0-9]+$",
    "cell_ontology": r"^CL:[0-9]{7}$",
    "uberon": r"^UBERON:[0-9]{7}$",
    "mondo": r"^MONDO:[0-9]{7}$",
    "mesh": r"^MESH:[A-Z][0-9]+$",
    "go": r"^GO:[0-9]{7}$",
    "icd10": r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?(-[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?)?$",
    "registry_id": r"^[A-Za-z0-9][A-Za-z0-9/_.-]{3,39}$",
    "country": r"^[A-Z]{2}$",
    "gene": r"^[A-Z0-9][A-Za-z0-9-]{0,29}$",
}
EXAMPLES: dict[str, str] = {
    "accession": "EXS000009",
    "slug": "androgenetic-alopecia",
    "doi": "10.36922/gpd.3230",
    "pmid": "38000000",
    "pmcid": "PMC12932260",
    "nct": "NCT05499156",
    "ncbi_taxon": "NCBITaxon:9606",
    "cell_ontology": "CL:0000134",
    "uberon": "UBERON:0002097",
    "mondo": "MONDO:0011438",
    "mesh": "MESH:D000505",
    "go": "GO:0001525",
    "icd10": "L64.9",
    "registry_id": "IRCT20221130056672N5",
    "country": "KR",
    "gene": "CTNNB1",
}
# What tells letters apart by their case: a slug is small, registries and genes are as they were named.
AS_WRITTEN = ("slug", "registry_id", "gene")
CURIE_PREFIXES = ("doi", "pmid", "pmcid", "nct")
# Addresses under which people find a study, which they paste as they stand.
RESOLVERS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/|clinicaltrials\.gov/(?:ct2/show|study)/"
    r"|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:pubmed|pmc/articles)/|pmc\.ncbi\.nlm\.nih\.gov/articles/)(.+?)/?$",
    re.IGNORECASE,
)
# PMID 38000000 and doi: 10.1000/x, as reference lists write it.
PREFIXED = re.compile(rf"({'|'.join(CURIE_PREFIXES)})(?:\s*:\s*|\s+)(\S.*)\Z", re.IGNORECASE)
BEGINNINGS = {
    "accession": re.compile(r"EXS[0-9]{1,6}\Z", re.IGNORECASE),
    "nct": re.compile(r"NCT[0-9]{1,8}\Z", re.IGNORECASE),
    "pmcid": re.compile(r"PMC[1-9][0-9]{0,8}\Z", re.IGNORECASE),
    "pmid": re.compile(r"[1-9][0-9]{0,8}\Z"),
    "doi": re.compile(r"10\.[0-9]{4,9}/?[^\s]*\Z"),
}
ROW_ID = re.compile(r"^(EXS[0-9]{6})-([OEM])([1-9][0-9]{0,3})$")

Accession = Annotated[str, StringConstraints(pattern=PATTERNS["accession"]), Field(examples=["EXS000009"])]
Slug = Annotated[str, StringConstraints(pattern=PATTERNS["slug"], max_length=60)]
Doi = Annotated[str, StringConstraints(pattern=PATTERNS["doi"], max_length=200)]
Pmid = Annotated[str, StringConstraints(pattern=PATTERNS["pmid"])]
Pmcid = Annotated[str, StringConstraints(pattern=PATTERNS["pmcid"])]
Nct = Annotated[str, StringConstraints(pattern=PATTERNS["nct"])]
RegistryId = Annotated[str, StringConstraints(pattern=PATTERNS["registry_id"])]
NcbiTaxon = Annotated[str, StringConstraints(pattern=PATTERNS["ncbi_taxon"], max_length=40)]
CellOntology = Annotated[str, StringConstraints(pattern=PATTERNS["cell_ontology"])]
Uberon = Annotated[str, StringConstraints(pattern=PATTERNS["uberon"])]
Mondo = Annotated[str, StringConstraints(pattern=PATTERNS["mondo"])]
Mesh = Annotated[str, StringConstraints(pattern=PATTERNS["mesh"], max_length=40)]
Go = Annotated[str, StringConstraints(pattern=PATTERNS["go"])]
Icd10 = Annotated[str, StringConstraints(pattern=PATTERNS["icd10"])]
Country = Annotated[str, StringConstraints(pattern=PATTERNS["country"])]
GeneSymbol = Annotated[str, StringConstraints(pattern=PATTERNS["gene"])]


def accession_number(accession: str) -> int:
    """Give the number inside an accession, which is also the key of its row."""
    return int(accession.removeprefix("EXS"))


def write_accession(number: int) -> str:
    """Write the accession with a number."""
    return f"EXS{number:06d}"


def normalise(scheme: str, value: str) -> str:
    """Bring an identifier of a CURIE scheme to its stored form: case and resolver prefix do not distinguish."""
    value = value.strip()
    if scheme == "doi":
        return re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", value.lower())
    if scheme == "pmcid":
        return value.upper() if value.upper().startswith("PMC") else f"PMC{value}"
    return value.upper()


def is_valid(scheme: str, value: str) -> bool:
    """Tell whether a value has the form of its scheme."""
    return re.search(PATTERNS[scheme].replace("$", r"\Z"), value) is not None


def recognise(text: str) -> tuple[str, str] | None:
    """Tell which study identifier a text is, if it is one: scheme and stored form."""
    prefix, text = _taken_apart(_unclosed(text.strip()))
    if not text.isprintable():
        return None
    if prefix:
        value = normalise(prefix, text)
        return (prefix, value) if is_valid(prefix, value) else None
    for scheme, value in (("accession", text.upper()), ("doi", text.lower()), ("nct", text.upper())):
        if is_valid(scheme, value):
            return scheme, value
    if text[:3].upper() == "PMC" and is_valid("pmcid", text.upper()):
        return "pmcid", text.upper()
    return ("pmid", text) if is_valid("pmid", text) else None


def stored(scheme: str, text: str) -> str | None:
    """Give the stored form of an identifier of one scheme, whichever way it was written; nothing where it is none."""
    text = text.strip()
    if scheme in (*CURIE_PREFIXES, "accession"):
        known = recognise(f"{scheme}:{text}") or recognise(text)
        return known[1] if known and known[0] == scheme else None
    if scheme not in AS_WRITTEN and text.isascii():
        text = text.upper()
    if scheme == "ncbi_taxon":
        text = re.sub("^NCBITAXON:", "NCBITaxon:", text)
    return text if is_valid(scheme, text) else None


def begun(text: str) -> tuple[str, str] | None:
    """Tell which identifier a text may be the beginning of: scheme and what is known of the stored form."""
    prefix, text = _taken_apart(text.strip())
    if prefix == "pmcid" and text.isdigit():
        text = f"PMC{text}"
    for scheme, pattern in BEGINNINGS.items():
        # Bare digits may be anything.
        if (scheme == prefix or (not prefix and scheme != "pmid")) and pattern.match(text) and text.isprintable():
            return scheme, text.lower() if scheme == "doi" else text.upper()
    return None


def _unclosed(text: str) -> str:
    """Leave out what ends a sentence or a bracket around an identifier; a bracket of its own is kept."""
    while text.endswith((".", ",", ";")) or (text.endswith(")") and text.count(")") > text.count("(")):
        text = text[:-1].rstrip()
    return text


def _taken_apart(text: str) -> tuple[str, str]:
    """Take the prefix or the address off an identifier: the scheme where it is told, and the rest."""
    prefixed = PREFIXED.match(text)
    prefix, text = (prefixed[1].lower(), prefixed[2]) if prefixed else ("", text)
    resolved = RESOLVERS.search(text)
    return prefix, resolved[1] if resolved else text
