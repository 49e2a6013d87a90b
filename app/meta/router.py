"""Addresses of what the service says about itself; the list of resources is handed in, so that none is known twice."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends

from app import __version__
from app.core.database import is_migrated
from app.core.errors import InvalidRequestError, UnavailableError
from app.core.fields import Resource
from app.core.http import SessionDep, no_parameters, problems
from app.core.schemas import Envelope
from app.meta import queries
from app.meta.schemas import ErrorRead, Health, ListUse, ResourceRead, Version
from app.shared.answers import ReplyDep, current_release

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


def make_router(resources: Sequence[Resource]) -> APIRouter:
    """Make the addresses that describe the given resources."""
    router = APIRouter(tags=["Service"], dependencies=[Depends(no_parameters)], responses=problems(InvalidRequestError))

    @router.get("/version", operation_id="get_version")
    def get_version(reply: ReplyDep) -> Envelope[Version]:
        """Give the versions of the code, the API and the data, and what the data hold."""
        release = current_release(reply.session)
        version = Version(
            version=__version__,
            api="v1",
            release=release.name,
            revision=release.revision,
            counts=queries.count_rows(reply.session, resources),
        )
        return reply.one(version)

    @router.get("/meta/fields", operation_id="list_fields")
    def list_fields(reply: ReplyDep) -> Envelope[list[ResourceRead]]:
        """Describe, for each resource, its fields, their types, units, meanings and operators."""
        described = [queries.describe_resource(resource) for resource in resources]
        return reply.one(described)

    @router.get("/meta/vocabularies", operation_id="list_vocabularies")
    def list_vocabularies(reply: ReplyDep) -> Envelope[list[ListUse]]:
        """Give every closed list with the meaning and the count of each value."""
        return reply.one(queries.closed_lists(reply.session, resources))

    @router.get("/meta/errors", operation_id="list_errors")
    def list_errors(reply: ReplyDep) -> Envelope[list[ErrorRead]]:
        """Describe every kind of error."""
        return reply.one(queries.describe_errors())

    return router
