"""What the outcomes say, as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import SourceRef, StudyRef
from app.synthesis.schemas.base import Directions, Proportion, SelectionRead
from app.synthesis.schemas.comparison import Contrast, PooledRead
from app.vocab import Direction, Level, Route


@plain
class VoteLinks:
    """Addresses of the studies behind votes."""

    improved: str = Field(description="Those that improved.")
    no_difference: str = Field(description="Those without difference.")
    worsened: str = Field(description="Those that worsened.")
    mixed: str = Field(description="Those that are mixed.")


@plain
class Votes:
    """Studies counted by the way their outcome went; large and small, good and bad studies alike."""

    directions: Directions = Field(description="One vote of each study.")
    studies_links: VoteLinks = Field(description="Addresses of the studies by their votes.")
    improved: Proportion = Field(description="Improved, of all votes with a direction.")
    sign: Proportion = Field(description="Improved, of improved and worsened: the share that the sign test looks at.")
    sign_test_p: Figure | None = Field(description="Two-sided p value of the sign test; null without such a vote.")


@plain
class VotesBy:
    """Votes of the studies of one kind."""

    value: str | int | None = Field(
        description="Evidence level, design or kind of comparator; null where it is not graded or not seen."
    )
    directions: Directions = Field(description="One vote of each study.")
    studies_link: str = Field(description="Address of the studies that voted; `&in=vote:improved` narrows it.")


@plain
class PairRead:
    """One study that counts an outcome in an arm with vesicles and in the arm compared with."""

    study: str = Field(description="Accession of the study.")
    contrast: Contrast = Field(description="Share with vesicles against share without.")


@plain
class Pooling:
    """What studies count alike in arms with and without vesicles, and the pooled effect."""

    counted: str = Field(
        description="What is counted; figures on different things are not pooled.", examples=["patients"]
    )
    in_people: bool = Field(description="Whether in studies with results in people; others are pooled apart.")
    pooled: PooledRead | None = Field(description="Pooled risk difference; null where only one study counts.")
    accessions: list[str] = Field(description="Studies that count it in both arms.")
    studies: list[PairRead] = Field(description="The first 10 of them.")


@plain
class MeasureRead:
    """What the outcomes of one measure say."""

    measure: str = Field(description="What was measured, in the wording of the first study counted.")
    studies: int = Field(
        description="Studies that vote on it: no reviews, with a direction in an arm that was given vesicles."
    )
    votes: Votes
    by_evidence_level: list[VotesBy] = Field(description="Votes by strength of design.")
    by_design: list[VotesBy] = Field(description="Votes by design.")
    with_figure: int = Field(description="Outcomes with a value or a change.")
    without_figure: int = Field(description="Outcomes in words only.")
    pooling: list[Pooling] = Field(description="One for each thing counted, that of most studies first; often none.")
    not_pooled: str | None = Field(description="Why nothing is pooled; null where something is.")
    accessions: list[str] = Field(description="Studies behind it, the first 50.")
    studies_link: str = Field(description="Address of all of them.")


@plain
class FindingRead:
    """One finding of a contradiction, with what may explain it."""

    id: str = Field(description="Public key of the outcome.", examples=["EXS000320-O1"])
    direction: Direction = Field(description="Which way it went.")
    study_ref: StudyRef = Field(description="The study.")
    source: SourceRef | None = Field(description="Source of the vesicles.")
    levels: list[Level] = Field(description="Levels of observation of the study.")
    route: Route | None = Field(description="Route.")
    dose: str | None = Field(description="Dose.")
    n: int | None = Field(description="Participants in the arm.")
    timepoint_weeks: Figure | None = Field(description="When it was measured, in weeks.")
    compared_with: str | None = Field(description="The key of an arm, `baseline`, or null.")


@plain
class FindingCounts:
    """Findings of each side of a contradiction."""

    supporting: int = Field(description="Improved.")
    null: int = Field(description="No difference.")
    opposing: int = Field(description="Worsened.")
    mixed: int = Field(description="Mixed.")


@plain
class Contradiction:
    """Findings on one measure in one indication that do not agree."""

    indication: str | None = Field(description="Slug of the indication; null where the studies name none.")
    measure: str = Field(description="What was measured.")
    studies: int = Field(description="Studies with such a finding.")
    studies_link: str = Field(description="Address of the studies.")
    findings: FindingCounts = Field(description="How many findings there are of each side.")
    supporting: list[FindingRead] = Field(description="The first 10 of those that improved.")
    null: list[FindingRead] = Field(description="The first 10 of those without difference.")
    opposing: list[FindingRead] = Field(description="The first 10 of those that worsened.")
    mixed: list[FindingRead] = Field(description="The first 10 of those that are mixed.")
    differences: list[str] = Field(
        description="In what all findings for and against differ, of each the eight most frequent values; each may be "
        "the reason, or not."
    )


@plain
class OutcomesLeftOut:
    """Outcomes that have no vote."""

    descriptive: int = Field(description="Outcomes without a comparison.")
    without_vesicles: int = Field(description="Outcomes of arms that were given no vesicles.")
    of_reviews: int = Field(description="Outcomes of reviews, which would count the studies they review once more.")


@plain
class OutcomeSynthesis:
    """What the outcomes say. Vote counting is the weakest form of synthesis; `weakness` says why."""

    selection: SelectionRead
    all_measures: Votes = Field(description="Votes over all measures; a study with several directions is mixed.")
    by_evidence_level: list[VotesBy] = Field(description="The same by strength of design.")
    by_design: list[VotesBy] = Field(description="The same by design.")
    by_comparator: list[VotesBy] = Field(
        description="The same by what was compared with; a study that compared with several votes for each."
    )
    measures_total: int = Field(description="Measures, told apart by their wording without case and accents.")
    measures: list[MeasureRead] = Field(description="The measures of most studies, as many as `measures` says.")
    contradictions_total: int = Field(
        description="Pairs of indication and measure on which the findings of different studies do not agree."
    )
    contradictions_within_studies: int = Field(
        description="Such pairs on which only the findings of one and the same study differ, as they may between its "
        "arms; not listed."
    )
    contradictions: list[Contradiction] = Field(description="The first 20 of them, those of most studies first.")
    left_out: OutcomesLeftOut
    weakness: str = Field(description="What vote counting cannot say.")
