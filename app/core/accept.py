"""Which form of an answer a client accepts: JSON everywhere, other forms where an address says so."""

from collections.abc import Callable

from fastapi import Request

from app.core.errors import NotAcceptableError

JSON = "application/json"


def acceptable(request: Request) -> None:
    """Refuse requests that accept neither JSON nor anything."""
    refuse_unaccepted(request, JSON)


def accepting(media: str) -> Callable[[Request], None]:
    """Make the dependency of an address that answers in another form than JSON."""

    def check(request: Request) -> None:
        refuse_unaccepted(request, media)

    return check


def refuse_unaccepted(request: Request, media: str) -> None:
    """Refuse requests that do not accept the form in which an address answers."""
    family, _, _ = media.partition("/")
    accepted = ",".join(request.headers.getlist("accept")) or "*/*"
    for entry in accepted.split(","):
        wanted, *options = (part.strip().lower() for part in entry.split(";"))
        refused = any(option.replace(" ", "").rstrip("0").rstrip(".") in ("q=0", "q=") for option in options)
        if wanted in ("*/*", f"{family}/*", media) and not refused:
            return
    message = f"This address answers in {media}; send Accept: {media} or */*."
    raise NotAcceptableError(message)
