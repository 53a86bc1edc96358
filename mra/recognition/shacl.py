"""The only door to pySHACL for judging: facts of many cases in, failed criteria of each out, in one validation.

``conforms`` is never read: it is true of an empty graph. Every result row is joined to its criterion by the shape's IRI,
and a witness shape that every case fails shows that every case was looked at.
"""

from collections.abc import Sequence

import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from mra.knowledge.vocabulary import BASE, MRA, RULE
from mra.recognition.case_facts import CaseFacts
from mra.recognition.criteria import Criteria

WITNESS = "case-seen"
_DATATYPES = {bool: XSD.boolean, int: XSD.integer, str: XSD.string}


class CasesLostError(RuntimeError):
    """The validator judged another number of cases than it was given: no verdict may be drawn."""


def failed_criteria(facts: Sequence[CaseFacts], criteria: Criteria) -> list[frozenset[str]]:
    """The ids of the criteria that each case fails, in the order of ``facts``.

    Raises ``CasesLostError`` if the cases judged are not the cases given.
    """
    if not facts:
        return []
    _, results, _ = validate(_case_graph(facts), shacl_graph=criteria.graph, advanced=False, inplace=True, allow_infos=True)
    if not isinstance(results, rdflib.Graph):
        raise CasesLostError(str(results))
    failed: dict[str, set[str]] = {}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        node, shape = results.value(result, SH.focusNode), results.value(result, SH.sourceShape)
        failed.setdefault(str(node), set()).add(str(shape).removeprefix(str(RULE)))
    seen = [failed.get(_case_iri(number), set()) for number in range(len(facts))]
    if len(failed) != len(facts) or not all(WITNESS in names for names in seen):
        raise CasesLostError(f"{len(facts)} cases were given, {sum(WITNESS in names for names in seen)} were judged")
    return [frozenset(names - {WITNESS}) for names in seen]


def _case_iri(number: int) -> str:
    return f"{BASE}case/{number}"


def _case_graph(facts: Sequence[CaseFacts]) -> rdflib.Graph:
    """One node a case. Literals are made with their datatype, as the shapes' own are."""
    graph = rdflib.Graph()
    for number, case in enumerate(facts):
        node = rdflib.URIRef(_case_iri(number))
        graph.add((node, RDF.type, MRA.RecognitionCase))
        graph.add((node, MRA.caseNumber, rdflib.Literal(number)))
        for name in case.classes:
            graph.add((node, RDF.type, MRA[name]))
        for name, value in case.values.items():
            literal = rdflib.Literal(value) if isinstance(value, str) else rdflib.Literal(value, datatype=_DATATYPES[type(value)])
            graph.add((node, MRA[name], literal))
    return graph
