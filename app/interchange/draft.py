"""What a reader makes of a file: drafts of study documents, and faults with their places."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A record as it was read; its data have the shape of a study document but were not checked."""

    number: int
    """Which record of the file it is, from 1."""
    place: str
    """Where it stands, as its author would look for it: `line 12`, `arms!C7`."""
    data: dict[str, Any]
    """The study document; the accession may be missing."""
    suggested: bool = False
    """Whether it holds bibliography only and waits for a curator."""

    def locate(self, pointer: str | None) -> str:  # noqa: ARG002 - drafts of sheets know their cells
        """Say where a part of the document stands, as exactly as the file allows."""
        return self.place


@dataclass(frozen=True)
class RecordFault:
    """Why a record cannot be taken, where, and what would be right."""

    number: int
    place: str
    pointer: str | None
    code: str
    message: str
    value: Any = None
    allowed: tuple[str, ...] | None = None


class UnreadableFileError(Exception):
    """The file cannot be read on from here; what was read of it must not be kept."""

    def __init__(self, fault: RecordFault) -> None:
        super().__init__(fault.message)
        self.fault = fault
