"""The address of the empty workbook."""

import io
from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import InvalidRequestError, NotAcceptableError, UnavailableError
from app.core.http import SessionDep, no_parameters, problems
from app.core.requests import accepting
from app.imports.formats import XLSX
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.release import current_release

TABLES: dict[str, Any] = {
    "source": ExosomeSource,
    "indication": Indication,
    "adverse-event term": AdverseEventTerm,
    "pathway": Pathway,
}

router = APIRouter(
    prefix="/imports",
    tags=["Imports"],
    dependencies=[Depends(no_parameters), Depends(accepting(XLSX))],
    responses=problems(InvalidRequestError, NotAcceptableError, UnavailableError),
)


class WorkbookResponse(Response):
    """A workbook."""

    media_type = XLSX


@router.get("/template.xlsx", operation_id="get_import_template", response_class=WorkbookResponse)
def get_template(session: SessionDep) -> WorkbookResponse:
    """Give an empty workbook to fill in, with the allowed values as drop-downs and a help sheet."""
    headers = {"Content-Disposition": 'attachment; filename="exokb-template.xlsx"'}
    return WorkbookResponse(make_template(session), headers=headers)


def make_template(session: Session) -> bytes:
    """Make the workbook with the slugs that there are now."""
    from app.interchange.template import write_template  # noqa: PLC0415 - loaded when first asked for

    vocabularies = {
        name: [tuple(row) for row in session.execute(select(table.slug, table.name).order_by(table.slug))]
        for name, table in TABLES.items()
    }
    file = io.BytesIO()
    write_template(file, current_release(session).released_on, vocabularies)
    return file.getvalue()
