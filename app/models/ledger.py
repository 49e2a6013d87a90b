"""What a writing transaction notes beside the studies: which job it was, and which accessions are given."""

from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class ImportCommit(Base):
    """A job whose changes are in the data; written with them, so that it is there if and only if they are."""

    __tablename__ = "import_commit"
    job_id: Mapped[str] = mapped_column(Key, primary_key=True)
    committed_at: Mapped[str] = mapped_column(Key)


class AccessionCounter(Base):
    """The next accession number that was never given."""

    __tablename__ = "accession_counter"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    next_number: Mapped[int] = mapped_column(Integer)
