"""A data rule is a small function over all records that yields faults, each with its remedy."""

from collections.abc import Callable, Iterator

from app.curation.reader import Corpus, Fault

Rule = Callable[[Corpus], Iterator[Fault]]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register a rule under a code that never changes."""

    def register(check: Rule) -> Rule:
        RULES[code] = check
        return check

    return register
