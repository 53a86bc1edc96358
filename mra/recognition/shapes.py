"""The files of shapes: read, turned into criteria, and what of them cannot be."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import rdflib
from rdflib.namespace import DCTERMS, SH

from mra.knowledge.turtle import read_turtle
from mra.knowledge.vocabulary import MRA, RULE, bilingual
from mra.model.problem import Problem
from mra.model.sheet import Effect
from mra.recognition.compiler import compile_problems, compile_shapes
from mra.recognition.criteria import Criteria, Criterion

#: The sets of shapes below ``ontologies/shapes`` that judge cases; each is compiled by itself.
RECOGNITION: Final = "recognition/*.ttl"
EVIDENCE: Final = "evidence.ttl"
SETS: Final = (RECOGNITION, EVIDENCE)
_EFFECTS: Final[Mapping[str, Effect]] = {"none": "none", "delta": "delta", "unknown": "unknown", "no": "no"}


def read_shapes(ontologies: Path, which: str = RECOGNITION) -> rdflib.Graph:
    """The shapes of one set as they are written, for the reference judge."""
    return read_turtle((ontologies / "shapes").glob(which))


def read_criteria(ontologies: Path, which: str = RECOGNITION) -> Criteria:
    """The criteria of one set. Raises ``KnowledgeError`` that names every shape that cannot be compiled."""
    graph = read_shapes(ontologies, which)
    compiled = compile_shapes(graph, _finder(ontologies, which))
    return Criteria(by_id={shape.id: _criterion(graph, RULE[shape.id]) for shape in compiled.shapes}, compiled=compiled)


def refused_shapes(ontologies: Path) -> Iterator[Problem]:
    """What in the sets of shapes cannot be compiled, file by file."""
    for which in SETS:
        yield from compile_problems(read_shapes(ontologies, which), _finder(ontologies, which))


def _finder(ontologies: Path, which: str) -> Callable[[str], tuple[str, int]]:
    """Where a shape of a set is written; what is not found stands somewhere in the first file."""
    files = sorted((ontologies / "shapes").glob(which))

    def find(name: str) -> tuple[str, int]:
        written = re.compile(rf"\s*(?:rule:|<[^>]*){re.escape(name)}>?(?:\s|$)")
        for file in files:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if name and written.match(line):
                    return file.relative_to(ontologies.parent).as_posix(), number
        return files[0].relative_to(ontologies.parent).as_posix() if files else which, 0

    return find


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
