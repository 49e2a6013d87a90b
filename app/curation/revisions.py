"""Gives the data a new revision, and notes which studies it changed."""

import secrets
from typing import Any

from pyroaring import BitMap
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app.models import DataRelease, StudyChange

# Readers that have seen none of the last so many revisions read everything anew.
KEPT = 200


def advance(session: Session, changed: BitMap | None, **values: Any) -> None:
    """Give the data the next revision with some values of the release; without `changed` any study may have changed."""
    values = {"revision": DataRelease.revision + 1} | values
    # Writers wait here for each other, so that each has a revision of its own.
    statement = update(DataRelease).values(values).returning(DataRelease.revision)
    note_change(session, session.scalars(statement.execution_options(synchronize_session=False)).one(), changed)


def note_change(session: Session, revision: int, changed: BitMap | None) -> None:
    """Note which studies a revision changed; forget old ones, and those of another history that went further."""
    forgotten = (StudyChange.revision <= revision - KEPT) | (StudyChange.revision >= revision)
    session.execute(delete(StudyChange).where(forgotten))
    members = None if changed is None else changed.serialize()
    session.execute(insert(StudyChange).values(revision=revision, mark=secrets.token_hex(8), members=members))
