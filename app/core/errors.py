"""Everything that can go wrong for a client, each kind with a status and a code that never changes."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

# Beyond this the rest of a request is not looked at: whatever is wrong costs little.
MAX_FAULTS = 50


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request, where it is, and what would be right."""

    code: str
    message: str
    parameter: str | None = None
    allowed: Sequence[str] | None = None
    did_you_mean: Sequence[str] | None = None
    # Where in the body it is, as a JSON pointer.
    pointer: str | None = None
    # Which of several values of the parameter it is; a body tells it in the pointer.
    place: int | None = None


class AppError(Exception):
    """Base of all errors that are told to the client."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "The server failed"

    def __init__(self, detail: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}


class InvalidRequestError(AppError):
    """The request says something that cannot be understood or answered; `errors` tells what."""

    status, code, title = 422, "invalid-request", "The request cannot be answered as it stands"

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> "InvalidRequestError":
        """Make one error of all faults found."""
        return cls(faults[0].message if len(faults) == 1 else f"{len(faults)} things are wrong; see errors.", faults)

    def of_body(self) -> "InvalidRequestError":
        """Tell where the faults of a body are: what is a parameter elsewhere is a member there."""
        faults = [
            replace(
                fault, parameter=None, pointer=f"/{fault.parameter}{'' if fault.place is None else f'/{fault.place}'}"
            )
            if fault.pointer is None and fault.parameter
            else fault
            for fault in self.faults
        ]
        return InvalidRequestError(self.detail, faults)


class Faults:
    """What is wrong with a request, gathered so that it is told at once."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Note a fault; with too many, give up."""
        self._found.append(fault)
        if len(self._found) >= MAX_FAULTS:
            detail = f"At least {MAX_FAULTS} things are wrong; errors has the first of them."
            raise InvalidRequestError(detail, self._found)

    def add_all(self, faults: Iterable[Fault]) -> None:
        """Note several faults."""
        for fault in faults:
            self.add(fault)

    def tell(self) -> None:
        """Raise one error of all that was found, if anything was."""
        if self._found:
            raise InvalidRequestError.of(self._found)


class UnauthorizedError(AppError):
    """The address needs a key, or the one sent is unknown, expired or revoked."""

    status, code, title = 401, "unauthorized", "A valid key is needed"


class ForbiddenError(AppError):
    """The key is valid and does not allow this."""

    status, code, title = 403, "forbidden", "The key does not allow this"


class NotFoundError(AppError):
    """Nothing stands at this address."""

    status, code, title = 404, "not-found", "Nothing is here"


class MethodNotAllowedError(AppError):
    """The address exists and does not take this method; `Allow` says which it takes."""

    status, code, title = 405, "method-not-allowed", "This address does not take this method"


class NotAcceptableError(AppError):
    """The client accepts no form in which this address answers."""

    status, code, title = 406, "not-acceptable", "The client accepts no form in which this can be answered"


class GoneError(AppError):
    """The record was withdrawn; the detail says why."""

    status, code, title = 410, "withdrawn", "The record was withdrawn"


class MovedError(AppError):
    """The record was merged into another; `Location` points there."""

    status, code, title = 301, "merged", "The record was merged into another"


class ConflictError(AppError):
    """The request is right and cannot be done in the state in which things are; the detail says why."""

    status, code, title = 409, "conflict", "This cannot be done in the present state"


class BodyTooLargeError(AppError):
    """The body of the request is larger than the limit named."""

    status, code, title = 413, "body-too-large", "The body of the request is too large"


class UnsupportedMediaTypeError(AppError):
    """The body of the request is in no form that this address takes; the detail names those that are."""

    status, code, title = 415, "unsupported-media-type", "The body of the request is in no form that is taken here"


class TooManyJobsError(AppError):
    """So many jobs are waiting that no more are taken; try again later."""

    status, code, title = 429, "too-many-jobs", "Too many jobs are waiting"


class UnavailableError(AppError):
    """The database cannot be reached or is not migrated; try again later."""

    status, code, title = 503, "unavailable", "The knowledge base cannot answer at the moment"


class BusyError(AppError):
    """As many of these are under way as the server does at once; `Retry-After` says when to ask again."""

    status, code, title = 503, "busy", "The server is busy with others of this kind"


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Give up to three known words that look like this one."""
    return difflib.get_close_matches(word.lower()[:100], list(known), n=3, cutoff=0.5)
