"""Gives the data a new revision, and notes which studies it changed."""

import datetime as dt
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
    statement = update(DataRelease).values(values).returning(DataRelease.revision, DataRelease.changed_at)
    revision, changed_at = session.execute(statement.execution_options(synchronize_session=False)).one()
    note_change(session, revision, changed_at, changed)


def note_change(session: Session, revision: int, changed_at: dt.datetime, changed: BitMap | None) -> None:
    """Note which studies a revision changed; forget old ones, and those of another history that went further."""
    forgotten = (StudyChange.revision <= revision - KEPT) | (StudyChange.revision >= revision)
    session.execute(delete(StudyChange).where(forgotten))
    members = None if changed is None else changed.serialize()
    session.execute(insert(StudyChange).values(revision=revision, changed_at=changed_at, members=members))
