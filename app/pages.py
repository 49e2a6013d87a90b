"""The pages for people: the landing page and the docs, served without any other host."""

import html
from pathlib import Path
from string import Template

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from app.api import RESOURCES
from app.core.http import SessionDep
from app.meta.queries import count_rows
from app.shared.answers import DISCLAIMER, current_release

STATIC = Path(__file__).parent / "static"
INTRODUCTION = """The open knowledge base of exosome therapy: which study gave which exosomes (human, plant, animal,
microbial, engineered) for which indication, what was measured, which adverse events came up, and where each fact was
read. Not for decisions on treatment; read the source before you rely on a fact.

**Five questions to try**

1. [Have plant exosomes been tried in people with alopecia?](/v1/studies?indication=alopecia&source_origin=plant&level=human)
2. [What went wrong: which adverse events are reported for human exosomes?](/v1/adverse-events?source_origin=human)
3. [Which randomized trials since 2020 state how many people took part?](/v1/studies?design=randomized_controlled_trial&year__gte=2020&n_participants__isnull=false&sort=-n_participants)
4. [Which outcomes got worse or did not change in wounds?](/v1/outcomes?indication_category=wound&direction=worsened,no_difference)
5. [By which cargo do vesicles activate Wnt/beta-catenin signaling?](/v1/mechanisms?pathway=wnt-beta-catenin-signaling&effect=activates&cargo__isnull=false)

**How to ask.** A comma means *any of*; `__all`, `__not`, `__gte`, `__isnull`, `__contains` and their like follow two
underscores. A slug includes what lies below it (`alopecia` finds androgenetic alopecia) unless `rollup=false`.
`meta.query` tells what was understood. Anything that is not understood is an error that says what would be right.
"""

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
def get_landing_page(session: SessionDep) -> HTMLResponse:
    """Say what this is, what it holds and where to go."""
    release = current_release(session)
    counts = count_rows(session, RESOURCES)
    page = Template((STATIC / "landing.html").read_text("utf-8")).substitute(
        counts="".join(f"<dt>{count}</dt><dd>{name.replace('-', ' ')}</dd>" for name, count in counts.items()),
        release=html.escape(release.name),
        revision=release.revision,
        disclaimer=html.escape(DISCLAIMER),
    )
    return HTMLResponse(page)


@router.get("/docs")
def get_docs() -> FileResponse:
    """Serve the interactive docs."""
    return FileResponse(STATIC / "docs.html")
