"""What follows by definition, derived by the SHACL-AF rules of ``ontologies/rules``."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import rdflib
from rdflib.namespace import RDF

from mra.knowledge.derived import Derived
from mra.knowledge.turtle import read_turtle
from mra.knowledge.vocabulary import BASE, FOLDERS, MRA, iri
from mra.model.instrument import Instrument
from mra.model.market import Economy, ProductGroup
from mra.model.standard import Adoption, Degree, Edition, Relation, series

PREDICATES: Final[Mapping[Degree, rdflib.URIRef]] = {
    "identical": MRA.identicalAdoptionOf,
    "modified": MRA.modifiedAdoptionOf,
    "legacy": MRA.modifiedAdoptionOf,
    "not_equivalent": MRA.notEquivalentTo,
    "unknown": MRA.adoptionOfUnknownDegree,
}
#: From best to worst; the first that holds between two editions is their relation.
_RELATIONS: Final[tuple[tuple[rdflib.URIRef, Relation], ...]] = (
    (MRA.identicalTo, "identical"),
    (MRA.otherEditionOf, "edition"),
    (MRA.modifiedFrom, "modified"),
    (MRA.modifiedEditionOf, "modified_edition"),
    (MRA.comparableWith, "comparison"),
    (MRA.notEquivalentWith, "not_equivalent"),
    (MRA.relatedInUnknownDegree, "unknown"),
)


def relation_graph(
    economies: Iterable[Economy], groups: Iterable[ProductGroup], instruments: Iterable[Instrument], editions: Iterable[Edition], adoptions: Iterable[Adoption]
) -> rdflib.Graph:
    """The small graph on which the rules run."""
    graph = rdflib.Graph()
    graph.add((MRA.KnowledgeBase, RDF.type, MRA.KnowledgeBaseNode))
    for economy in economies:
        for membership in economy.memberships:
            graph.add((_node("economy", economy.code), MRA.memberOf, _node("economy", membership.bloc)))
    for group in groups:
        if group.broader:
            graph.add((_node("product", group.id), MRA.broaderGroup, _node("product", group.broader)))
    for instrument in instruments:
        if instrument.succeeded_by:
            graph.add((_node("instrument", instrument.id), MRA.succeededBy, _node("instrument", instrument.succeeded_by)))
    for edition in editions:
        graph.add((_node("edition", edition.id), RDF.type, MRA.StandardEdition))
        graph.add((_node("edition", edition.id), MRA.editionOf, _node("edition", f"series/{series(edition.designation)}")))
    for adoption in adoptions:
        graph.add((_node("edition", adoption.subject), PREDICATES[adoption.degree], _node("edition", adoption.object)))
    return graph


def derive(graph: rdflib.Graph, rules: Path) -> Derived:
    """Run the rules over ``graph`` (which grows) and read what they derived."""
    from pyshacl import shacl_rules

    shapes = read_turtle(rules.glob("*.ttl"))
    shacl_rules(graph, shacl_graph=shapes, advanced=True, inplace=True)
    relations: dict[tuple[str, str], Relation] = {}
    for predicate, relation in _RELATIONS:
        for one, other in graph.subject_objects(predicate):
            relations.setdefault((_id("edition", one), _id("edition", other)), relation)
    return Derived(
        relations,
        _closure(graph, MRA.inheritsFrom, "product"),
        _closure(graph, MRA.answersWith, "economy"),
        _closure(graph, MRA.resolvesTo, "instrument"),
    )


def _node(kind: str, identifier: str) -> rdflib.URIRef:
    return rdflib.URIRef(iri(kind, identifier))


def _id(kind: str, node: rdflib.term.Node) -> str:
    return str(node).removeprefix(f"{BASE}{FOLDERS[kind]}")


def _closure(graph: rdflib.Graph, predicate: rdflib.URIRef, kind: str) -> dict[str, frozenset[str]]:
    closure: dict[str, set[str]] = {}
    for one, other in graph.subject_objects(predicate):
        closure.setdefault(_id(kind, one), set()).add(_id(kind, other))
    return {one: frozenset(others) for one, others in closure.items()}
