"""All addresses of version 1."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter

from app.charts.pages_router import router as brief_pages
from app.charts.router import router as charts
from app.core.errors import NotAcceptableError, UnavailableError
from app.core.fields import Resource
from app.core.http import problems
from app.export.router import make_router as make_export_router
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.router import router as findings
from app.imports.router import router as imports
from app.imports.template_router import router as template
from app.meta.router import make_router
from app.reads.routes import Read
from app.shared.studies import STUDIES
from app.studies.router import router as studies
from app.suggest.router import router as suggest
from app.synthesis.router import router as synthesis
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.router import router as vocabularies

RESOURCES = (STUDIES, OUTCOMES, ADVERSE_EVENTS, MECHANISMS, SOURCES, INDICATIONS, TERMS, PATHWAYS)
PREFIX = "/v1"

# Files have media types of their own, which each address of theirs checks.
v1_files = APIRouter(prefix=PREFIX, responses=problems(UnavailableError))
v1_files.include_router(make_export_router(RESOURCES))
v1 = APIRouter(prefix=PREFIX, responses=problems(NotAcceptableError, UnavailableError))
routers = (studies, findings, vocabularies, synthesis, brief_pages, charts, suggest, make_router(RESOURCES))
for router in routers:
    v1.include_router(router)
# Before the jobs, whose numbers stand in the same place.
v1.include_router(template)
v1.include_router(imports)


def searched() -> Sequence[Resource]:
    """Give the resources that are searched by a body."""
    searches = {read.path for read in all_reads() if read.is_search}
    return [resource for resource in RESOURCES if f"{PREFIX}/{resource.name}/search" in searches]


def all_reads() -> Sequence[Read]:
    """Give every address that is read."""
    return [replace(read, path=PREFIX + read.path) for router in routers for read in router.reads]
