"""The constitution of the data: the record shapes run over the knowledge graph, each failure pointed at its cell.

``conforms`` is never read; the result rows are. Each is joined to its shape by IRI, so the shapes are named.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH

from mra.knowledge.graph import KnowledgeGraph
from mra.knowledge.turtle import read_turtle
from mra.knowledge.vocabulary import BASE, RULE, bilingual
from mra.language import say
from mra.model.problem import Problem

#: Folders of ``ontologies`` whose files are written in SHACL.
_SHACL_FILES: Final = ("shapes/**/*.ttl", "rules/**/*.ttl")


class ShapesFailedError(RuntimeError):
    """The validator gave no report, or a row of it belongs to no named shape: nothing can be said about the records."""


def shape_problems(knowledge_graph: KnowledgeGraph, ontologies: Path) -> list[Problem]:
    """Every record that breaks a shape, and every word of a shapes or rules file that SHACL does not have; sorted.

    Raises ``ShapesFailedError`` if the validator gives no report.
    """
    shapes = read_record_shapes(ontologies)
    problems = [*_broken(knowledge_graph, shapes), *unknown_shacl_words(ontologies)]
    return sorted(problems, key=lambda problem: problem.sort_key)


def read_record_shapes(ontologies: Path) -> rdflib.Graph:
    """The shapes of ``ontologies/shapes/records``."""
    return read_turtle((ontologies / "shapes" / "records").glob("*.ttl"))


def failures(data: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[rdflib.URIRef, str]]:
    """Pairs of a shape and the node that breaks it, without repetition, sorted; what a row quotes as its detail is left out.

    Raises ``ShapesFailedError`` if the validator gives no report or a row without a named shape.
    """
    _, report, text = validate(data, shacl_graph=shapes, advanced=False, inplace=True, allow_infos=True)
    if not isinstance(report, rdflib.Graph):
        raise ShapesFailedError(str(text))
    rows = set()
    for result in report.objects(None, SH.result):
        shape, node = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        if not isinstance(shape, rdflib.URIRef):
            raise ShapesFailedError(f"a shape without a name failed on {node}")
        rows.add((shape, str(node)))
    return sorted(rows)


def _broken(knowledge_graph: KnowledgeGraph, shapes: rdflib.Graph) -> Iterator[Problem]:
    for shape, node in failures(knowledge_graph.everything, shapes):
        file, line, field = knowledge_graph.cell(node, _property(shapes, shape))
        subject, rule = node.removeprefix(BASE), str(shape).removeprefix(str(RULE))
        yield Problem(
            code="shape",
            file=file,
            line=line,
            field=field,
            value=subject,
            message=say("check.shape", value=subject, rule=rule, sentence=bilingual(shapes, shape, SH.message)),
            remedy=say("check.shape.remedy"),
        )


def _property(shapes: rdflib.Graph, shape: rdflib.URIRef) -> str:
    """The first property of the shape's path: the one whose value somebody has to mend."""
    step = shapes.value(shape, SH.path)
    while isinstance(step, rdflib.BNode):
        step = next((inner for way in (RDF.first, SH.alternativePath, SH.inversePath) if (inner := shapes.value(step, way))), None)
    return str(step)


def unknown_shacl_words(ontologies: Path) -> Iterator[Problem]:
    """Words in the SHACL namespace that SHACL does not have: a misspelt constraint would be passed over in silence."""
    for pattern in _SHACL_FILES:
        for file in sorted(ontologies.glob(pattern)):
            words = {term for triple in read_turtle([file]) for term in triple if isinstance(term, rdflib.URIRef)}
            unknown = sorted(str(word) for word in words if str(word).startswith(str(SH)) and word not in SH)
            text = file.read_text(encoding="utf-8") if unknown else ""
            for word in unknown:
                yield _unknown_word(file.relative_to(ontologies.parent).as_posix(), text, f"sh:{word.removeprefix(str(SH))}")


def _unknown_word(file: str, text: str, word: str) -> Problem:
    line = next((number for number, row in enumerate(text.split("\n"), start=1) if re.search(rf"{re.escape(word)}\b", row)), 0)
    message, remedy = say("check.unknown-shacl-word", value=word), say("check.unknown-shacl-word.remedy")
    return Problem(code="unknown-shacl-word", file=file, line=line, field=word, value=word, message=message, remedy=remedy)
