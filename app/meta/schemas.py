"""What the service says about its fields, its closed lists, its errors and itself."""

from pydantic import Field

from app.core.schemas import ReadModel


class OperatorRead(ReadModel):
    """A comparison that a field takes."""

    parameter: str = Field(description="Name of the query parameter.", examples=["year__gte"])
    operator: str = Field(description="Suffix after two underscores; `any` for the bare parameter.", examples=["gte"])
    meaning: str = Field(description="What it selects.")


class FieldRead(ReadModel):
    """A field that can be asked about."""

    name: str = Field(description="Name of the field and of its bare parameter.", examples=["year"])
    type: str = Field(description="What its values are.", examples=["integer"])
    unit: str | None = Field(description="Unit of its values; null where it has none.", examples=["weeks"])
    meaning: str = Field(description="What it says.")
    nullable: bool = Field(description="Whether a row can be without a value.")
    of: str = Field(description="Row that it describes: conditions on one such row must hold together.")
    allowed: list[str] | None = Field(description="Its values, where they are a closed list.")
    vocabulary: str | None = Field(description="Vocabulary of its slugs, where it has one.")
    includes_descendants: bool = Field(description="Whether a slug includes those below it.")
    operators: list[OperatorRead] = Field(description="Comparisons that it takes.")
    sortable: bool = Field(description="Whether lists can be sorted by it.")


class ResourceRead(ReadModel):
    """What can be asked about one resource."""

    resource: str = Field(description="Name of the resource, as in its address.", examples=["studies"])
    fields: list[FieldRead] = Field(description="Fields that can be asked about.")
    sort: list[str] = Field(description="Values of `sort`.")
    default_sort: str = Field(description="Order where none is asked for.")


class ValueRead(ReadModel):
    """One value of a closed list."""

    value: str = Field(description="The value.")
    meaning: str = Field(description="What it means.")
    count: int = Field(description="Rows of the resource that a filter by this value finds.")


class ListUse(ReadModel):
    """A closed list where it is used."""

    resource: str = Field(description="Resource that uses it.", examples=["studies"])
    field: str = Field(description="Field whose values it lists.", examples=["design"])
    about: str = Field(description="What the list classifies.")
    not_stated: int = Field(description="Rows that `__isnull=true` finds.")
    values: list[ValueRead] = Field(description="All values, used or not.")


class ErrorRead(ReadModel):
    """A kind of error."""

    code: str = Field(description="Its code, which never changes.", examples=["not-found"])
    status: int = Field(description="Its HTTP status.", examples=[404])
    title: str = Field(description="What it is.")
    meaning: str = Field(description="When it comes and what to do.")


class Version(ReadModel):
    """Versions of the code, the API and the data."""

    version: str = Field(description="Version of the code.", examples=["0.1.0"])
    api: str = Field(description="Version of the API, as in its addresses.", examples=["v1"])
    release: str = Field(description="Release of the data.", examples=["2026.11"])
    revision: int = Field(description="Number of changes to the data so far.")
    counts: dict[str, int] = Field(description="Rows of each resource.")


class Health(ReadModel):
    """Whether the service is well."""

    status: str = Field(description="`ok`.", examples=["ok"])
