"""The pages for people: the landing page and the docs, served without any other host."""

import html
from pathlib import Path
from string import Template

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from app.api import RESOURCES
from app.core.http import SessionDep
from app.meta.queries import count_rows
from app.reads.reading import DISCLAIMER
from app.shared.release import current_release

STATIC = Path(__file__).parent / "static"
INTRODUCTION = (STATIC / "introduction.md").read_text("utf-8")

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
