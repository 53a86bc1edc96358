"""IRIs, written once, and the concept lists of ``ontologies/concepts``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import rdflib
from rdflib.namespace import RDF, SKOS

from mra.knowledge.turtle import read_turtle
from mra.model.concept import Concept, Concepts
from mra.model.text import Bilingual

BASE: Final = "https://w3id.org/mra/"
MRA: Final = rdflib.Namespace(f"{BASE}core/")
RULE: Final = rdflib.Namespace(f"{BASE}rule/")

#: Where records of a kind live below ``BASE``.
FOLDERS: Final[Mapping[str, str]] = {
    "source": "source/",
    "economy": "economy/",
    "scheme": "scheme/",
    "instrument": "instrument/",
    "evidence": "evidence/",
    "edition": "standard/",
    "product": "product/",
    "product-list": "product-list/",
    "body-list": "body-list/",
    "body": "body/",
    "hs": "hs/",
}


def iri(kind: str, identifier: str) -> str:
    """The IRI of the record ``identifier`` of ``kind``; ``concept:topic`` names a concept list."""
    if kind.startswith("concept:"):
        return f"{BASE}concept/{kind.removeprefix('concept:')}/{identifier}"
    return f"{BASE}{FOLDERS[kind]}{identifier}"


def bilingual(graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> Bilingual:
    """The text of ``subject`` under ``predicate``. Raises ``ValueError`` if a language is missing."""
    found = {str(text.language): str(text) for text in graph.objects(subject, predicate) if isinstance(text, rdflib.Literal)}
    return Bilingual(found.get("en", ""), found.get("zh", ""))


def read_concepts(folder: Path) -> Concepts:
    """All concept lists below ``folder``, by name and notation."""
    graph = read_turtle(folder.glob("*.ttl"))
    lists: dict[str, dict[str, Concept]] = {}
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        name = str(scheme).rpartition("/")[2]
        lists[name] = {}
        for concept in graph.subjects(SKOS.inScheme, scheme):
            notation = str(graph.value(concept, SKOS.notation))
            value_type = graph.value(concept, MRA.valueType)
            lists[name][notation] = Concept(notation, bilingual(graph, concept, SKOS.prefLabel), str(value_type).rpartition("#")[2] if value_type else None)
    return lists
