"""pySHACL and the compiled criteria find the same, case by case and shape by shape, and a changed shape changes both alike."""

import random
from collections.abc import Iterator
from functools import cache

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH, XSD

from mra.errors import KnowledgeError
from mra.knowledge.base import Knowledge
from mra.knowledge.vocabulary import MRA, RULE
from mra.model.sheet import FactValue
from mra.recognition import shacl
from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import CompiledCriteria, CompiledShape, StrangeFactsError, facts_key, failed_criteria
from mra.recognition.compiler import compile_shapes
from mra.recognition.criteria import Criteria
from mra.recognition.facts import facts_of
from mra.recognition.shapes import RECOGNITION, SETS, read_criteria, read_shapes
from mra.recognition.twins import differences
from tests.bases import ROOT
from tests.recognition.drawn import domains, drawn_cases, drawn_facts

ONTOLOGIES = ROOT / "ontologies"
#: Together at least 20,000 cases.
DRAWN, REAL = 700, 2000


@cache
def _set(which: str) -> tuple[rdflib.Graph, CompiledCriteria]:
    return read_shapes(ONTOLOGIES, which), read_criteria(ONTOLOGIES, which).compiled


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("seed", range(6))
def test_the_twins_agree_on_whatever_a_fact_may_be(seed: int, which: str) -> None:
    shapes, compiled = _set(which)
    assert list(differences(_drawn(which, seed), shapes, compiled)) == []


def _drawn(which: str, seed: int) -> list[CaseFacts]:
    return drawn_facts(_set(which)[1], random.Random(f"{which} {seed}"), DRAWN)


@pytest.mark.parametrize("which", SETS)
def test_every_shape_fails_and_passes_some_drawn_case(which: str) -> None:
    compiled = _set(which)[1]
    cases = [case for seed in range(6) for case in _drawn(which, seed)]
    found = failed_criteria(cases, compiled)
    for shape in compiled.shapes:
        if shape.id != compiled.witness:
            concerned = [names for case, names in zip(cases, found, strict=True) if _concerns(shape, case, compiled)]
            assert {shape.id in names for names in concerned} == {True, False}, shape.id


def _concerns(shape: CompiledShape, case: CaseFacts, compiled: CompiledCriteria) -> bool:
    return shape.target in case.values if shape.by_fact else shape.target in case.classes | {compiled.root}


@pytest.mark.parametrize("seed", range(8))
def test_the_twins_agree_on_real_cases(knowledge: Knowledge, criteria: Criteria, seed: int) -> None:
    """Each takes an eighth of the markets, so that together all are drawn from."""
    cases = drawn_cases(knowledge, random.Random(seed), REAL, slice(seed, None, 8))
    facts = [facts_of(knowledge, case) for case in cases]
    assert len(facts) >= REAL
    assert len({facts_key(known) for known in facts}) > 100
    assert list(differences(facts, read_shapes(ONTOLOGIES), criteria.compiled)) == []


def test_a_difference_names_the_case_and_the_shape() -> None:
    shapes, compiled = _set(RECOGNITION)
    changed = rdflib.Graph() + shapes
    changed.set((RULE["evidence-unexpired"], SH.minInclusive, rdflib.Literal(5)))
    cases = [CaseFacts(classes={"CaseWithExpiry"}, values={"daysLeft": days}) for days in (7, 3, 0)]
    assert list(differences(cases, changed, compiled)) == [(1, "evidence-unexpired"), (2, "evidence-unexpired")]


# ── mutations ──


def _shapes(*, witness: bool) -> list[tuple[str, str]]:
    """All shapes of all sets."""
    sets = [(which, _set(which)[1]) for which in SETS]
    return [(which, shape.id) for which, compiled in sets for shape in compiled.shapes if witness or shape.id != compiled.witness]


