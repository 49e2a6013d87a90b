"""All addresses of version 1."""

from fastapi import APIRouter, Depends

from app.core.errors import NotAcceptableError, UnavailableError
from app.core.http import acceptable, problems
from app.findings.router import router as findings
from app.studies.router import router as studies
from app.vocabularies.router import router as vocabularies

v1 = APIRouter(
    prefix="/v1", dependencies=[Depends(acceptable)], responses=problems(NotAcceptableError, UnavailableError)
)
for router in (studies, findings, vocabularies):
    v1.include_router(router)
