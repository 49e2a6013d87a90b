"""Groups and facets as the API shows them."""

from typing import Any

from pydantic import Field

from app.core.schemas import Meta, ReadModel, SearchEcho, SelfLink, UnderstoodFilter


class GroupRead(ReadModel):
    """The rows that share their values; figures stand there as far as their metric was asked for."""

    values: dict[str, Any] = Field(
        description="The value of each dimension; null for rows without one.", examples=[{"design": "cohort"}]
    )
    names: dict[str, str | None] = Field(description="Names of the values that are slugs.")
    studies: int | None = Field(None, description="Studies, each counted once.")
    participants: int | None = Field(
        None,
        description="Participants of these studies, as far as stated; null where no study states them.",
        json_schema_extra={"x-unit": "participants"},
    )
    studies_with_participants: int | None = Field(None, description="Studies that state their participants.")
    rows: int | None = Field(None, description="Rows.")
    events: int | None = Field(
        None,
        description="Participants affected, over rows that state affected and at risk; null where none does.",
        json_schema_extra={"x-unit": "participants"},
    )
    at_risk: int | None = Field(
        None,
        description="Participants at risk, over the same rows; null where none states both.",
        json_schema_extra={"x-unit": "participants"},
    )
    rows_with_both: int | None = Field(None, description="Rows that state both affected and at risk.")
    link: str | None = Field(description="The question to the list that gives the rows of the group.")
    link_missing_because: str | None = Field(description="Why there is no link; null where there is one.")


class Amount(ReadModel):
    """How much there is."""

    studies: int = Field(description="Studies.")
    rows: int | None = Field(None, description="Rows; only where rows are counted.")


class Excluded(ReadModel):
    """What is in no figure."""

    retracted: Amount | None = Field(
        description="What belongs to retracted studies; null where the question itself asks for `retraction_status`."
    )


class DimensionRead(ReadModel):
    """A field that was grouped by."""

    name: str = Field(description="As asked, and as in `values`.", examples=["source:1"])
    field: str = Field(description="Field of the list.", examples=["source"])
    level: int | None = Field(description="Depth of the hierarchy counted at, 0 at the top; null where as coded.")
    step: int | None = Field(description="Width of the steps of numbers; null where each value has its group.")
    multi_valued: bool = Field(description="Whether one row can be in several groups, so that they do not add up.")
    with_value: int = Field(description="Studies, or rows, that have at least one value.")
    without_value: int = Field(description="Studies, or rows, that have none.")


class GroupedEcho(ReadModel):
    """The question as it was understood."""

    filters: list[UnderstoodFilter] = Field(description="Filters, which all must hold.")
    where: dict[str, Any] | None = Field(description="All that must hold, as a tree; null where all is asked for.")
    search: SearchEcho | None = Field(description="The text searched for; null where none was.")
    rollup: bool = Field(description="Whether slugs in filters include their descendants.")


class AggregateMeta(Meta):
    """What a reader of an aggregate must know."""

    query: GroupedEcho = Field(description="The question as it was understood.")
    metrics: list[str] = Field(description="Metrics asked for.", examples=[["studies", "participants"]])
    order: str = Field(description="Order of the groups.")
    counts: str = Field(description="What `with_value` and the links count: `studies` or `rows`.")
    total: Amount = Field(description="What the groups are made of, each counted once.")
    in_no_group: int = Field(
        description="Studies, or rows, in no group: those without a row that could have a value, such as studies "
        "without arms by `route`."
    )
    excluded: Excluded
    dimensions: list[DimensionRead] = Field(description="Fields that were grouped by.")
    multi_valued: list[str] = Field(description="Dimensions in which a row can be in several groups: do not add up.")
    groups_total: int = Field(description="Number of groups, all of which are given.")


class AggregateEnvelope(ReadModel):
    """All groups."""

    data: list[GroupRead] = Field(description="The groups.")
    meta: AggregateMeta
    links: SelfLink
