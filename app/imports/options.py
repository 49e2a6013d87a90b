"""What an import was told: how to treat the file, and the facts that are kept about it."""

from dataclasses import dataclass
from pathlib import Path

from app.vocab import ImportMode, OnError

# Records checked, matched and written together.
BATCH = 500
# Faults and warnings kept in a report; the true number is always told.
FAULTS_KEPT = 10_000


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be imported."""

    format: str
    mode: ImportMode = ImportMode.CREATE
    on_error: OnError = OnError.ABORT
    dry_run: bool = False
    licence: str | None = None
    machine_assisted: bool | None = None
    file_name: str | None = None


@dataclass(frozen=True)
class Submitter:
    """Who imports, and with what."""

    owner: str
    tool: str | None
    key_prefix: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file that was received whole."""

    path: Path
    sha256: str
    size_bytes: int
