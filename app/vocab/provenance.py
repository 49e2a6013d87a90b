"""Closed lists that describe where a record comes from and how far it was checked."""

from app.vocab.base import ClosedList


class Seen(ClosedList):
    """What was read to make a record."""

    ABSTRACT = "abstract", "The abstract."
    FULL_TEXT_EXCERPT = "full_text_excerpt", "Parts of the full text."
    FULL_TEXT = "full_text", "The whole full text."
    REGISTRY_RECORD = "registry_record", "The entry of a trial registry."
    REGULATORY_PAGE = "regulatory_page", "The page of an authority."
    LISTING = "listing", "A listing or search result, less than an abstract."


class Method(ClosedList):
    """How a record was made."""

    MACHINE_ASSISTED = "machine_assisted", "Read and coded with the help of a machine."
    MANUAL = "manual", "Read and coded by a person alone."


class ReviewStatus(ClosedList):
    """How far a record was checked."""

    PROVISIONAL = "provisional", "One reading."
    SECOND_READ = "second_read", "Read a second time against the source."
    SUGGESTED = "suggested", "Bibliography or registry facts only, found by a machine; nobody has read the source yet."
