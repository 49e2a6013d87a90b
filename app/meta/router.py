"""Addresses of what the service says about itself; the list of resources is handed in, so that none is known twice."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends

from app import __version__
from app.core.errors import InvalidRequestError, UnavailableError
from app.core.fields import Resource
from app.core.http import SessionDep, no_parameters, problems
from app.core.schema import is_migrated
from app.core.schemas import Envelope
from app.meta import queries
from app.meta.schemas import ErrorRead, Health, ListUse, ResourceRead, Version
from app.reads.reading import Answer, Reading, Rows
from app.reads.routes import ReadRouter
from app.shared.release import current_release

RESOURCE_ROWS = Rows(ResourceRead)
LIST_ROWS = Rows(ListUse)
ERROR_ROWS = Rows(ErrorRead)
health = APIRouter(tags=["Service"], dependencies=[Depends(no_parameters)], responses=problems(InvalidRequestError))


@health.get("/healthz", operation_id="get_health")
def get_health() -> Health:
    """Say that the process is alive."""
    return Health(status="ok")


@health.get("/readyz", operation_id="get_readiness", responses=problems(UnavailableError))
def get_readiness(session: SessionDep) -> Health:
    """Say whether the database can be reached, is migrated and holds data."""
    if not is_migrated(session.connection()):
        raise UnavailableError("The database is not migrated; run `exokb migrate`.")
    current_release(session)
    return Health(status="ok")


def make_router(resources: Sequence[Resource]) -> ReadRouter:
    """Make the addresses that describe the given resources."""
    router = ReadRouter(tags=["Service"])

    @router.read("/version", Envelope[Version], InvalidRequestError)
    def get_version(reading: Reading) -> Answer:
        """Give the versions of the code, the API and the data, and what the data hold."""
        no_parameters(reading)
        revision = reading.snapshot.revision
        version = Version(
            version=__version__,
            api="v1",
            release=revision.release,
            revision=revision.number,
            counts=queries.count_rows(reading.database, resources),
        )
        return reading.one(version)

    @router.read("/meta/fields", Envelope[list[ResourceRead]], InvalidRequestError)
    def list_fields(reading: Reading) -> Answer:
        """Describe, for each resource, its fields, their types, units, meanings and operators."""
        no_parameters(reading)
        return reading.finished(RESOURCE_ROWS.write([queries.describe_resource(resource) for resource in resources]))

    @router.read("/meta/vocabularies", Envelope[list[ListUse]], InvalidRequestError)
    def list_vocabularies(reading: Reading) -> Answer:
        """Give every closed list with the meaning and the count of each value."""
        no_parameters(reading)
        return reading.finished(LIST_ROWS.write(queries.closed_lists(reading.database, resources)))

    @router.read("/meta/errors", Envelope[list[ErrorRead]], InvalidRequestError)
    def list_errors(reading: Reading) -> Answer:
        """Describe every kind of error."""
        no_parameters(reading)
        return reading.finished(ERROR_ROWS.write(queries.describe_errors()))

    return router
