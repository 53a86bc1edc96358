"""The same criteria as one SPARQL constraint each, asked node by node: how SHACL is often written for rules like these."""

from collections.abc import Sequence
from typing import Final

import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from mra.knowledge.vocabulary import MRA
from mra.model.sheet import FactValue
from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import CompiledCriteria, CompiledShape

_BENCHMARK: Final = "https://w3id.org/mra/benchmark/"
_HEAD: Final = f"""
@prefix mra: <{MRA}> .
@prefix sh: <{SH}> .
@prefix xsd: <{XSD}> .
<{_BENCHMARK}prefixes> sh:declare [ sh:prefix "mra" ; sh:namespace "{MRA}"^^xsd:anyURI ] , [ sh:prefix "xsd" ; sh:namespace "{XSD}"^^xsd:anyURI ] .
"""
_TESTS: Final = {
    "minCount": "FILTER NOT EXISTS {{ $this mra:{path} ?value }}",
    "maxCount": "$this mra:{path} ?value",
    "hasValue": "FILTER NOT EXISTS {{ $this mra:{path} {first} }}",
    "in": "$this mra:{path} ?value FILTER (?value NOT IN ({all}))",
    "minInclusive": "$this mra:{path} ?value FILTER (!(?value >= {first}))",
    "maxInclusive": "$this mra:{path} ?value FILTER (!(?value <= {first}))",
    "datatype": "$this mra:{path} ?value FILTER (datatype(?value) != xsd:{type})",
}


def sparql_shapes(compiled: CompiledCriteria) -> rdflib.Graph:
    """Every criterion as a node shape with one query; the witness is left out."""
    text = "".join(_shape(shape) for shape in compiled.shapes if shape.id != compiled.witness)
    return rdflib.Graph().parse(data=_HEAD + text, format="turtle")


def _shape(shape: CompiledShape) -> str:
    test = _TESTS[shape.operator].format(path=shape.path, first=_literal(shape.operand[0]), all=", ".join(map(_literal, shape.operand)), type=shape.operand[0])
    target = f"sh:targetSubjectsOf mra:{shape.target}" if shape.by_fact else f"sh:targetClass mra:{shape.target}"
    query = f"SELECT $this WHERE {{ $this a mra:Case . {test} }}"
    return f"""
<{_BENCHMARK}{shape.id}> a sh:NodeShape ; {target} ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <{_BENCHMARK}prefixes> ; sh:select \"\"\"{query}\"\"\" ] .
"""


def _literal(value: FactValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'


def failed_one_by_one(facts: Sequence[CaseFacts], compiled: CompiledCriteria, shapes: rdflib.Graph) -> list[frozenset[str]]:
    """The criteria that each case fails, one validation a case."""
    return [_failed(case, compiled.root, shapes) for case in facts]


def _failed(case: CaseFacts, root: str, shapes: rdflib.Graph) -> frozenset[str]:
    graph, node = rdflib.Graph(), rdflib.URIRef(f"{_BENCHMARK}case")
    for name in ("Case", root, *case.classes):
        graph.add((node, RDF.type, MRA[name]))
    for name, value in case.values.items():
        graph.add((node, MRA[name], rdflib.Literal(value)))
    _, results, _ = validate(graph, shacl_graph=shapes, advanced=False, inplace=True)
    if not isinstance(results, rdflib.Graph):
        raise RuntimeError(str(results))
    found = (results.value(result, SH.sourceShape) for result in results.subjects(RDF.type, SH.ValidationResult))
    return frozenset(str(shape).removeprefix(_BENCHMARK) for shape in found)
