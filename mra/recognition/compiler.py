"""From a graph of shapes to plain predicates. What cannot be compiled is refused by name, never passed over.

Compiled are named property shapes with one target, one path and one constraint. Whatever else SHACL has would judge in pySHACL
and not here, so it is a problem of the knowledge base.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD

from mra.errors import KnowledgeError
from mra.knowledge.vocabulary import MRA, RULE
from mra.language import say
from mra.model.problem import Problem
from mra.model.sheet import FactValue
from mra.recognition.compiled import CompiledCriteria, CompiledShape, Operator

#: The fact that stands for the case itself: the shape that forbids it is the witness that the case was seen.
CASE_NUMBER: Final = "caseNumber"
_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf)
_CONSTRAINTS: Final[Mapping[rdflib.URIRef, Operator]] = {
    SH.minCount: "minCount",
    SH.maxCount: "maxCount",
    SH["in"]: "in",
    SH.hasValue: "hasValue",
    SH.minInclusive: "minInclusive",
    SH.maxInclusive: "maxInclusive",
    SH.datatype: "datatype",
}
_WORDS: Final = frozenset({*_TARGETS, *_CONSTRAINTS, SH.path, SH.message})
_DATATYPES: Final[Mapping[rdflib.term.Node, str]] = {XSD.boolean: "boolean", XSD.integer: "integer", XSD.string: "string"}
_TYPES: Final = (bool, int, str)

#: Says where a shape is written: file and line, by its name.
Finder = Callable[[str], tuple[str, int]]


def compile_shapes(graph: rdflib.Graph, find: Finder = lambda name: ("", 0)) -> CompiledCriteria:
    """The compiled form of all shapes in ``graph``. Raises ``KnowledgeError`` that names every shape that cannot be compiled."""
    if problems := compile_problems(graph, find):
        raise KnowledgeError(say("shapes.summary", count=len(problems)), problems)
    shapes = tuple(_compiled(graph, shape) for shape in sorted(graph.subjects(RDF.type, SH.PropertyShape), key=str))
    (witness,) = (shape for shape in shapes if shape.path == CASE_NUMBER)
    return CompiledCriteria(root=witness.target, witness=witness.id, shapes=shapes)


def compile_problems(graph: rdflib.Graph, find: Finder = lambda name: ("", 0)) -> list[Problem]:
    """Everything in ``graph`` that would judge in pySHACL and cannot be compiled, sorted."""
    problems = [_problem(code, shape, value, find) for shape, code, value in _faults(graph)]
    return sorted(problems, key=lambda problem: problem.sort_key)


def _problem(code: str, shape: rdflib.term.Node | None, value: str, find: Finder) -> Problem:
    name = "" if shape is None else str(shape).removeprefix(str(RULE))
    file, line = find(name)
    message, remedy = say(f"shapes.{code}", shape=name, value=value), say(f"shapes.{code}.remedy")
    return Problem(code=f"shape-{code}", file=file, line=line, field=name, value=value, message=message, remedy=remedy)


def _faults(graph: rdflib.Graph) -> Iterator[tuple[rdflib.term.Node | None, str, str]]:
    """Shape, code and value of each fault; a shape that is none or uses foreign words is not looked at any further."""
    for subject in sorted({subject for subject, predicate, found in graph if _is_about_shapes(predicate, found)}, key=str):
        if not str(subject).startswith(str(RULE)) or list(graph.objects(subject, RDF.type)) != [SH.PropertyShape]:
            yield subject, "kind", ""
        elif foreign := sorted(_word(word) for word in set(graph.predicates(subject)) if _is_shacl(word) and word not in _WORDS):
            yield subject, "word", ", ".join(foreign)
        else:
            yield from ((subject, code, value) for code, value in _shape_faults(graph, subject))
    witnesses = [shape for shape in graph.subjects(SH.path, MRA[CASE_NUMBER]) if (shape, SH.maxCount, None) in graph and (shape, SH.targetClass, None) in graph]
    if len(witnesses) != 1 or len(list(graph.subjects(SH.path, MRA[CASE_NUMBER]))) != 1:
        yield None, "witness", ", ".join(sorted(str(shape).removeprefix(str(RULE)) for shape in witnesses))


def _is_about_shapes(predicate: rdflib.term.Node, found: rdflib.term.Node) -> bool:
    """Whether a statement makes a shape of its subject, or widens what a class means."""
    return _is_shacl(predicate) or predicate == RDFS.subClassOf or (predicate == RDF.type and _is_shacl(found))


def _is_shacl(term: rdflib.term.Node) -> bool:
    return str(term).startswith(str(SH))


def _word(term: rdflib.term.Node) -> str:
    return f"sh:{str(term).removeprefix(str(SH))}"


def _shape_faults(graph: rdflib.Graph, shape: rdflib.term.Node) -> Iterator[tuple[str, str]]:
    targets = [target for word in _TARGETS for target in graph.objects(shape, word)]
    if len(targets) != 1 or not _is_name(targets[0]):
        yield "target", ", ".join(sorted(map(str, targets)))
    paths = list(graph.objects(shape, SH.path))
    if len(paths) != 1 or not _is_name(paths[0]):
        yield "path", ", ".join(sorted(map(str, paths)))
    constraints = [(word, operand) for word in _CONSTRAINTS for operand in graph.objects(shape, word)]
    if len(constraints) != 1:
        yield "constraint", ", ".join(_word(word) for word, _ in constraints)
    elif _operand(graph, *constraints[0]) is None:
        yield "operand", _word(constraints[0][0])


def _is_name(node: rdflib.term.Node) -> bool:
    return isinstance(node, rdflib.URIRef) and str(node).startswith(str(MRA))


def _operand(graph: rdflib.Graph, word: rdflib.URIRef, node: rdflib.term.Node) -> tuple[FactValue, ...] | None:
    """What a constraint compares with, as values of facts; ``None`` if it cannot be compiled."""
    if word == SH.datatype:
        return (_DATATYPES[node],) if node in _DATATYPES else None
    if word == SH["in"]:
        return _listed(graph, node)
    value = _value(node)
    if value is None or (word == SH.minCount and value != 1) or (word == SH.maxCount and value != 0):
        return None
    return (value,) if word == SH.hasValue or type(value) is int else None


def _listed(graph: rdflib.Graph, node: rdflib.term.Node) -> tuple[FactValue, ...] | None:
    """The members of a list; ``None`` if there are none, the list is broken, or one is no value of a fact."""
    try:
        members = [_value(member) for member in Collection(graph, node)]
    except ValueError:
        return None
    values = tuple(member for member in members if member is not None)
    return values if values and len(values) == len(members) else None


def _value(node: rdflib.term.Node) -> FactValue | None:
    """A literal as the value that a fact may have; ``None`` for what no fact can be.

    A text with its datatype written out is another term than the same text without, and would equal no fact.
    """
    if not isinstance(node, rdflib.Literal) or node.language or node.datatype not in (None, XSD.boolean, XSD.integer):
        return None
    value = node.toPython()
    return value if isinstance(value, _TYPES) and not node.ill_typed else None


def _compiled(graph: rdflib.Graph, shape: rdflib.term.Node) -> CompiledShape:
    (by_fact, target), *_ = ((word == SH.targetSubjectsOf, found) for word in _TARGETS for found in graph.objects(shape, word))
    (operator, operand), *_ = ((_CONSTRAINTS[word], _operand(graph, word, found)) for word in _CONSTRAINTS for found in graph.objects(shape, word))
    return CompiledShape(
        id=str(shape).removeprefix(str(RULE)),
        target=str(target).removeprefix(str(MRA)),
        path=str(graph.value(shape, SH.path)).removeprefix(str(MRA)),
        operator=operator,
        operand=operand or (),
        by_fact=by_fact,
    )