@pytest.mark.parametrize(("which", "name"), _shapes(witness=False))
def test_a_changed_shape_changes_both_alike(which: str, name: str) -> None:
    shapes, compiled = _set(which)
    shape = next(entry for entry in compiled.shapes if entry.id == name)
    cases = list(_witnesses(shape, compiled))
    before = [name in found for found in failed_criteria(cases, compiled)]
    for what, changed in _mutants(_alone(shapes, name, compiled.witness), shape, compiled):
        mutant = compile_shapes(changed)
        try:
            found = failed_criteria(cases, mutant)
        except StrangeFactsError:
            found = failed_criteria([_known(case, mutant) for case in cases], mutant)
        assert found == shacl.failed_criteria(cases, changed), what
        assert [name in names for names in found] != before, f"{what} is not seen"


def _alone(shapes: rdflib.Graph, name: str, witness: str) -> rdflib.Graph:
    """The one shape and the witness: no shape depends on another."""
    graph = rdflib.Graph()
    for shape in (name, witness):
        graph += shapes.cbd(RULE[shape])
    return graph


def _known(case: CaseFacts, mutant: CompiledCriteria) -> CaseFacts:
    """The case without what only other shapes read."""
    values = {fact: value for fact, value in case.values.items() if fact in mutant.by_fact}
    return CaseFacts(classes=case.classes & mutant.by_class.keys(), values=values)


def _witnesses(shape: CompiledShape, compiled: CompiledCriteria) -> Iterator[CaseFacts]:
    """Cases within and without what the shape concerns, with every value that its fact may have."""
    other = _other(shape, compiled)
    for value in (None, *domains(compiled)[shape.path]):
        values: dict[str, FactValue] = {} if value is None else {shape.path: value}
        for target in (shape.target, other):
            for both in ({}, {target: True} if shape.by_fact else {}):
                yield CaseFacts(classes=set() if shape.by_fact else {target}, values={**both, **values})


def _other(shape: CompiledShape, compiled: CompiledCriteria) -> str:
    known = compiled.by_fact if shape.by_fact else compiled.by_class
    return next(name for name in sorted(known) if name not in (shape.target, compiled.root))


def _mutants(alone: rdflib.Graph, shape: CompiledShape, compiled: CompiledCriteria) -> Iterator[tuple[str, rdflib.Graph]]:
    node = RULE[shape.id]
    removed = rdflib.Graph() + alone
    removed.remove((node, None, None))
    yield "removed", removed
    moved = rdflib.Graph() + alone
    moved.set((node, SH.targetSubjectsOf if shape.by_fact else SH.targetClass, MRA[_other(shape, compiled)]))
    yield "another target", moved
    changed = rdflib.Graph() + alone
    if shape.operator == "minCount":
        changed.remove((node, SH.minCount, None))
        changed.add((node, SH.maxCount, rdflib.Literal(0)))
    elif shape.operator == "maxCount":
        changed.remove((node, SH.maxCount, None))
        changed.add((node, SH.minCount, rdflib.Literal(1)))
    elif shape.operator == "in":
        members = [rdflib.Literal(value) for value in shape.operand[1:]] or [rdflib.Literal("another word")]
        changed.remove((node, SH["in"], None))
        changed.add((node, SH["in"], Collection(changed, rdflib.BNode(), members).uri))
    elif shape.operator == "datatype":
        changed.set((node, SH.datatype, XSD.string if shape.operand != ("string",) else XSD.integer))
    else:
        (operand,) = shape.operand
        another = not operand if isinstance(operand, bool) else operand + 1 if isinstance(operand, int) else "another word"
        changed.set((node, SH[shape.operator], rdflib.Literal(another)))
    yield "another operand", changed


@pytest.mark.parametrize(("which", "name"), _shapes(witness=True))
def test_a_shape_without_its_target_is_refused_where_the_reference_is_silent(which: str, name: str) -> None:
    changed = _alone(_set(which)[0], name, _set(which)[1].witness)
    changed.remove((RULE[name], SH.targetClass, None))
    changed.remove((RULE[name], SH.targetSubjectsOf, None))
    with pytest.raises(KnowledgeError) as caught:
        compile_shapes(changed)
    assert ("shape-target", name) in {(problem.code, problem.field) for problem in caught.value.problems}
