"""An arm: which vesicles, how prepared, how given, to how many."""

from typing import Annotated

from pydantic import Field

from app.document.base import Count, Line, Positive, Prose, Record, Weeks, about
from app.identifiers import Slug
from app.vocab import ArmRole, ComparatorType, DeliveryAdjunct, DonorRelation, Isolation, Route

ArmKey = Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=30)]


class Arm(Record):
    """One group of a study and what it was given."""

    key: ArmKey = about("Name of the arm inside its study, to which its outcomes and events refer.", example="exo")
    role: ArmRole = about("Whether the arm is the one studied or the one compared with.", example="experimental")
    label: Line = about("What the arm received, in the curator's words.")
    source: Slug | None = about(
        "What the vesicles come from (slug of a source). Null only for an arm without vesicles.",
        example="human-adipose-msc",
    )
    comparator_type: ComparatorType | None = about("What a comparator arm received. Null where not stated.")
    comparator_name: Line | None = about("Name of the comparator treatment, as stated.")
    donor_relation: DonorRelation | None = about("How donor and recipient are related, as stated.")
    product: Line | None = about("Trade name or code of the product.")
    route: Route | None = about("By which way it was given.", example="topical")
    delivery_adjunct: DeliveryAdjunct | None = about("What opened the skin to the vesicles.")
    dose: Prose | None = about("Dose as stated; free text, because units differ too much to be compared.")
    sessions: Positive | None = about("How many times it was given.", unit="sessions", example=3)
    interval_weeks: Weeks | None = about("Time between two sessions.", unit="weeks", example=4)
    isolation: Isolation | None = about("How the vesicles were separated.", example="ultracentrifugation")
    n: Count | None = about("Participants (or animals) in the arm.", unit="participants", example=20)
