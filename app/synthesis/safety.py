"""What is known of harm: three answers with their denominators, rates with exact intervals, and comparisons."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.synthesis.amounts import NOTHING, amounts, read_evidence
from app.synthesis.axes import all_values, known_values, name_of, names_of
from app.synthesis.behind import behind_link, depths_of
from app.synthesis.cells import laid_out, plain
from app.synthesis.comparison import compare
from app.synthesis.controlled import controlled_events
from app.synthesis.dimensions import DEPTHS, DIMENSIONS, Depths, Dimension
from app.synthesis.events import Events, sum_up_events
from app.synthesis.question import Option, Question
from app.synthesis.schemas.base import Evidence
from app.synthesis.schemas.safety import AssessmentRead, SafetyGroup, SafetySynthesis, ScopeRead, SeriousRead
from app.synthesis.selection import Selection
from app.synthesis.statistics import proportion
from app.synthesis.values import read_pair
from app.vocab import SafetyAssessment, SafetyScope

GROUPS = (
    "source_origin", "source", "indication", "indication_category", "route", "product", "design", "evidence_level",
    "level",
)  # fmt: skip
SAFETY_OPTIONS = (
    Option("by", "Dimension of the groups.", "source_origin", default="source_origin", allowed=GROUPS),
    Option("compare", "Two values of `by` to compare, such as `compare=human,plant`.", "human", default=(), many=2),
    *DEPTHS,
)
ALL = "all studies"
Stated = dict[tuple[str, str | None], Evidence]


def sum_up_safety(session: Session, question: Question, selection: Selection) -> SafetySynthesis:
    """Say what is known of harm, group by group."""
    dimension, depths = DIMENSIONS[question["by"]], depths_of(question)
    pair = read_pair(session, dimension, depths, question["compare"])
    events = sum_up_events(session, selection.counted, dimension, depths)
    stated = _stated(session, selection, dimension, depths)
    names = names_of(session, dimension)
    known = known_values(session, dimension, depths) if dimension.closed else None
    values = all_values(known, {*stated, *(pair or ())}, dimension)
    known_groups = Groups(question, dimension, stated, events)
    groups = [known_groups.show(value, name_of(value, names)) for value in values]
    everything = Groups(question, None, *_overall(session, selection))
    pair_groups = [next(group for group in groups if group.value == value) for value in pair or ()]
    return SafetySynthesis(
        selection=selection.shown,
        by=dimension.name,
        groups=groups,
        overall=everything.show(None, ALL),
        comparators=everything.events.terms.get((None, False), []),
        controlled=controlled_events(session, selection.counted),
        comparison=compare(session, selection, dimension, depths, pair_groups) if pair else None,
    )


def overall_safety(session: Session, question: Question, selection: Selection) -> SafetyGroup:
    """Say what is known of harm in all studies together."""
    return Groups(question, None, *_overall(session, selection)).show(None, ALL)


def _overall(session: Session, selection: Selection) -> tuple[dict[Any, Stated], Events]:
    stated = _stated(session, selection, None, Depths())
    return stated, sum_up_events(session, selection.counted, None, Depths())


def _stated(session: Session, selection: Selection, dimension: Dimension | None, depths: Depths) -> dict[Any, Stated]:
    """Count, for each group, the studies with each answer and what it covers."""
    cells = laid_out(selection.counted, [dimension] if dimension else [], depths, votes=False)
    keys = [cells.c.d0] if dimension else []
    answer = (cells.c.safety_assessment, cells.c.safety_scope)
    found: dict[Any, Stated] = defaultdict(dict)
    for row in session.execute(select(*keys, *answer, *amounts(cells)).group_by(*keys, *answer)):
        value, (assessment, scope, *sums) = (plain(row[0]), row[1:]) if dimension else (None, row)
        found[value][(plain(assessment), plain(scope))] = read_evidence(sums)
    return found


def together(parts: list[Evidence]) -> Evidence:
    """Add up evidence of which no study is in two parts."""
    totals = ("studies", "studies_in_people", "participants", "participants_not_stated")
    levels = [part.best_evidence_level for part in parts if part.best_evidence_level is not None]
    years = [part.latest_year for part in parts if part.latest_year is not None]
    return Evidence(
        **{name: sum(getattr(part, name) for part in parts) for name in totals},
        best_evidence_level=min(levels, default=None),
        latest_year=max(years, default=None),
    )


@dataclass(frozen=True)
class Groups:
    """What is needed to show any group."""

    question: Question
    dimension: Dimension | None
    stated: dict[Any, Stated]
    events: Events

    def show(self, value: Any, name: str) -> SafetyGroup:
        """Show one group."""
        answers = self.stated.get(value, {})
        none_at_all = answers.get((SafetyAssessment.NONE_OBSERVED.value, SafetyScope.ANY.value), NOTHING)
        return SafetyGroup(
            value=value,
            name=name,
            evidence=together(list(answers.values())),
            assessments=[self._answer(each.value, answers, value) for each in SafetyAssessment],
            no_harm_of_any_kind=proportion(0, none_at_all.participants) if none_at_all.participants else None,
            serious=self.events.serious.get(value, SeriousRead(serious=0, not_serious=0, not_stated=0)),
            events=self.events.terms.get((value, True), []),
            classes=self.events.classes.get((value, True), []),
        )

    def _answer(self, assessment: str, answers: Stated, value: Any) -> AssessmentRead:
        parts = {scope: evidence for (each, scope), evidence in answers.items() if each == assessment}
        scopes = [
            ScopeRead(scope=each.value, evidence=parts[each.value]) for each in SafetyScope if each.value in parts
        ]
        cell = {self.dimension.name: value} if self.dimension else {}
        return AssessmentRead(
            assessment=assessment,
            evidence=together(list(parts.values())),
            scopes=scopes,
            studies_link=behind_link(self.question, cell | {"safety_assessment": assessment}),
        )
