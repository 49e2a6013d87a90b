"""Votes in words: told by the brief and by the picture of outcomes."""

from collections.abc import Sequence

from app.synthesis.schemas.outcomes import VotesBy
from app.vocab import ComparedWith

COMPARED: dict[str, str] = {
    ComparedWith.WITHOUT_VESICLES: "against arms without vesicles",
    ComparedWith.VESICLES: "against other arms with vesicles",
    ComparedWith.BASELINE: "against the state before",
    ComparedWith.NOT_STATED: "against nothing that is stated",
}


def tell_by_comparator(votes: Sequence[VotesBy]) -> str:
    """Say how many improved against each kind of comparator."""
    told = ", ".join(f"{_improved(each)} {COMPARED[str(each.value)]}" for each in votes)
    return f"Improved, by what it was compared with, of which a study can have several: {told}."


def tell_by_level(votes: Sequence[VotesBy]) -> str:
    """Say how many improved at each evidence level."""
    told = ", ".join(f"{_improved(each)} {_grade(each.value)}" for each in votes)
    return f"Improved, by strength of design: {told}."


def _improved(votes: VotesBy) -> str:
    cast = votes.directions
    return f"{cast.improved} of {cast.improved + cast.no_difference + cast.worsened + cast.mixed}"


def _grade(level: str | int | None) -> str:
    return "without a grade" if level is None else f"at evidence level {level}"
