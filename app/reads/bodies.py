"""Take the body of a search from the wire: JSON only, and no more of it than the limit."""

from collections.abc import Mapping

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from app.core.body import MAX_BODY_BYTES
from app.core.errors import BodyTooLargeError, UnsupportedMediaTypeError
from app.reads.reading import JSON

PLAIN = ("", "identity")
UTF_8 = ("", "utf-8", "utf8")


async def take_body(scope: Scope, receive: Receive) -> bytes:
    """Read the body of a request, or refuse it before more of it is read than can be taken."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    _check_type(headers)
    told = headers.get(b"content-length", "")
    if told.isdigit() and len(told) < 20 and int(told) > MAX_BODY_BYTES:  # noqa: PLR2004 - beyond it, see below
        raise _too_large()
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _too_large()
        if not message.get("more_body", False):
            return bytes(body)


def _check_type(headers: Mapping[bytes, str]) -> None:
    media, *options = (part.strip().lower() for part in headers.get(b"content-type", "").split(";"))
    charset = next((option.removeprefix("charset=").strip('"') for option in options if "charset=" in option), "")
    if media != JSON or charset not in UTF_8:
        raise UnsupportedMediaTypeError(f"This address takes JSON in UTF-8; send Content-Type: {JSON}.")
    if headers.get(b"content-encoding", "").strip().lower() not in PLAIN:
        raise UnsupportedMediaTypeError("This address takes bodies as they are; send no Content-Encoding.")


def _too_large() -> BodyTooLargeError:
    message = f"The body has more than {MAX_BODY_BYTES} bytes; ask for less at once."
    return BodyTooLargeError(message, headers={"Connection": "close"})
