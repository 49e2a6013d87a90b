"""What addresses that write ask of a request, beside what all ask."""

from collections.abc import Callable

from fastapi import Request

from app.core.errors import Fault, InvalidRequestError, NotAcceptableError
from app.core.http import accepts, query_items


def given_once(request: Request) -> None:
    """Refuse parameters that are given several times where one value counts."""
    names = [name for name, _ in query_items(request)]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        faults = [
            Fault("one-value", f"{name[:100]} is given several times; give it once.", name[:100]) for name in twice
        ]
        raise InvalidRequestError.of(faults)


def accepting(media_type: str) -> Callable[[Request], None]:
    """Make the dependency that refuses requests which do not accept a media type."""

    def check(request: Request) -> None:
        accept = ",".join(request.headers.getlist("accept")).encode("latin-1")
        if not accepts(accept, (media_type,)):
            raise NotAcceptableError(f"This address answers in {media_type}; send Accept: {media_type} or */*.")

    return check
