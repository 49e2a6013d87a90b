"""Words of titles, which suggestions correct towards; the full-text index itself stands outside the models."""

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Key


class SearchWord(Base):
    """A word that stands, or stood, in some title."""

    __tablename__ = "search_word"
    __table_args__ = ({"sqlite_with_rowid": False},)
    word: Mapped[str] = mapped_column(Key, primary_key=True)
