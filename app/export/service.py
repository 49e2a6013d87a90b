"""Make an export: all of it into a temporary file, within one read transaction, before anything is sent."""

import base64
import hashlib
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.query import ListQuery
from app.export.formats import KNOWLEDGE_BASE, MEDIA, OF_EVERYTHING, writers_of
from app.export.source import Asked, Progress, Source
from app.export.writers.knowledge_base import Everything
from app.interchange.cells import NotStorableError
from app.models import DataRelease
from app.reads.snapshot import Snapshot


@dataclass(frozen=True)
class Finished:
    """A finished export; its file has no name and is gone once it is closed."""

    file: BinaryIO
    size: int
    rows: int
    digest: str
    name: str
    media_type: str
    release: str

    @property
    def sha256(self) -> str:
        """The digest as most tools show it."""
        return base64.b64decode(self.digest).hex()


def check_format(resource: str, file_format: str) -> None:
    """Refuse a format that a resource does not have."""
    allowed = formats_of(resource)
    if file_format not in allowed:
        message = f"There is no export of {resource} as {file_format[:40]!r}."
        fault = Fault("unknown-format", message, "format", allowed, nearest(file_format, allowed))
        raise InvalidRequestError.of([fault])


def formats_of(resource: str) -> Sequence[str]:
    """Name the formats of a resource."""
    return list(OF_EVERYTHING if resource == KNOWLEDGE_BASE else writers_of(resource))


def export_list(
    snapshot: Snapshot, query: ListQuery, file_format: str, asked: Asked, progress: Progress = lambda _: None
) -> Finished:
    """Export the rows that a question selects."""
    with _spool() as file, Source(snapshot, query, asked, progress) as source:
        writers_of(query.resource.name)[file_format](source, file)
        return _finish(file, source.rows, asked.release, query.resource.name, file_format)


def export_everything(
    snapshot: Snapshot, file_format: str, asked: Asked, progress: Progress = lambda _: None
) -> Finished:
    """Export the whole knowledge base."""
    with _spool() as file, Everything(snapshot, asked, progress) as everything:
        OF_EVERYTHING[file_format](everything, file)
        return _finish(file, everything.rows, asked.release, KNOWLEDGE_BASE, file_format)


@contextmanager
def _spool() -> Iterator[BinaryIO]:
    """Open a file without a name; where the writing fails it is closed, and so is gone."""
    with ExitStack() as stack:
        file = cast("BinaryIO", stack.enter_context(tempfile.TemporaryFile(prefix="exokb-")))
        try:
            yield file
        except NotStorableError as error:
            raise InvalidRequestError.of([Fault("not-storable", str(error), "format")]) from error
        # From here on it belongs to whoever sends it.
        stack.pop_all()


def _finish(file: BinaryIO, rows: int, release: DataRelease, resource: str, file_format: str) -> Finished:
    size = file.seek(0, 2)
    file.seek(0)
    digest = hashlib.file_digest(cast("io.BufferedReader", file), "sha256").digest()
    file.seek(0)
    version = re.sub(r"[^A-Za-z0-9.]+", "-", f"{release.name}-r{release.revision}")
    return Finished(
        file=file,
        size=size,
        rows=rows,
        digest=base64.b64encode(digest).decode(),
        name=f"exokb-{version}-{resource}.{file_format}",
        media_type=MEDIA[file_format],
        release=f"{release.name}+{release.revision}",
    )
