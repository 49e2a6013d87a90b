"""The addresses that can be read or searched: declared once, documented by the framework, answered in front of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Response

from app.core.errors import AppError, BodyTooLargeError, InvalidRequestError, UnsupportedMediaTypeError
from app.core.fields import Resource
from app.core.http import problems
from app.core.openapi import aggregate_parameters
from app.core.schemas import ReadModel
from app.core.search_schemas import search_body
from app.reads.aggregate import is_quick
from app.reads.group_schemas import AggregateEnvelope
from app.reads.grouping import metrics_of
from app.reads.reading import JSON, Answer, Reading

# What OpenAPI says of files that are no text.
FILE_SCHEMAS = {
    JSON: {"type": "object", "additionalProperties": True},
    "image/png": {"type": "string", "format": "binary"},
}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The answer is still the one whose `ETag` stands in `If-None-Match`."}
}
SEARCH_ERRORS = (BodyTooLargeError, UnsupportedMediaTypeError, InvalidRequestError)


def always(_reading: Reading) -> bool:
    """Say of every request that it is quick."""
    return True


def never(_reading: Reading) -> bool:
    """Say of no request that it is quick."""
    return False


@dataclass(frozen=True)
class Read:
    """An address that can be read."""

    path: str
    endpoint: Callable[..., Answer]
    # Whether a request can be answered by a few short statements, without a thread of its own.
    quick: Callable[[Reading], bool]
    media_types: Sequence[str]
    # A search puts its question in a body.
    is_search: bool = False


class ReadRouter(APIRouter):
    """Documents the addresses that are answered in front of the framework."""

    def __init__(self, **documented: Any) -> None:
        super().__init__(**documented)
        self.reads: list[Read] = []

    def read(
        self,
        path: str,
        schema: type[ReadModel] | Any,
        *errors: type[AppError],
        quick: Callable[[Reading], bool] = never,
        media_types: Sequence[str] = (JSON,),
        **documented: Any,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Make a function answer GET at an address."""

        def register(endpoint: Callable[..., Answer]) -> Callable[..., Answer]:
            told = {"responses": NOT_MODIFIED | problems(*errors), **documented}
            self._document("GET", path, endpoint, response_model=schema, **told)
            self.reads.append(Read(self.prefix + path, endpoint, quick, media_types))
            return endpoint

        return register

    def read_file(
        self, path: str, forms: Mapping[str, str], *errors: type[AppError], **documented: Any
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Make a function answer GET with files: each `form` in the path has a media type of its own."""
        content = {media: {"schema": FILE_SCHEMAS.get(media, {"type": "string"})} for media in forms.values()}
        responses = NOT_MODIFIED | problems(*errors) | {200: {"description": "The file.", "content": content}}

        def register(endpoint: Callable[..., Answer]) -> Callable[..., Answer]:
            # Other forms are refused by the framework, which knows all of them.
            self._document(
                "GET", path, endpoint, response_model=None, response_class=Response, responses=responses, **documented
            )
            for form, media in forms.items():
                asked = self.prefix + path.replace("{form}", form)
                self.reads.append(Read(asked, partial(endpoint, form=form), never, (media,)))
            return endpoint

        return register

    def search(
        self,
        path: str,
        schema: type[ReadModel] | Any,
        resource: Resource,
        *,
        quick: Callable[[Reading], bool] = never,
        **documented: Any,
    ) -> Callable[[Callable[[Reading], Answer]], Callable[[Reading], Answer]]:
        """Make a function answer POST at an address with what it finds for the question in the body."""

        def register(endpoint: Callable[[Reading], Answer]) -> Callable[[Reading], Answer]:
            told = {"responses": problems(*SEARCH_ERRORS), "openapi_extra": search_body(resource), **documented}
            self._document("POST", path, endpoint, response_model=schema, **told)
            self.reads.append(Read(self.prefix + path, endpoint, quick, (JSON,), is_search=True))
            return endpoint

        return register

    def aggregate(
        self, path: str, resource: Resource, **documented: Any
    ) -> Callable[[Callable[[Reading], Answer]], Callable[[Reading], Answer]]:
        """Make a function answer GET at an address with the groups of a resource."""
        return self.read(
            path,
            AggregateEnvelope,
            InvalidRequestError,
            quick=partial(is_quick, resource=resource),
            openapi_extra=aggregate_parameters(resource, metrics_of(resource)),
            **documented,
        )

    def _document(self, method: str, path: str, endpoint: Callable[..., Answer], **documented: Any) -> None:
        self.add_api_route(path, endpoint, methods=[method], operation_id=endpoint.__name__, **documented)
