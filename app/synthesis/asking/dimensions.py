"""By what evidence can be laid out: each dimension says where its values stand and which values there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.reads.dimensions import MAX_DEPTH, levels
from app.reads.dimensions import Dimension as Grouped
from app.reads.snapshot import Snapshot
from app.synthesis.asking.question import Option
from app.synthesis.columns.study_values import field_named
from app.vocab import (
    ClosedList,
    ComparedWith,
    Completeness,
    DeliveryAdjunct,
    Design,
    EvidenceLevel,
    FollowUpLength,
    Harm,
    IndicationCategory,
    Isolation,
    Level,
    Origin,
    PublicationType,
    ReportingPart,
    Results,
    Route,
    SafetyAssessment,
    SafetyScope,
    Vote,
)

SOURCE_DEPTH = Option(
    "source_depth",
    "How deep `source` is told apart in its hierarchy: 0 is the origin, 1 the kind below it; deeper sources count with "
    "their ancestor at this depth.",
    1,
    default=1,
    between=(0, MAX_DEPTH),
)
INDICATION_DEPTH = Option(
    "indication_depth",
    "How deep `indication` is told apart in its hierarchy: 0 is the top; deeper ones count with their ancestor.",
    1,
    default=0,
    between=(0, MAX_DEPTH),
)
DEPTHS = (SOURCE_DEPTH, INDICATION_DEPTH)


@dataclass(frozen=True)
class Depths:
    """How deep the hierarchies are told apart."""

    source: int = 1
    indication: int = 0


DEEPEST = Depths(source=MAX_DEPTH, indication=MAX_DEPTH)


@dataclass(frozen=True)
class Dimension:
    """One way to lay out evidence; its name is also the filter that asks for one of its values."""

    name: str
    # `study`: one value each; `arm`: values of arms; `list`: several values each; `finding`: what was found in arms;
    # `kind`: what is no field of studies, but told of them.
    home: str
    closed: type[ClosedList] | None = None
    is_hierarchy: bool = False
    # The filter that reads values, where it is not that of the same name.
    reads: str = ""

    @property
    def own(self) -> type[ClosedList] | None:
        """Give the closed list of what no filter reads."""
        return self.closed if self.home in ("kind", "finding") else None

    @property
    def filter(self) -> str:
        """Name the filter whose values these are."""
        return self.reads or self.name

    def depth(self, depths: Depths) -> int | None:
        """Give the depth at which values are told apart."""
        return int(getattr(depths, self.name)) if self.is_hierarchy else None

    def key(self, depths: Depths) -> tuple[str, int | None]:
        """Name the dimension with its depth."""
        return self.name, self.depth(depths)

    def ancestors(self, snapshot: Snapshot, depths: Depths) -> Mapping[str, str] | None:
        """Give for each slug its ancestor at the depth, or the slug itself where it stands higher."""
        if not self.is_hierarchy:
            return None
        return levels(snapshot, Grouped(self.name, field_named(self.name), self.depth(depths)))


DIMENSIONS = {
    each.name: each
    for each in (
        Dimension("source", "arm", is_hierarchy=True),
        Dimension("source_origin", "arm", Origin),
        Dimension("indication", "list", is_hierarchy=True),
        Dimension("indication_category", "list", IndicationCategory),
        Dimension("design", "study", Design),
        Dimension("evidence_level", "study", EvidenceLevel),
        Dimension("level", "list", Level),
        Dimension("route", "arm", Route),
        Dimension("isolation", "arm", Isolation),
        Dimension("product", "arm"),
        Dimension("dose", "arm"),
        Dimension("sessions", "arm"),
        Dimension("interval_weeks", "arm"),
        Dimension("delivery_adjunct", "arm", DeliveryAdjunct),
        Dimension("reports", "list", ReportingPart),
        Dimension("year", "study"),
        Dimension("country", "study"),
        Dimension("publication_type", "study", PublicationType),
        Dimension("safety_assessment", "study", SafetyAssessment),
    )
}
# What a study that observed no harm means by that; told beside the assessment.
SCOPE = Dimension("safety_scope", "study", SafetyScope)
# What `in` takes beside the dimensions of maps, so that every number leads to its studies.
BEHIND = {
    each.name: each
    for each in (
        SCOPE,
        Dimension("safety_serious", "study"),
        Dimension("adverse_event_term", "finding"),
        Dimension("adverse_event_soc", "finding"),
        Dimension("adverse_event_serious", "finding"),
        Dimension("outcome_measure", "finding"),
        Dimension("compared_with", "finding", ComparedWith),
        Dimension("pathway", "finding"),
        Dimension("mechanism_effect", "finding"),
        Dimension("vote", "kind", Vote),
        # An event in an arm without vesicles, and one counted in arms with and without.
        Dimension("comparator_event", "kind", reads="adverse_event_term"),
        Dimension("controlled_event", "kind", reads="adverse_event_term"),
        Dimension("results", "kind", Results),
        Dimension("rung", "kind", reads="level"),
        Dimension("harm", "kind", Harm),
        Dimension("reported_without_event", "kind", reads="safety_serious"),
        Dimension("states_mechanism", "kind", reads="safety_serious"),
        Dimension("follow_up", "kind", FollowUpLength),
        Dimension("completeness", "kind", Completeness),
    )
}
