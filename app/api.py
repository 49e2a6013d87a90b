"""All addresses of version 1."""

from fastapi import APIRouter, Depends

from app.charts.router import router as charts
from app.core.accept import acceptable
from app.core.errors import NotAcceptableError, UnavailableError
from app.core.http import problems
from app.findings.fields import ADVERSE_EVENTS, MECHANISMS, OUTCOMES
from app.findings.router import router as findings
from app.meta.router import make_router
from app.shared.studies import STUDIES
from app.studies.router import router as studies
from app.synthesis.pages_router import router as brief_pages
from app.synthesis.router import router as synthesis
from app.vocabularies.fields import INDICATIONS, PATHWAYS, SOURCES, TERMS
from app.vocabularies.router import router as vocabularies

RESOURCES = (STUDIES, OUTCOMES, ADVERSE_EVENTS, MECHANISMS, SOURCES, INDICATIONS, TERMS, PATHWAYS)

v1 = APIRouter(prefix="/v1", responses=problems(NotAcceptableError, UnavailableError))
for router in (studies, findings, vocabularies, synthesis, make_router(RESOURCES)):
    v1.include_router(router, dependencies=[Depends(acceptable)])
# These say themselves in which form they answer.
for router in (brief_pages, charts):
    v1.include_router(router)
