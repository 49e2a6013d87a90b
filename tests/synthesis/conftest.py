"""What the tests of synthesis share."""

import pytest

from app.curation.reader import Corpus
from tests.synthesis.plain import Plain


@pytest.fixture(scope="session")
def plain(corpus: Corpus) -> Plain:
    """Give the documents of the seed, to be added up without the database."""
    return Plain(corpus)
