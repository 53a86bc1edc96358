"""The only door to pySHACL for judging, and the reference: facts of many cases in, failed criteria of each out, in one validation.

``conforms`` is never read: it is true of an empty graph. Every result row is joined to its criterion by the shape's IRI,
and a witness shape that every case fails shows that every case was looked at.
"""

from collections.abc import Sequence

import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from mra.knowledge.vocabulary import BASE, MRA, RULE
from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import facts_key
from mra.recognition.compiler import CASE_NUMBER

_DATATYPES = {bool: XSD.boolean, int: XSD.integer, str: XSD.string}


class CasesLostError(RuntimeError):
    """The validator judged another number of cases than it was given: no verdict may be drawn."""


def failed_criteria(facts: Sequence[CaseFacts], shapes: rdflib.Graph) -> list[frozenset[str]]:
    """The ids of the criteria that each case fails, in the order of ``facts``; equal fact sets are judged once.

    Raises ``CasesLostError`` if the cases judged are not the cases given.
    """
    keys = [facts_key(case) for case in facts]
    distinct = dict(zip(keys, facts, strict=True))
    judged = dict(zip(distinct, _failed(list(distinct.values()), shapes), strict=True))
    return [judged[key] for key in keys]


def _failed(facts: Sequence[CaseFacts], shapes: rdflib.Graph) -> list[frozenset[str]]:
    if not facts:
        return []
    witness = shapes.value(None, SH.path, MRA[CASE_NUMBER])
    root = shapes.value(witness, SH.targetClass)
    _, results, _ = validate(_case_graph(facts, root), shacl_graph=shapes, advanced=False, inplace=True, allow_infos=True)
    if not isinstance(results, rdflib.Graph):
        raise CasesLostError(str(results))
    failed: dict[str, set[str]] = {}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        node, shape = results.value(result, SH.focusNode), results.value(result, SH.sourceShape)
        failed.setdefault(str(node), set()).add(str(shape))
    seen = [failed.get(_case_iri(number), set()) for number in range(len(facts))]
    if len(failed) != len(facts) or not all(str(witness) in names for names in seen):
        raise CasesLostError(f"{len(facts)} cases were given, {sum(str(witness) in names for names in seen)} were judged")
    return [frozenset(name.removeprefix(str(RULE)) for name in names - {str(witness)}) for names in seen]


def _case_iri(number: int) -> str:
    return f"{BASE}case/{number}"


def _case_graph(facts: Sequence[CaseFacts], root: rdflib.term.Node | None) -> rdflib.Graph:
    """One node a case. Literals are made with their datatype, as the shapes' own are."""
    graph = rdflib.Graph()
    for number, case in enumerate(facts):
        node = rdflib.URIRef(_case_iri(number))
        graph.add((node, RDF.type, root or MRA.RecognitionCase))
        graph.add((node, MRA[CASE_NUMBER], rdflib.Literal(number)))
        for name in case.classes:
            graph.add((node, RDF.type, MRA[name]))
        for name, value in case.values.items():
            literal = rdflib.Literal(value) if isinstance(value, str) else rdflib.Literal(value, datatype=_DATATYPES[type(value)])
            graph.add((node, MRA[name], literal))
    return graph
