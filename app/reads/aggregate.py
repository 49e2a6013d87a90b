"""Answer how many: studies and rows by the values of up to three fields, with denominators, never cut."""

from dataclasses import replace
from urllib.parse import quote

import orjson
from pyroaring import BitMap

from app.core.fields import Resource
from app.core.http import base_url
from app.core.operators import Operator
from app.core.query import ListQuery
from app.core.tree import Every, Node
from app.reads.aggregate_query import read_aggregate
from app.reads.group_json import write_groups
from app.reads.group_links import GroupLinks
from app.reads.group_rows import count_grouped, count_rows, count_with_value, group_rows
from app.reads.group_sets import buckets_of, can_be_grouped_by_sets, group_by_sets
from app.reads.group_show import complete, describe, refuse_too_many
from app.reads.grouping import RETRACTION, Denominators, Figures, Grouping, Groups, fields_of, retracted
from app.reads.incidence import count_incidence, is_incidence
from app.reads.reading import Answer, Reading, meta_of
from app.reads.sets import Sets, answered_by_sets
from app.reads.slugs import understand
from app.reads.snapshot import Snapshot
from app.reads.standing import look_up, standing_grouping

# Values of a dimension that are not a closed list, for a guess at the work.
MANY = 100
QUICK = 400


def is_quick(reading: Reading, resource: Resource) -> bool:
    """Tell whether groups are looked up, counted in columns that are remembered, or few that sets give."""
    query, dimensions, metrics = read_aggregate(reading, resource)
    grouping = Grouping(resource, query.where, dimensions, metrics)
    if query.text is not None:
        return False
    if standing_grouping(grouping) or is_incidence(grouping):
        return True
    guess = 1
    for each in dimensions:
        guess *= len(each.field.closed.values()) if each.field.closed else MANY
    return can_be_grouped_by_sets(grouping) and answered_by_sets(query.where) and guess <= QUICK


def aggregate(reading: Reading, resource: Resource) -> Answer:
    """Answer with all groups."""
    snapshot = reading.snapshot
    query, dimensions, metrics = read_aggregate(reading, resource)
    grouping = Grouping(resource, query.where, dimensions, metrics)
    address = base_url(reading) + quote(reading.scope["path"].removesuffix("/aggregate"))
    if query.text is None and standing_grouping(grouping):
        # What is always asked for is shown once for a revision.
        key = ("standing", address, tuple(each.text for each in dimensions), tuple(metrics), query.rollup)
        shown = snapshot.memory.get(key, lambda: _answer(reading, grouping, query, address), lambda made: len(made[0]))
    else:
        shown = _answer(reading, grouping, query, address)
    links = orjson.dumps({"self": reading.address(None)})
    return Answer(b'{"data":%b,"meta":%b,"links":%b}' % (*shown, links))


def _answer(reading: Reading, grouping: Grouping, query: ListQuery, address: str) -> tuple[bytes, bytes]:
    snapshot = reading.snapshot
    understood = understand(snapshot, query)
    grouping = replace(grouping, where=understood.where)
    asks = RETRACTION in fields_of(grouping.where) | {each.field.name for each in grouping.dimensions}
    groups, denominators = find_groups(snapshot, grouping, excludes=not asks)
    groups = complete(groups, grouping)
    refuse_too_many(len(groups), "by")
    own = {*grouping.resource.parameters, "by", "metric", "rollup"}
    others = [(name, text) for name, text in reading.items if name not in own]
    links = GroupLinks(snapshot, query, understood, grouping, address, others)
    meta = describe(grouping, understood.echo(query), denominators, len(groups))
    data = write_groups(snapshot, grouping, groups, links)
    return data, orjson.dumps(meta_of(snapshot.revision) | meta)


def find_groups(snapshot: Snapshot, grouping: Grouping, *, excludes: bool) -> tuple[Groups, Denominators]:
    """Find all groups and the denominators by the shortest way."""
    if (name := standing_grouping(grouping)) and excludes:
        return look_up(snapshot, grouping, name)
    withdrawn: Figures | None = None
    if excludes:
        kept = Every((grouping.where, retracted(grouping.resource, Operator.NOT)))
        withdrawn = _count_retracted(snapshot, grouping)
        grouping = replace(grouping, where=kept)
    if can_be_grouped_by_sets(grouping):
        return _by_sets(snapshot, grouping, withdrawn)
    if is_incidence(grouping):
        groups, total = count_incidence(snapshot, grouping)
        return groups, Denominators(total, groups.with_value(grouping.dimensions), withdrawn)
    groups = group_rows(snapshot, grouping)
    several = [each for each in grouping.dimensions if each.is_multi_valued]
    total = count_rows(snapshot, grouping)
    if not several:
        return groups, Denominators(total, groups.with_value(grouping.dimensions), withdrawn)
    with_value = {each.text: count_with_value(snapshot, grouping, each) for each in grouping.dimensions}
    outside = total["rows"] - count_grouped(snapshot, grouping)
    return groups, Denominators(total, with_value, withdrawn, outside)


def _count_retracted(snapshot: Snapshot, grouping: Grouping) -> Figures:
    where: Node = Every((grouping.where, retracted(grouping.resource)))
    sets = Sets(snapshot)
    found = sets.matching(retracted(grouping.resource))
    if not found:
        return {"studies": 0, "rows": 0}
    if grouping.resource.name == "studies":
        return {"studies": len(sets.matching(where))}
    if is_incidence(grouping):
        return count_incidence(snapshot, replace(grouping, where=where))[1]
    return count_rows(snapshot, replace(grouping, where=where))


def _by_sets(snapshot: Snapshot, grouping: Grouping, withdrawn: Figures | None) -> tuple[Groups, Denominators]:
    sets = Sets(snapshot)
    found = sets.matching(grouping.where)
    grouped, with_value = found, {}
    for each in grouping.dimensions:
        buckets = buckets_of(snapshot, sets, grouping, each)
        known = BitMap.union(BitMap(), *(members for value, members in buckets if value is not None))
        with_value[each.text] = found.intersection_cardinality(known)
        grouped = grouped & (known | buckets[-1][1])
    groups = group_by_sets(snapshot, grouping, found)
    outside = len(found) - len(grouped)
    return groups, Denominators({"studies": len(found)}, with_value, withdrawn, outside)
