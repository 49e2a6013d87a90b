"""The brief for readers: Markdown, and an HTML page to be read or printed."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from app.synthesis.schemas.brief import Brief, InformativeStudy, Section

PAGE = Path(__file__).parents[2] / "static" / "brief.html"
# Characters that Markdown reads as markup.
MARKUP = "\\`*_{}[]<>#+!|"


def to_markdown(brief: Brief, host: str) -> str:
    """Write the brief as Markdown, whose links hold wherever it is pasted."""
    lines = [f"# {_escaped(brief.title)}", ""]
    for section in brief.sections:
        lines += [f"## {section.heading}", "", *(f"- {_escaped(sentence)}" for sentence in section.sentences), ""]
    lines += ["## Studies to read first", ""]
    lines += [f"{place}. {_study_line(study, host)}" for place, study in enumerate(brief.informative_studies, 1)]
    lines += ["", "## How to cite", "", _escaped(brief.citation), "", f"*{_escaped(brief.disclaimer)}*", ""]
    return "\n".join(lines)


def _study_line(study: InformativeStudy, host: str) -> str:
    return f"[{study.study_ref.accession}]({host}{study.link}): {_escaped(study.study_ref.title)} ({_weight(study)})"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in MARKUP else char for char in " ".join(text.split()))


def _weight(study: InformativeStudy) -> str:
    ref = study.study_ref
    parts = [
        "year not stated" if ref.year is None else str(ref.year),
        "design not seen" if ref.design is None else ref.design.value.replace("_", " "),
        "ungraded" if ref.evidence_level is None else f"evidence level {ref.evidence_level}",
    ]
    parts += [] if study.n_participants is None else [f"n = {study.n_participants}"]
    return ", ".join(parts)


@dataclass(frozen=True)
class Picture:
    """A picture: where it is, and what it tells those who do not see it."""

    address: str
    told: str


def to_html(brief: Brief, pictures: Mapping[str, Picture], data: str) -> str:
    """Write the brief as a page; `pictures` by the sections they stand in, `data` the address of the same as JSON."""
    studies = "".join(
        f'<li><a href="{html.escape(study.link)}">{study.study_ref.accession}</a>: '
        f"{html.escape(study.study_ref.title)} <small>({html.escape(_weight(study))})</small></li>"
        for study in brief.informative_studies
    )
    # Of no study there is nothing to be seen.
    shown = pictures if brief.selection.evidence.studies else {}
    return Template(PAGE.read_text("utf-8")).substitute(
        title=html.escape(brief.title),
        sections="".join(_section(section, shown.get(section.key)) for section in brief.sections),
        studies=studies or "<li>None.</li>",
        citation=html.escape(brief.citation),
        disclaimer=html.escape(brief.disclaimer),
        data=html.escape(data),
    )


def _section(section: Section, picture: Picture | None) -> str:
    sentences = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in section.sentences)
    figure = (
        f'<figure><img src="{html.escape(picture.address)}" alt="{html.escape(picture.told)}"></figure>'
        if picture
        else ""
    )
    return f"<section><h2>{html.escape(section.heading)}</h2><ul>{sentences}</ul>{figure}</section>"
