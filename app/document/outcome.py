"""An outcome: what was measured in which arm, compared with what, and where that was read."""

from typing import Annotated

from pydantic import StringConstraints

from app.document.arm import ArmKey
from app.document.base import Line, Number, Record, Weeks, about
from app.vocab import Direction

PValue = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]+$")]


class Outcome(Record):
    """One result of one arm."""

    arm: ArmKey = about("Key of the arm in which it was measured.")
    measure: Line = about("What was measured.", example="hair density")
    direction: Direction = about("Which way it went, in the authors' wording.", example="improved")
    compared_with: ArmKey | None = about("What it was compared with: the key of an arm, `baseline`, or null.")
    timepoint_weeks: Weeks | None = about("When it was measured, after the start.", unit="weeks", example=24)
    baseline: Number | None = about("Value before treatment, in `unit`.", unit="as in the field unit")
    value: Number | None = about("Value at the time point, in `unit`.", unit="as in the field unit")
    change: Number | None = about("Change, in `unit`; a negative number is a decrease.", unit="as in the field unit")
    unit: Line | None = about("Unit of baseline, value and change.", example="hairs/cm2")
    p_value: PValue | None = about("P value as printed; text, because most are given as inequalities.", example="<0.05")
    locator: Line = about("Where in the source it was read; `title` means that only the title states it.")
