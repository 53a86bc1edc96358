"""The graph, or what it states of one record, as Turtle, JSON-LD or N-Quads; the same bytes for the same input."""

import json
import re
from typing import Any

import rdflib

from mra.knowledge.graph import KnowledgeGraph, read_graph
from mra.knowledge.locate import Location
from mra.knowledge.nodes import safe_iri
from mra.knowledge.rows import PAV, SEMAPV, SSSOM


def whole(location: Location, format_name: str) -> str:
    """Everything: ``turtle`` and ``jsonld`` as one graph, ``nquads`` with the names of the graphs, line by line."""
    knowledge = read_graph(location)
    if format_name == "nquads":
        lines = knowledge.dataset().serialize(format="nquads").splitlines()
        return "".join(f"{line}\n" for line in sorted(lines) if line)
    return _written(knowledge, knowledge.everything, format_name)


def excerpt(location: Location, kind: str, name: str, format_name: str) -> str:
    """What the graph states of one record and of the nodes that belong to it."""
    knowledge = read_graph(location)
    return _written(knowledge, _around(knowledge, safe_iri(kind, name)), format_name)


def _around(knowledge: KnowledgeGraph, record: str) -> rdflib.Graph:
    found = rdflib.Graph()
    waiting: list[rdflib.term.Node] = [rdflib.URIRef(record)]
    while waiting:
        for triple in knowledge.everything.triples((waiting.pop(), None, None)):
            belongs = isinstance(triple[2], rdflib.BNode) or str(triple[2]).startswith((f"{record}/", f"{record}#"))
            if belongs and triple not in found:
                waiting.append(triple[2])
            found.add(triple)
    return found


def _written(knowledge: KnowledgeGraph, graph: rdflib.Graph, format_name: str) -> str:
    prefixes = _prefixes(knowledge, graph)
    bound = rdflib.Graph(bind_namespaces="none")
    bound.addN((*triple, bound) for triple in graph)
    for name, namespace in prefixes.items():
        bound.bind(name, namespace)
    if format_name == "turtle":
        return bound.serialize(format="turtle").strip("\n") + "\n"
    data = json.loads(bound.serialize(format="json-ld", context=prefixes))
    return json.dumps(_sorted(data), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _prefixes(knowledge: KnowledgeGraph, graph: rdflib.Graph) -> dict[str, str]:
    """The prefixes of the vocabulary and the tables that ``graph`` has a use for."""
    used = {re.split(r"[^/#]*$", str(node))[0] for triple in graph for node in triple if isinstance(node, rdflib.URIRef)}
    known = [*knowledge.vocabulary.namespaces(), ("pav", PAV), ("semapv", SEMAPV), ("sssom", SSSOM)]
    return {name: str(namespace) for name, namespace in sorted(known) if name and str(namespace) in used}


def _sorted(value: Any) -> Any:
    """The same JSON-LD with its sets in one order; lists keep theirs."""
    if isinstance(value, dict):
        return {key: [_sorted(part) for part in content] if key == "@list" else _sorted(content) for key, content in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value
