"""TOML records as JSON-LD nodes: every table becomes a node, and its IRI is the path that leads to it.

The forms of ``records.py`` say which strings name other records or concepts; these become IRIs. What a key means is said in
``ontologies/context.jsonld``. Nothing is judged here: a value of the wrong type goes into the graph as it is written, where
the shapes find it.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from mra.knowledge.forms import Choice, Conditional, Form, Many, Open, Plain, Reading, Ref, Table, Text
from mra.knowledge.positions import Path, nearest_line
from mra.knowledge.vocabulary import MRA, iri
from mra.model.condition import Test, When

Node = dict[str, Any]

#: The class of the nodes below a key.
CLASSES: Final[Mapping[str, str]] = {
    "accepts": "Acceptance",
    "attributes": "AttributeValue",
    "certificate_number": "NumberPattern",
    "conditions": "Conditions",
    "coverage": "Coverage",
    "delta": "Remark",
    "element": "Element",
    "exception": "ExceptionClause",
    "exclusion": "Exclusion",
    "item": "ListItem",
    "list": "ProductList",
    "marks": "Remark",
    "member": "InstrumentMember",
    "member_of": "BlocMembership",
    "open": "Remark",
    "restrictions": "Remark",
    "route": "Route",
    "scope": "Scope",
    "searched": "Search",
    "when": "AttributeTest",
    "yields": "Yield",
}
#: What a word stands for that may be written in place of an id.
KEYWORDS: Final[Mapping[str, str]] = {
    "concept:topic": str(MRA.AnyTopic),
    "edition": str(MRA.DestinationStandard),
    "evidence": str(MRA.AnyEvidence),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is written: file, path inside it (empty in a table of rows), the line, from 1, and the keys or columns it may have."""

    file: str
    path: Path
    line: int
    keys: tuple[str, ...] = ()


def safe_iri(kind: str, identifier: str) -> str:
    """The IRI of a record, whatever signs its id has: what is not allowed in an IRI is percent-encoded."""
    return quote(iri(kind, identifier), safe=":/-._~%+()")


def words_by_language(form: Form) -> bool:
    """Whether ``form`` is a table of words by language (the synonyms of a product group)."""
    return isinstance(form, Table) and set(form.keys) == {"en!", "zh!"}


@dataclass(slots=True)
class NodeWriter:
    """Turns the raw tables of one file into nodes; ``places`` notes where each of them is written."""

    file: str
    lines: dict[Path, int]
    places: dict[str, Place]
    instruments: frozenset[str] = field(default_factory=frozenset)

    def node(self, form: Table, raw: Mapping[str, Any], name: str, of_class: str, path: Path = ()) -> Node:
        """The node ``name`` of the class ``of_class`` for the table ``raw`` at ``path``; keys without a form are left out."""
        node: Node = {"@id": name, "@type": str(MRA[of_class])}
        keys = tuple(key.rstrip("!") for key in form.keys)
        self.places[name] = Place(self.file, path, nearest_line(self.lines, path) if path else 1, keys)
        for key, value in raw.items():
            if (inner := form.form_of(key)) is not None:
                node[key] = self._value(inner, value, name, key, (*path, key))
        if of_class == "EvidenceKind" and isinstance(raw.get("scheme"), str):
            node["scheme"] = safe_iri("instrument" if raw["scheme"] in self.instruments else "scheme", raw["scheme"])
        return node

    def _value(self, form: Form, raw: Any, name: str, key: str, path: Path) -> Any:
        if isinstance(raw, list) and isinstance(form, Many):
            return self._many(form.item, raw, name, key, path)
        if isinstance(raw, dict):
            return self._table(form, raw, name, key, path)
        if isinstance(form, (Ref, Choice)) and isinstance(raw, str):
            return _named(form, raw)
        return _literal(form, raw)

    def _many(self, item: Form, raw: list[Any], name: str, key: str, path: Path) -> list[Any]:
        if not isinstance(item, (Table, Text)):
            return [self._value(item, part, name, key, (*path, position)) for position, part in enumerate(raw)]
        steps = zip(raw, _steps(raw), strict=True)
        return [self._item(item, part, name, f"{key}/{step}", (*path, position)) for position, (part, step) in enumerate(steps)]

    def _item(self, item: Form, raw: Any, name: str, step: str, path: Path) -> Any:
        key = str(path[-2])
        if not isinstance(raw, dict):
            return _literal(item, raw)
        if isinstance(item, Table):
            own = safe_iri("product-list", str(raw["id"])) if key == "list" and "id" in raw else f"{name}/{step}"
            return self.node(item, raw, own, CLASSES[key], path)
        self._note(f"{name}/{step}", path)
        return {"@id": f"{name}/{step}", "@type": str(MRA[CLASSES[key]]), "text": raw}

    def _table(self, form: Form, raw: dict[str, Any], name: str, key: str, path: Path) -> Any:
        if isinstance(form, (Conditional, Open)):
            return list(self._attributes(form, raw, f"{name}/{key}", path))
        if isinstance(form, Table) and not words_by_language(form):
            return self.node(form, raw, f"{name}/{key}", CLASSES[key], path)
        return {language: words for language, words in raw.items() if language in ("en", "zh")}

    def _attributes(self, form: Conditional | Open, raw: dict[str, Any], name: str, path: Path) -> Iterator[Node]:
        """Tests or values of attributes, as the form itself reads them: one node an attribute."""
        read = form.read(raw, path, Reading(self.file, {}))
        for attribute, said in read.tests if isinstance(read, When) else (read or {}).items():
            own = f"{name}/{quote(attribute)}"
            self._note(own, path)
            named = {"@id": own, "@type": str(MRA[CLASSES[str(path[-1])]]), "attribute": safe_iri("concept:attribute", attribute)}
            yield named | (_test(said) if isinstance(said, Test) else {"value": list(said) if isinstance(said, tuple) else said})

    def _note(self, name: str, path: Path) -> None:
        self.places[name] = Place(self.file, path, nearest_line(self.lines, path))


def _steps(raw: list[Any]) -> list[str]:
    """What names each item of an array in a path: its id, else its number from 1; an id that was used already gets its number too."""
    steps: list[str] = []
    for number, part in enumerate(raw, start=1):
        step = quote(str(part["id"])) if isinstance(part, dict) and "id" in part else str(number)
        steps.append(f"{step}.{number}" if step in steps else step)
    return steps


def _test(test: Test) -> Node:
    bounds = {"min": test.minimum, "max": test.maximum}
    return {"any_of": list(test.any_of), "none_of": list(test.none_of)} | {key: bound for key, bound in bounds.items() if bound is not None}


def _named(form: Ref | Choice, raw: str) -> str:
    kind = f"concept:{form.scheme}" if isinstance(form, Choice) else form.kind
    if raw in form.keywords:
        return KEYWORDS[kind]
    through = form.through if isinstance(form, Ref) else None
    return safe_iri(kind, through(raw) if through else raw)


def _literal(form: Form, raw: Any) -> Any:
    """A plain value; one that is not of the form's type keeps its own type, whatever the context says of the key."""
    day = isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime)
    text = raw.isoformat() if isinstance(raw, (datetime.date, datetime.time)) else raw
    if isinstance(form, Plain) and form.type is datetime.date and not day:
        return {"@value": str(text), "@type": "xsd:string"}
    return text if isinstance(text, (str, bool, int, float)) else str(text)
