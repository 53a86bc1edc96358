"""Read ``ontologies`` and ``mappings`` into one ``Knowledge``, or say everything that is wrong with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mra.errors import KnowledgeError
from mra.knowledge.base import Knowledge
from mra.knowledge.derive import derive, relation_graph
from mra.knowledge.locate import Location
from mra.knowledge.shelf import Shelf, read_shelf, undefined_references
from mra.knowledge.vocabulary import read_concepts
from mra.language import say
from mra.model.cost import Published


def load(location: Location) -> Knowledge:
    """The knowledge base at ``location``.

    Raises ``KnowledgeError`` with all problems if a record breaks its form or names what is not there.
    """
    return load_with_files(location)[0]


def load_with_files(location: Location) -> tuple[Knowledge, Mapping[tuple[str, str], str]]:
    """The knowledge base, and the file that each record, by kind and id, came from."""
    concepts = read_concepts(location.ontologies / "concepts")
    shelf = read_shelf(location)
    problems = sorted([*shelf.problems, *undefined_references(shelf, concepts)], key=lambda problem: problem.sort_key)
    if problems:
        raise KnowledgeError(say("check.summary", count=len(problems)), problems)
    groups = _with_goods_codes(shelf)
    graph = relation_graph(shelf.kind("economy").values(), groups.values(), shelf.kind("instrument").values(), shelf.kind("edition").values(), shelf.adoptions)
    knowledge = Knowledge(
        concepts=concepts,
        sources=shelf.kind("source"),
        economies=shelf.kind("economy"),
        schemes=dict(sorted(shelf.kind("scheme").items())),
        instruments=shelf.kind("instrument"),
        evidence=shelf.kind("evidence"),
        editions=shelf.kind("edition"),
        adoptions=tuple(shelf.adoptions),
        groups=groups,
        body_lists=shelf.kind("body-list"),
        notices=tuple(shelf.notices),
        costs=_costs(shelf),
        derived=derive(graph, location.ontologies / "rules"),
        fingerprint=location.fingerprint(),
    )
    return knowledge, shelf.files


def _costs(shelf: Shelf) -> dict[str, tuple[Published, ...]]:
    found: dict[str, list[Published]] = {}
    for scheme, published, _, _ in shelf.costs:
        found.setdefault(scheme, []).append(published)
    return {scheme: tuple(found[scheme]) for scheme in sorted(found)}


def _with_goods_codes(shelf: Shelf) -> dict[str, Any]:
    codes: dict[str, list[str]] = {}
    for group, code in shelf.goods_codes:
        codes.setdefault(group, []).append(code)
    return {identifier: replace(group, hs=tuple(codes.get(identifier, ()))) for identifier, group in shelf.kind("product").items()}
