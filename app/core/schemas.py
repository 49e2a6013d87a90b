"""The envelope of every answer, and the problem document of every refusal."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from app.core.plain import whole

T = TypeVar("T")


class ReadModel(BaseModel):
    """What is read from the API: every key is always there, unknown is null."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


Figure = Annotated[float, PlainSerializer(whole, return_type=float, when_used="json-unless-none")]


class UnderstoodFilter(ReadModel):
    """One filter as it was understood."""

    parameter: str = Field(description="Query parameter.", examples=["indication"])
    field: str = Field(description="Field compared.", examples=["indication"])
    operator: str = Field(description="How it was compared.", examples=["any"])
    values: list[Any] = Field(description="Values asked for.", examples=[["alopecia"]])
    includes: dict[str, list[str]] = Field(description="Each slug asked for with all slugs that it includes.")


class MeantEntry(ReadModel):
    """An entry of a vocabulary that words were taken to mean; studies coded as it or below it are found too."""

    kind: str = Field(description="Vocabulary of the entry.", examples=["indication"])
    slug: str = Field(description="Slug of the entry.", examples=["androgenetic-alopecia"])
    name: str = Field(description="Name of the entry.", examples=["Androgenetic alopecia"])
    matched: str = Field(description="The name or synonym in which the words stand.", examples=["AGA"])


class Meaning(ReadModel):
    """What a word or phrase of the question was taken to mean beside its own letters."""

    words: str = Field(description="The word or phrase as it was understood.", examples=["aga*"])
    entries: list[MeantEntry] = Field(description="Entries with a name in which it stands.")
    phrases: list[str] = Field(
        description="Other names of entries that were named in full; texts with one of them are found too.",
        examples=[["androgenetic alopecia"]],
    )


class SearchEcho(ReadModel):
    """A text question as it was understood."""

    text: str = Field(description="The text, written so that it means the same.", examples=["hair density*"])
    identifier: str | None = Field(description="The identifier that the text is; its study comes first.")
    expansions: list[Meaning] = Field(description="What words mean beside their own letters.")


class QueryEcho(ReadModel):
    """The question as it was understood."""

    filters: list[UnderstoodFilter] | None = Field(
        description="Filters as parameters would put them, which all must hold; null where a tree was asked that no "
        "parameters put, which `where` says."
    )
    includes: dict[str, dict[str, list[str]]] = Field(
        description="By field, each slug asked for with all slugs that it includes, wherever in the tree it stands.",
        examples=[{"indication": {"hair-thinning": ["hair-thinning"]}}],
    )
    where: dict[str, Any] | None = Field(
        description="The whole question as a tree, which a search takes as its `where`; null where all is asked for.",
        examples=[{"field": "indication", "op": "any", "value": ["alopecia"]}],
    )
    search: SearchEcho | None = Field(description="The text searched for; null where none was.")
    sort: list[str] = Field(description="Order.", examples=[["-year"]])
    rollup: bool = Field(description="Whether slugs include their descendants.")


class Meta(ReadModel):
    """What a reader of the data must know."""

    release: str = Field(description="Release of the data.", examples=["2026.11"])
    revision: int = Field(description="Number of changes to the data so far.", examples=[1])
    licence: str = Field(description="Licence of the data.", examples=["CC0-1.0"])
    disclaimer: str = Field(description="What the data must not be used for.")


class Missing(ReadModel):
    """A key asked for by `ids` that has no record."""

    id: str = Field(description="The key, as it was asked for.", examples=["EXS999999"])
    code: str = Field(description="Kind of error that the address of the record would give.", examples=["not-found"])
    detail: str = Field(description="Why there is no record.")


class Bucket(ReadModel):
    """The rows with one value."""

    value: Any = Field(description="The value.", examples=["cohort"])
    count: int = Field(description="Rows with it.")
    name: str | None = Field(description="Its name, where it is a slug.")


class Facet(ReadModel):
    """The values of a field beside a list, counted as if the filter of this field were off and all others on."""

    buckets: list[Bucket] = Field(description="All values that occur, the most frequent first.")
    missing: int = Field(description="Rows that lack a value.")
    total: int = Field(description="Rows counted.")
    multi_valued: bool = Field(description="Whether one row can have several values, so that counts do not add up.")
    level: int | None = Field(description="Depth of the hierarchy counted at; null where slugs count as coded.")
    step: int | None = Field(description="Width of the steps of numbers; null where each value counts.")


class ListMeta(Meta):
    """What a reader of a list must know."""

    total: int = Field(description="Rows that match, on all pages together.", examples=[12])
    page_size: int = Field(description="Rows on a page at most.", examples=[25])
    page: int | None = Field(description="Number of the page where pages are numbered; null with a cursor.")
    next_cursor: str | None = Field(
        description="Send as `cursor`, without `page`, for the next page; null on the last."
    )
    prev_cursor: str | None = Field(
        description="Send as `cursor`, without `page`, for the page before; null on the first."
    )
    query: QueryEcho = Field(description="The question as it was understood.")
    missing: list[Missing] | None = Field(description="Keys of `ids` without a record; null where none were asked for.")
    facets: dict[str, Facet] | None = Field(description="Counts by value; null where `facets` asked for none.")


class Links(ReadModel):
    """Where to go from a list; the same as in the header `Link`."""

    self: str = Field(description="This page.")
    next: str | None = Field(description="The next page; null on the last.")
    prev: str | None = Field(description="The page before; null on the first.")


class SelfLink(ReadModel):
    """The address asked."""

    self: str = Field(description="The address asked.")


class ListEnvelope(ReadModel, Generic[T]):
    """A page of a list."""

    data: Sequence[T] = Field(description="The rows of this page.")
    meta: ListMeta
    links: Links


class FoundEnvelope(ReadModel, Generic[T]):
    """A page of what a search found; `meta.next_cursor` leads on, since no address does."""

    data: Sequence[T] = Field(description="The rows of this page.")
    meta: ListMeta
    links: SelfLink


class Envelope(ReadModel, Generic[T]):
    """One record."""

    data: T
    meta: Meta
    links: SelfLink


class ProblemFault(BaseModel):
    """One thing wrong with the request."""

    code: str = Field(description="Kind of fault; never changes.", examples=["unknown-parameter"])
    message: str = Field(description="What is wrong and what would be right.")
    parameter: str | None = Field(None, description="Query parameter that is at fault.", examples=["indicaton"])
    pointer: str | None = Field(None, description="JSON pointer into the body that is at fault.")
    allowed: list[str] | None = Field(None, description="Values that would be right.")
    did_you_mean: list[str] | None = Field(None, description="What was probably meant.", examples=[["indication"]])


class Problem(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str = Field(description="Address of the explanation of this kind of error.")
    title: str = Field(description="Kind of error, in words.")
    status: int = Field(description="HTTP status.", examples=[422])
    code: str = Field(description="Kind of error; never changes.", examples=["invalid-request"])
    detail: str = Field(description="What went wrong this time.")
    errors: list[ProblemFault] = Field(description="Each thing wrong with the request; empty where that is one.")
