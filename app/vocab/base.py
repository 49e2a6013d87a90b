"""A closed list keeps its meanings beside its values, so that code, docs and API cannot tell different stories."""

from enum import StrEnum
from typing import Self


class ClosedList(StrEnum):
    """A list of allowed values, each with its meaning; the docstring of a list says what it classifies."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """Make a member that equals its stored value and knows what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def values(cls) -> list[str]:
        """Give the stored values in the order of the list."""
        return [member.value for member in cls]
