"""Give accession numbers: the next free one, never one that was given before."""

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.identifiers import accession_number
from app.models import AccessionCounter, RetiredStudy, Study

LAST = 999_999


def next_number(session: Session) -> int:
    """Give the first number above all that are or were in use; the caller holds the lock of writers."""
    counted = session.scalar(select(AccessionCounter.next_number)) or 1
    highest = session.scalar(select(func.max(Study.id))) or 0
    retired = session.scalar(select(func.max(RetiredStudy.accession)))
    return max(counted, highest + 1, accession_number(retired) + 1 if retired else 1)


def keep_next(session: Session, number: int) -> None:
    """Remember up to where numbers are given, so that those of removed studies do not come back."""
    if session.get(AccessionCounter, 1) is None:
        session.execute(insert(AccessionCounter).values(id=1, next_number=number))
    else:
        session.execute(update(AccessionCounter).values(next_number=number))
