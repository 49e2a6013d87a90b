"""The formats that can be imported: their names, media types and file endings; app.interchange reads them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One format."""

    name: str
    meaning: str
    media_types: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL = (
    Format("ndjson", "study documents, one on each line", LINES, (".ndjson", ".jsonl")),
    Format("json", "one study document, or an array of them", ("application/json",), (".json",)),
    Format("xlsx", "a workbook as the template shows it", (XLSX,), (".xlsx",)),
    Format(
        "csv.zip",
        "the sheets of such a workbook as CSV files in a ZIP archive",
        ("application/zip",),
        (".csv.zip", ".zip"),
    ),
    Format("ris", "citations, which become suggestions", ("application/x-research-info-systems",), (".ris",)),
    Format("nbib", "citations of PubMed, which become suggestions", ("application/nbib",), (".nbib",)),
    Format("bibtex", "citations, which become suggestions", ("application/x-bibtex", "text/x-bibtex"), (".bib",)),
    Format(
        "csl-json",
        "citations, which become suggestions",
        ("application/vnd.citationstyles.csl+json",),
        (".csl.json",),
    ),
    Format(
        "ctgov-json",
        "registrations of ClinicalTrials.gov (API version 2), which become suggestions",
        endings=(".ctgov.json",),
    ),
)
FORMATS: dict[str, Format] = {each.name: each for each in ALL}


def format_of_media_type(media_type: str) -> str | None:
    """Name the format of a media type."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((each.name for each in ALL if plain in each.media_types), None)


def format_of_file(name: str) -> str | None:
    """Name the format of a file by its ending, the longest that fits."""
    plain = name.lower().removesuffix(".gz")
    fitting = [(len(ending), each.name) for each in ALL for ending in each.endings if plain.endswith(ending)]
    return max(fitting)[1] if fitting else None
