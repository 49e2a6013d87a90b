"""What is known of harm: three answers with their denominators, rates with exact intervals, and comparisons."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from app.synthesis.asking.axes import all_values, known_values, name_of, names_of
from app.synthesis.asking.dimensions import DEPTHS, DIMENSIONS, SCOPE, Depths, Dimension
from app.synthesis.asking.links import behind_link, depths_of
from app.synthesis.asking.question import Option, Question
from app.synthesis.asking.selection import Selection
from app.synthesis.asking.values import read_pair
from app.synthesis.columns.cells import count_up
from app.synthesis.columns.event_groups import Grouping
from app.synthesis.harm.comparison import compare
from app.synthesis.harm.controlled import controlled_events, stated_by_term
from app.synthesis.harm.events import Events
from app.synthesis.harm.no_harm import Unharmed, count_unharmed
from app.synthesis.harm.statements import Statements, count_statements
from app.synthesis.schemas.base import Evidence
from app.synthesis.schemas.safety import AssessmentRead, EventRate, SafetyGroup, SafetySynthesis, ScopeRead, SeriousRead
from app.synthesis.statistics import proportion
from app.vocab import Harm, Results, SafetyAssessment, SafetyScope

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


def sum_up_safety(question: Question, selection: Selection) -> SafetySynthesis:
    """Say what is known of harm, group by group."""
    counted, snapshot = selection.counted, selection.counted.snapshot
    dimension = DIMENSIONS[question["by"]]
    depths = depths_of(question, [dimension])
    pair = read_pair(snapshot, dimension, depths, question["compare"])
    known_groups = Groups.of(question, selection, dimension, depths)
    names = names_of(snapshot, dimension)
    known = known_values(snapshot, dimension, depths) if dimension.closed else None
    values = all_values(known, {*known_groups.stated, *(pair or ())}, dimension)
    groups = [known_groups.show(value, name_of(value, names)) for value in values]
    pair_groups = [next(group for group in groups if group.value == value) for value in pair or ()]
    return SafetySynthesis(
        selection=selection.shown,
        by=dimension.name,
        groups=groups,
        overall=overall_safety(question, selection),
        comparators=Events(question, counted, Grouping(None, Depths(), exposed=False)).rates("term").get(None, []),
        controlled=controlled_events(question, snapshot, stated_by_term(counted)),
        comparison=compare(question, selection, dimension, depths, pair_groups) if pair else None,
    )


def overall_safety(question: Question, selection: Selection) -> SafetyGroup:
    """Say what is known of harm in all studies together."""
    return Groups.of(question, selection, None, Depths()).show(None, ALL)


def _stated(selection: Selection, dimension: Dimension | None, depths: Depths) -> dict[Any, Stated]:
    """Count, for each group, the studies with each answer and what it covers."""
    dimensions = [*([dimension] if dimension else []), DIMENSIONS["safety_assessment"], SCOPE]
    found: dict[Any, Stated] = defaultdict(dict)
    for (*value, assessment, scope), evidence in count_up(selection.counted, dimensions, depths).items():
        found[value[0] if value else None][assessment, scope] = evidence
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
    terms: dict[Any, list[EventRate]]
    classes: dict[Any, list[EventRate]]
    serious: dict[Any, tuple[int, int, int]]
    unharmed: dict[Any, Unharmed]
    statements: dict[Any, Statements]

    @classmethod
    def of(cls, question: Question, selection: Selection, dimension: Dimension | None, depths: Depths) -> "Groups":
        """Count what is needed."""
        events = Events(question, selection.counted, Grouping(dimension, depths))
        stated = _stated(selection, dimension, depths)
        return cls(
            question,
            dimension,
            stated,
            events.rates("term"),
            events.rates("soc"),
            events.serious(),
            count_unharmed(selection.counted, dimension, depths),
            count_statements(selection.counted, dimension, depths),
        )

    def show(self, value: Any, name: str) -> SafetyGroup:
        """Show one group."""
        answers = self.stated.get(value, {})
        unharmed = self.unharmed.get(value, Unharmed())
        return SafetyGroup(
            value=value,
            name=name,
            evidence=together(list(answers.values())),
            studies_link=self._cell(value),
            assessments=[self._answer(each, answers, value) for each in SafetyAssessment],
            no_harm_of_any_kind=proportion(0, unharmed.participants) if unharmed.participants else None,
            no_harm_studies=unharmed.studies,
            no_harm_not_stated=unharmed.studies_not_stated,
            no_harm_link=self._no_harm_link(value),
            serious=self._serious(value),
            reported_without_event=self.statements.get(value, Statements()).without_event,
            reported_without_event_link=self._cell(value, reported_without_event="true"),
            events=self.terms.get(value, []),
            classes=self.classes.get(value, []),
        )

    def _cell(self, value: Any, **also: str) -> str:
        return behind_link(self.question, ({self.dimension.name: value} if self.dimension else {}) | also)

    def _no_harm_link(self, value: Any) -> str:
        group = {self.dimension.name: value} if self.dimension else {}
        said = {"harm": Harm.NONE_OF_ANY_KIND.value, "results": Results.IN_PEOPLE.value}
        # Those that gave vesicles in some arm.
        return behind_link(self.question, group | said, [("source_origin", None)])

    def _serious(self, value: Any) -> SeriousRead:
        serious, not_serious, not_stated = self.serious.get(value, (0, 0, 0))
        return SeriousRead(
            serious=serious,
            not_serious=not_serious,
            not_stated=not_stated,
            studies_link=self._cell(value, adverse_event_serious="true"),
            stated_by_studies=self.statements.get(value, Statements()).serious,
            stated_link=self._cell(value, safety_serious="true"),
        )

    def _answer(self, assessment: SafetyAssessment, answers: Stated, value: Any) -> AssessmentRead:
        parts = {scope: evidence for (each, scope), evidence in answers.items() if each == assessment}
        scopes = [
            ScopeRead(
                scope=each,
                evidence=parts[each.value],
                studies_link=self._cell(value, safety_assessment=assessment, safety_scope=each.value),
            )
            for each in SafetyScope
            if each.value in parts
        ]
        return AssessmentRead(
            assessment=assessment,
            evidence=together(list(parts.values())),
            scopes=scopes,
            studies_link=self._cell(value, safety_assessment=assessment),
        )
