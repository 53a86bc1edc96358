"""The whole knowledge base as RDF: what the files state, what the words mean, and, apart from both, what follows.

Three graphs, so that an export can say which triple is whose; ``everything`` is their union. Records are read with the local
context only: nothing is fetched.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import rdflib
from rdflib.namespace import RDF
from rdflib.plugins.parsers.jsonld import to_rdf

from mra.knowledge import records
from mra.knowledge.derive import derive
from mra.knowledge.forms import Form, Many, Table, dotted
from mra.knowledge.locate import Location
from mra.knowledge.nodes import Node, NodeWriter, Place, safe_iri
from mra.knowledge.positions import Path as KeyPath
from mra.knowledge.positions import line_index, nearest_line
from mra.knowledge.rows import COLUMNS, LINKS, RowWriter
from mra.knowledge.turtle import read_turtle
from mra.knowledge.vocabulary import MRA, iri
from mra.model.standard import series

Context = Mapping[str, Any]

#: The names of the three graphs in a dataset.
GRAPHS: Final = {name: rdflib.URIRef(f"https://w3id.org/mra/graph/{name}") for name in ("records", "vocabulary", "derived")}
#: Statements of the records that the rules of derivation read as they stand.
_PREMISES: Final = (
    MRA.broaderGroup,
    MRA.succeededBy,
    MRA.identicalAdoptionOf,
    MRA.modifiedAdoptionOf,
    MRA.notEquivalentTo,
    MRA.adoptionOfUnknownDegree,
)
#: The TOML files of ``mappings``, in the order of reading.
_TOML: Final = (
    "sources/*.toml",
    "products/groups.toml",
    "bodies/lists*.toml",
    "economies/*/*.toml",
    "instruments/*.toml",
    "evidence/*.toml",
)


@dataclass(frozen=True)
class KnowledgeGraph:
    """``records``: what the files of ``mappings`` state. ``vocabulary``: the core terms and the concept lists.

    ``derived``: what the rules and the series of editions add. ``places``: where the node of an IRI is written; ``lines``: the
    lines of the keys of each TOML file; ``keys``: how a property is written, as a key or a column.
    """

    records: rdflib.Graph
    vocabulary: rdflib.Graph
    derived: rdflib.Graph
    places: Mapping[str, Place]
    lines: Mapping[str, dict[KeyPath, int]]
    keys: Mapping[str, tuple[str, ...]]

    @cached_property
    def everything(self) -> rdflib.Graph:
        """The union of the three graphs."""
        union = rdflib.Graph()
        for part in (self.records, self.vocabulary, self.derived):
            union.addN((*triple, union) for triple in part)
        return union

    def dataset(self) -> rdflib.Dataset:
        """The three graphs under their names, for an export that shows which triple is derived."""
        dataset = rdflib.Dataset()
        for name, part in (("records", self.records), ("vocabulary", self.vocabulary), ("derived", self.derived)):
            graph = dataset.graph(GRAPHS[name])
            graph.addN((*triple, graph) for triple in part)
        return dataset

    def cell(self, node: str, predicate: str) -> tuple[str, int, str]:
        """File, line and field to mend for ``predicate`` of ``node``: the key if it is written, else the node's own place.

        A node that no file states (a concept) has no file and line 0.
        """
        place = self.places.get(node)
        if place is None:
            return "", 0, ""
        names = [name for name in self.keys.get(predicate, ()) if name in place.keys]
        index = self.lines.get(place.file, {})
        for name in names:
            if (*place.path, name) in index:
                return place.file, index[(*place.path, name)], dotted((*place.path, name))
        line = nearest_line(index, place.path) or place.line
        return place.file, line, dotted((*place.path, *names[:1]))


def read_graph(location: Location) -> KnowledgeGraph:
    """Read ``ontologies`` and ``mappings`` at ``location``. A file that is not TOML is passed over: ``load`` reports it."""
    context = read_context(location.ontologies)
    places: dict[str, Place] = {}
    lines: dict[str, dict[KeyPath, int]] = {}
    stated = rdflib.Graph()
    to_rdf({"@context": dict(context), "@graph": list(_toml_nodes(location, places, lines))}, stated)
    _add_tables(location, RowWriter(stated, places))
    return KnowledgeGraph(
        records=stated,
        vocabulary=read_vocabulary(location.ontologies),
        derived=derived_graph(stated, location.ontologies / "rules"),
        places=places,
        lines=lines,
        keys=_keys(context),
    )


def read_context(ontologies: Path) -> Context:
    """The JSON-LD context. Raises ``ValueError`` if it is not wholly written in the file."""
    context = json.loads((ontologies / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    if not isinstance(context, dict) or any(not isinstance(part, dict) for part in _scoped(context)):
        raise ValueError("ontologies/context.jsonld must hold its whole context itself and name no other")
    return context


def read_vocabulary(ontologies: Path) -> rdflib.Graph:
    """The core terms and the concept lists."""
    return read_turtle([*ontologies.glob("*.ttl"), *ontologies.glob("concepts/*.ttl")])


def derived_graph(stated: rdflib.Graph, rules: Path) -> rdflib.Graph:
    """What follows from ``stated``: direct bloc membership, the series of each edition, and what the rules derive."""
    premises, added = rdflib.Graph(), rdflib.Graph()
    for member, _, membership in stated.triples((None, MRA.membership, None)):
        for bloc in stated.objects(membership, MRA.bloc):
            added.add((member, MRA.memberOf, bloc))
    for edition in stated.subjects(RDF.type, MRA.StandardEdition):
        standard = rdflib.URIRef(safe_iri("edition", f"series/{series(str(stated.value(edition, MRA.designation)))}"))
        added.add((edition, MRA.editionOf, standard))
        premises.add((edition, RDF.type, MRA.StandardEdition))
    for predicate in _PREMISES:
        premises.addN((*triple, premises) for triple in stated.triples((None, predicate, None)))
    for adopting, adopted in stated.subject_objects(MRA.legacyEquivalentAdoptionOf):
        premises.add((adopting, MRA.modifiedAdoptionOf, adopted))
    known = set(premises)
    premises.addN((*triple, premises) for triple in added)
    premises.add((MRA.KnowledgeBase, RDF.type, MRA.KnowledgeBaseNode))
    derive(premises, rules)
    derived = rdflib.Graph()
    derived.addN((*triple, derived) for triple in premises if triple not in known)
    return derived


def _toml_nodes(location: Location, places: dict[str, Place], lines: dict[str, dict[KeyPath, int]]) -> Iterator[Node]:
    mappings = location.mappings
    instruments = frozenset(file.stem for file in mappings.glob("instruments/*.toml"))
    for file, raw in _toml_files(mappings):
        name = file.relative_to(location.root).as_posix()
        lines[name] = line_index(file.read_text(encoding="utf-8"))
        yield from _file_nodes(file, raw, NodeWriter(name, lines[name], places, instruments))


def _toml_files(mappings: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for pattern in _TOML:
        for file in sorted(mappings.glob(pattern)):
            try:
                yield file, tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError):
                continue


def _file_nodes(file: Path, raw: dict[str, Any], writer: NodeWriter) -> Iterator[Node]:
    folder = file.parent.name
    if folder == "sources":
        yield from _array_nodes(records.SOURCES_FILE, raw, "source", "source", "Source", writer)
    elif folder == "products":
        yield from _array_nodes(records.GROUPS_FILE, raw, "group", "product", "ProductGroup", writer)
    elif folder == "bodies":
        yield from _array_nodes(records.LISTS_FILE, raw, "list", "body-list", "BodyList", writer)
    elif folder == "instruments":
        yield {"id": file.stem, **writer.node(records.INSTRUMENT, raw, safe_iri("instrument", file.stem), "Instrument")}
    elif folder == "evidence":
        yield {"id": file.stem, **writer.node(records.EVIDENCE, raw, safe_iri("evidence", file.stem), "EvidenceKind")}
    elif file.stem == "economy":
        yield writer.node(records.ECONOMY, raw, safe_iri("economy", str(raw.get("code", folder.upper()))), "Economy")
    else:
        identifier = f"{folder}-{file.stem}"
        node = writer.node(records.SCHEME, raw, safe_iri("scheme", identifier), "Scheme")
        yield {"id": identifier, "economy": iri("economy", folder.upper()), **node}


def _array_nodes(form: Table, raw: dict[str, Any], key: str, kind: str, of_class: str, writer: NodeWriter) -> Iterator[Node]:
    many = form.form_of(key)
    entries = raw.get(key)
    item: Form | None = many.item if isinstance(many, Many) else None
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and isinstance(item, Table):
            yield writer.node(item, entry, safe_iri(kind, str(entry.get("id", position + 1))), of_class, (key, position))


def _add_tables(location: Location, writer: RowWriter) -> None:
    mappings = location.mappings
    tables = (
        ("standards/*.editions.tsv", writer.editions),
        ("standards/*.sssom.tsv", writer.adoptions),
        ("products/hs2022.sssom.tsv", writer.goods_codes),
        ("bodies/*.tsv", writer.bodies),
        ("notices/*.tsv", writer.notices),
        ("costs/*.tsv", writer.costs),
    )
    for pattern, add in tables:
        for file in sorted(mappings.glob(pattern)):
            add(file, file.relative_to(location.root).as_posix())


def _scoped(context: Context) -> Iterator[Any]:
    for term in context.values():
        if isinstance(term, dict) and "@context" in term:
            yield term["@context"]


def _keys(context: Context) -> dict[str, tuple[str, ...]]:
    """How each property is written: the keys of the context, then the columns of the tables."""
    keys: dict[str, list[str]] = {}
    for terms in (context, *_scoped(context)):
        for key, term in terms.items():
            compact = term.get("@id", "") if isinstance(term, dict) else str(term)
            prefix, _, local = compact.partition(":")
            if prefix in context and not local.startswith("//"):
                keys.setdefault(f"{context[prefix]}{local}", []).append(key)
    for column, predicate in [*((column, predicate) for column, (predicate, _) in COLUMNS.items()), *LINKS.items()]:
        keys.setdefault(str(predicate), []).append(column)
    return {predicate: tuple(dict.fromkeys(names)) for predicate, names in keys.items()}
