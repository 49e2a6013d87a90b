"""The addresses that can be read: declared once, documented by the framework, answered in front of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from app.core.errors import AppError
from app.core.http import problems
from app.core.schemas import ReadModel
from app.reads.reading import JSON, Answer, Reading


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
            self.add_api_route(
                path,
                endpoint,
                methods=["GET"],
                response_model=schema,
                operation_id=endpoint.__name__,
                responses=problems(*errors),
                **documented,
            )
            self.reads.append(Read(self.prefix + path, endpoint, quick, media_types))
            return endpoint

        return register
