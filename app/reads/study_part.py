"""What a question to rows asks of their studies: answered by sets, so that rows of other studies are not looked at."""

from typing import Any

import orjson
from pyroaring import BitMap
from sqlalchemy import ARRAY, ColumnElement, Integer, and_, func, literal, not_, select

from app.core.conditions import clause
from app.core.tree import Condition, Either, Every, Node, Not, Some, every
from app.models import Study, StudyIndication, StudyLevel, StudyReporting, StudyTopic
from app.reads.grouping import conjunction
from app.reads.sets import Sets, has_sets
from app.reads.snapshot import Snapshot

# Tables that say something of a study as a whole; their fields are named alike in every list.
OF_STUDY = (Study, StudyIndication, StudyLevel, StudyReporting, StudyTopic)


def of_study(node: Node) -> Node | None:
    """Give a question that sets of studies answer, or nothing where it asks something of the row."""
    match node:
        case Some(scope, Condition(field)) if scope.tables[0] in OF_STUDY and has_sets(field):
            return node
        case Some(scope, Every(parts)) if scope.tables[0] is Study:
            # There is just one study, so its conditions can be asked one by one.
            return _all(Every, tuple(Some(scope, part) for part in parts))
        case Every(parts) | Either(parts):
            return _all(type(node), parts)
        case Not(part):
            inner = of_study(part)
            return None if inner is None else Not(inner)
        case _:
            return None


def _all(join: type[Every] | type[Either], parts: tuple[Node, ...]) -> Node | None:
    found = [of_study(part) for part in parts]
    known = tuple(part for part in found if part is not None)
    return join(known) if len(known) == len(found) else None


def rows_where(snapshot: Snapshot, node: Node, study_id: Any) -> ColumnElement[bool]:
    """Give the condition of a question to rows, with the numbers of the studies instead of what is asked of them."""
    parts = [(part, part if study_id is Study.id else of_study(part)) for part in conjunction(node)]
    asked = [found for _, found in parts if found is not None]
    rest = clause(every([part for part, found in parts if found is None]))
    sets = Sets(snapshot)
    everything = sets.everything()
    wanted = sets.matching(every(asked))
    others = everything - wanted
    if not others:
        return rest
    if len(others) < len(wanted):
        return and_(not_(_is_in(snapshot, study_id, others)), rest)
    return and_(_is_in(snapshot, study_id, wanted), rest)


def _is_in(snapshot: Snapshot, study_id: Any, numbers: BitMap) -> ColumnElement[bool]:
    if snapshot.is_sqlite:
        listed = func.json_each(orjson.dumps(list(numbers)).decode()).table_valued("value")
        return and_(study_id.in_(select(listed.c.value)))
    unnested = select(func.unnest(literal(list(numbers), ARRAY(Integer))))
    return and_(study_id.in_(unnested))
