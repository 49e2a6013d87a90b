"""Turn a study document into what the search index keeps of it."""

from app.core.fulltext import Texts, Weight
from app.document import Study
from app.identifiers import accession_number
from app.shared.search_texts import texts_by_weight


def search_row(study: Study) -> Texts:
    """Give the number of a study and its texts by class of places."""
    found = texts_by_weight(study.model_dump(mode="json"))
    return accession_number(study.accession), found[Weight.A], found[Weight.B], found[Weight.C], found[Weight.D]
