"""Read the tree of a JSON body: groups, comparisons, and conditions that must hold for one and the same row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.core.errors import Fault, Faults, nearest
from app.core.fields import Field, Resource, Scope
from app.core.operators import ORDERED, Operator
from app.core.query import ANYTHING
from app.core.strict_json import child
from app.core.tree import BARE, Condition, Either, Every, Node, Not, Some, single
from app.core.values import MAX_VALUES, ValueFaultError, read_json, shown

MAX_DEPTH = 10
MAX_COMPARISONS = 200
BARE_NODE = ""
COMPARISON = ("field", "op", "value")
GROUPS = ("and", "or", "not", "any")
SINGLE = (Operator.ISNULL, *ORDERED)


class TreeReader:
    """Reads one tree; faults are noted where they are, and reading goes on beside them."""

    def __init__(self, resource: Resource, faults: Faults) -> None:
        self.asked: list[Condition] = []
        self._fields = {field.name: field for field in resource.fields}
        self._scopes = {field.scope.name: field.scope for field in resource.fields if field.scope}
        self._faults = faults
        self._comparisons = 0

    def read(self, value: Any, pointer: str, depth: int = 1, scope: Scope | None = None) -> Node:
        """Read a node; inside a scope, only comparisons of its rows and groups of them."""
        if depth > MAX_DEPTH:
            return self._fault("too-deep", f"The tree is deeper than {MAX_DEPTH} nodes; ask for less at once.", pointer)
        if not isinstance(value, dict):
            message = f"This is {shown(value)}; a node is an object with {_listed(GROUPS)}, or field, op and value."
            return self._fault("wrong-type", message, pointer)
        if not any(name in value for name in (*GROUPS, *COMPARISON)):
            return self._nothing(value, pointer)
        kinds = [name for name in GROUPS if name in value]
        if any(name in value for name in COMPARISON):
            kinds.append(BARE_NODE)
        if len(kinds) > 1:
            message = f"A node is one of {_listed(GROUPS)} or a comparison; join several with and, or with or."
            return self._fault("mixed-node", message, pointer)
        return self._node(kinds[0], value, pointer, depth, scope)

    def _node(self, kind: str, value: dict[str, Any], pointer: str, depth: int, scope: Scope | None) -> Node:
        complete = self._keys(value, (kind,) if kind else COMPARISON, pointer, (*GROUPS, *COMPARISON))
        within = child(pointer, kind)
        match kind:
            case "and" | "or":
                return self._group(kind, value[kind], within, depth, scope)
            case "not":
                return Not(self.read(value[kind], within, depth + 1, scope))
            case "any":
                return self._same_row(value[kind], within, depth, scope)
            case _:
                return self._comparison(value, pointer, scope) if complete else ANYTHING

    def _nothing(self, value: dict[str, Any], pointer: str) -> Node:
        self._keys(value, (), pointer, (*GROUPS, *COMPARISON))
        if not value:
            message = f"This node is empty; give it one of {_listed(GROUPS)}, or field, op and value."
            self._fault("empty-group", message, pointer)
        return ANYTHING

    def _group(self, kind: str, parts: Any, pointer: str, depth: int, scope: Scope | None) -> Node:
        if not isinstance(parts, list):
            return self._fault("wrong-type", f"{kind} is {shown(parts)}; it is a list of nodes.", pointer)
        if not parts:
            return self._fault("empty-group", f"{kind} is empty; give it a node or leave it out.", pointer)
        read = tuple(self.read(part, child(pointer, place), depth + 1, scope) for place, part in enumerate(parts))
        return Every(read) if kind == "and" else Either(read)

    def _same_row(self, value: Any, pointer: str, depth: int, around: Scope | None) -> Node:
        if around is not None:
            message = f"any cannot stand inside any of {around.name}; ask for two rows beside each other."
            return self._fault("nested-any", message, pointer)
        if not isinstance(value, dict):
            message = f"any is {shown(value)}; it is an object with of and where."
            return self._fault("wrong-type", message, pointer)
        if not self._keys(value, ("of", "where"), pointer):
            return ANYTHING
        name = value["of"]
        scope = self._scopes.get(name) if isinstance(name, str) else None
        if scope is None:
            message = f"There are no rows {shown(name)} here."
            return self._fault("unknown-scope", message, child(pointer, "of"), list(self._scopes), name)
        return Some(scope, self.read(value["where"], child(pointer, "where"), depth + 1, scope))

    def _comparison(self, value: dict[str, Any], pointer: str, scope: Scope | None) -> Node:
        self._comparisons += 1
        if self._comparisons > MAX_COMPARISONS:
            if self._comparisons == MAX_COMPARISONS + 1:
                message = f"The tree has more than {MAX_COMPARISONS} comparisons; ask for less at once."
                self._fault("too-many-comparisons", message, pointer)
            return ANYTHING
        field = self._field(value["field"], child(pointer, "field"), scope)
        operator = None if field is None else self._operator(field, value["op"], child(pointer, "op"))
        if field is None or operator is None:
            return ANYTHING
        values, pointers = self._values(field, operator, value["value"], child(pointer, "value"))
        self.asked.append(Condition(field, operator, values, pointers))
        return single(field, operator, values, inside=scope is not None)

    def _field(self, name: Any, pointer: str, scope: Scope | None) -> Field | None:
        allowed = [each.name for each in self._fields.values() if scope is None or _is_of(each, scope)]
        field = self._fields.get(name) if isinstance(name, str) else None
        if field is None:
            self._fault("unknown-field", f"There is no field {shown(name)} here.", pointer, allowed, name)
        elif scope is not None and not _is_of(field, scope):
            of = field.scope.name if field.scope else "the row itself"
            message = f"{field.name} is a field of {of}; inside any of {scope.name} only its own fields can be asked."
            self._fault("outside-scope", message, pointer, allowed)
            return None
        return field

    def _operator(self, field: Field, name: Any, pointer: str) -> Operator | None:
        known = {each.value or BARE: each for each in field.operators}
        if isinstance(name, str) and name in known:
            return known[name]
        message = f"{field.name} has no op {shown(name)}."
        self._fault("unknown-operator", message, pointer, list(known), name)
        return None

    def _values(
        self, field: Field, operator: Operator, value: Any, pointer: str
    ) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        places = [(value, pointer)]
        if isinstance(value, list):
            places = [(each, child(pointer, place)) for place, each in enumerate(value)]
            if operator in SINGLE:
                self._fault("one-value", f"{field.name} with {operator} takes one value, not a list.", pointer)
            elif not value:
                self._fault("empty-value", f"{field.name} has no value; give one or leave it out.", pointer)
            elif len(value) > MAX_VALUES:
                message = f"{field.name} takes at most {MAX_VALUES} values."
                self._fault("too-many-values", message, pointer)
            places = places if operator not in SINGLE and len(value) <= MAX_VALUES else []
        read: list[Any] = []
        for each, place in places:
            try:
                read.append(read_json(field.name, field, operator, each))
            except ValueFaultError as error:
                self._faults.add(replace(error.fault, parameter=None, pointer=place))
        return tuple(read), tuple(place for _, place in places)

    def _keys(
        self, value: dict[str, Any], wanted: Sequence[str], pointer: str, known: Sequence[str] | None = None
    ) -> bool:
        """Tell whether all keys that are wanted are there; note those that are not, and those that are unknown."""
        for name in value:
            if name not in wanted:
                close = nearest(name, known or wanted)
                message = f"There is no {name[:100]!r} here."
                self._faults.add(Fault("unknown-key", message, did_you_mean=close, pointer=child(pointer, name)))
        missing = [name for name in wanted if name not in value]
        for name in missing:
            message = f"{name} is missing; this takes {_listed(wanted)}."
            self._faults.add(Fault("missing-key", message, pointer=pointer))
        return not missing

    def _fault(
        self, code: str, message: str, pointer: str, allowed: Sequence[str] | None = None, given: Any = None
    ) -> Node:
        close = nearest(given, allowed or []) if isinstance(given, str) else None
        self._faults.add(Fault(code, message, None, allowed, close, pointer))
        return ANYTHING


def _is_of(field: Field, scope: Scope) -> bool:
    return field.scope is not None and field.scope.name == scope.name


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
