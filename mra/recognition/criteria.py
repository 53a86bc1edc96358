"""The criteria: one named shape each, read from ``ontologies/shapes/recognition``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.namespace import DCTERMS, RDF, SH

from mra.knowledge.turtle import read_turtle
from mra.knowledge.vocabulary import MRA, RULE, bilingual
from mra.model.sheet import Effect
from mra.model.text import Bilingual

_EFFECTS: Mapping[str, Effect] = {"none": "none", "delta": "delta", "unknown": "unknown", "no": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a shape judges: its dimension, what it decides, its effect on failure, clause, source and sentence.

    ``target`` is the class of the cases that it concerns, ``path`` the fact that it reads.
    """

    id: str
    shape: str
    target: str
    path: str
    decides: str
    effect: Effect
    clause: str
    message: Bilingual
    dimension: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """The shapes graph and its criteria by id."""

    graph: rdflib.Graph
    by_id: Mapping[str, Criterion]

    def concerning(self, classes: set[str]) -> tuple[str, ...]:
        """Ids of the criteria about recognition and equivalence that concern a case of these classes."""
        return tuple(
            identifier for identifier, criterion in self.by_id.items() if criterion.decides in ("recognition", "equivalence") and criterion.target in classes
        )


def read_criteria(ontologies: Path) -> Criteria:
    """Read the recognition shapes."""
    graph = read_turtle((ontologies / "shapes" / "recognition").glob("*.ttl"))
    shapes = sorted(str(shape) for shape in graph.subjects(RDF.type, SH.PropertyShape))
    return Criteria(graph, {criterion.id: criterion for criterion in (_criterion(graph, rdflib.URIRef(shape)) for shape in shapes)})


def _criterion(graph: rdflib.Graph, shape: rdflib.URIRef) -> Criterion:
    def last(predicate: rdflib.URIRef) -> str:
        return str(graph.value(shape, predicate) or "").rpartition("/")[2]

    return Criterion(
        id=str(shape).removeprefix(str(RULE)),
        shape=str(shape),
        target=last(SH.targetClass),
        path=last(SH.path),
        decides=last(MRA.decides),
        effect=_EFFECTS[last(MRA.onFailure)],
        clause=str(graph.value(shape, MRA.clause)),
        message=bilingual(graph, shape, SH.message),
        dimension=last(MRA.dimension) or None,
        source=last(DCTERMS.source) or None,
    )
