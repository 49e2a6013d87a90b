"""What a picture is asked for, and the sides of a map that suit the question where none are asked for."""

from dataclasses import dataclass

from app.synthesis.asking.question import Question

# By what a map is laid out where a filter names what it would be laid out by: what a filter leaves out is no gap.
NAMED = {"rows": {"source", "source_origin"}, "cols": {"indication", "indication_category"}}
INSTEAD = {"rows": ("design", "level", "year"), "cols": ("evidence_level", "level", "year")}


@dataclass(frozen=True)
class Asked:
    """What a picture is asked for, as its first line says it, and the release that answers."""

    line: str
    filtered: bool
    release: str

    def told(self, *more: str) -> list[str]:
        """Give the lines beneath the title."""
        return [self.line, *filter(None, more)]


def is_filtered(question: Question) -> bool:
    """Say whether only some of the studies are asked for."""
    return any(name != "rollup" for name, _ in question.filters)


def suitable_sides(question: Question) -> dict[str, str]:
    """Choose the sides of a map that were not asked for."""
    named = {name.partition("__")[0] for name, _ in question.filters}
    sides = {side: question[side] for side in NAMED}
    for side, other in (("rows", "cols"), ("cols", "rows")):
        if side not in question.given and named & NAMED[side]:
            free = [each for each in INSTEAD[side] if each != sides[other]]
            sides[side] = min(free, key=lambda each: each in named)
    return sides
