"""Every criterion of ``ontologies/shapes/recognition``: passes, fails alone, holds on its edge, and is what decides."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SH

from mra.knowledge.base import Knowledge
from mra.knowledge.vocabulary import MRA, RULE
from mra.model.sheet import FactValue
from mra.recognition import shacl
from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import failed_criteria
from mra.recognition.shacl import CasesLostError
from mra.recognition.shapes import read_criteria, read_shapes
from mra.recognition.verdicts import closeness, word, worst_effect
from tests.bases import ROOT

ONTOLOGIES = ROOT / "ontologies"
CRITERIA = read_criteria(ONTOLOGIES)
COMPILED = CRITERIA.compiled
WITNESS = COMPILED.witness
#: The shapes as they are written, for the reference judge.
SHAPES = read_shapes(ONTOLOGIES)
LISTED: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "criteria.toml").read_text(encoding="utf-8"))
#: What a shape says of itself; everything else in the SHACL namespace is a constraint.
NO_CONSTRAINT = {SH.targetClass, SH.targetSubjectsOf, SH.path, SH.message}
DECIDING = sorted(name for name, criterion in CRITERIA.by_id.items() if criterion.decides in ("recognition", "equivalence"))
DATATYPES = sorted(name for name, criterion in CRITERIA.by_id.items() if criterion.decides == "datatype")


@dataclass(frozen=True)
class Example:
    """The facts of one case and the criteria that it must fail."""

    name: str
    facts: CaseFacts
    fails: frozenset[str]


def _facts(name: str, change: Mapping[str, Any]) -> CaseFacts:
    case_class = LISTED["criterion"][name]["class"]
    values: dict[str, FactValue] = {**LISTED["usual"], **LISTED["class"][case_class]}
    values.update({fact: value for fact, value in change.items() if fact not in ("without", "fails")})
    for fact in change.get("without", ()):
        del values[fact]
    return CaseFacts(classes=set() if case_class == "RecognitionCase" else {case_class}, values=values)


def _failing(name: str) -> Example:
    entry = LISTED["criterion"][name]
    return Example(f"{name} fails", _facts(name, entry["fail"]), frozenset({name, *entry.get("together", ())}))


def _examples() -> Iterator[Example]:
    for name, entry in LISTED["criterion"].items():
        yield Example(f"{name} passes", _facts(name, {}), frozenset())
        yield _failing(name)
        for edge in entry["edge"]:
            yield Example(f"{name} on the edge {edge}", _facts(name, edge), frozenset(edge["fails"]))


EXAMPLES = list(_examples())


@pytest.fixture(scope="module")
def judged() -> dict[str, frozenset[str]]:
    """All examples, as the cases of a report are judged."""
    return dict(zip((example.name for example in EXAMPLES), failed_criteria([example.facts for example in EXAMPLES], COMPILED), strict=True))


@pytest.fixture(scope="module")
def reference() -> dict[str, frozenset[str]]:
    """All examples, as pySHACL judges them in one validation."""
    return dict(zip((example.name for example in EXAMPLES), shacl.failed_criteria([example.facts for example in EXAMPLES], SHAPES), strict=True))


def test_every_criterion_has_an_example_and_every_example_a_criterion() -> None:
    assert sorted(LISTED["criterion"]) == sorted(set(CRITERIA.by_id) - {WITNESS})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_exactly_the_criteria_named_fail(example: Example, judged: Mapping[str, frozenset[str]], reference: Mapping[str, frozenset[str]]) -> None:
    assert judged[example.name] == example.fails
    assert reference[example.name] == example.fails


def test_every_number_is_tried_on_both_sides_of_its_limit() -> None:
    limits = {SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive}
    for name in DECIDING:
        shape = rdflib.URIRef(CRITERIA.by_id[name].shape)
        if limits & set(SHAPES.predicates(shape)):
            path, edges = CRITERIA.by_id[name].path, LISTED["criterion"][name]["edge"]
            assert {edge[path]: edge["fails"] for edge in edges}, name
            (passing,) = (edge[path] for edge in edges if not edge["fails"])
            (failing,) = (edge[path] for edge in edges if edge["fails"])
            assert abs(passing - failing) == 1, name


# ── the shapes themselves ──


def test_every_word_of_shacl_in_shapes_and_rules_exists() -> None:
    files = [*ONTOLOGIES.glob("shapes/**/*.ttl"), *ONTOLOGIES.glob("rules/*.ttl")]
    assert files
    for file in files:
        graph = rdflib.Graph().parse(file, format="turtle")
        used = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(str(SH))}
        assert sorted(term for term in used if term not in SH) == [], file.name


@pytest.mark.parametrize("name", sorted(CRITERIA.by_id))
def test_a_shape_has_an_address_and_one_constraint(name: str) -> None:
    shape = rdflib.URIRef(CRITERIA.by_id[name].shape)
    assert shape == RULE[name]
    constraints = [predicate for predicate in SHAPES.predicates(shape) if predicate.startswith(str(SH)) and predicate not in NO_CONSTRAINT]
    assert len(constraints) == 1, constraints
    assert len(set(SHAPES.objects(shape, SH.path))) == 1
    targets = [*SHAPES.objects(shape, SH.targetClass), *SHAPES.objects(shape, SH.targetSubjectsOf)]
    assert len(targets) == 1
    messages = [text.language for text in SHAPES.objects(shape, SH.message)]
    assert sorted(messages) == ["en", "zh"]


@pytest.mark.parametrize("name", DECIDING)
def test_a_deciding_shape_says_clause_effect_dimension_and_source(knowledge: Knowledge, name: str) -> None:
    shape = rdflib.URIRef(CRITERIA.by_id[name].shape)
    for predicate in (MRA.clause, MRA.onFailure, MRA.dimension, MRA.decides, DCTERMS.source):
        assert len(set(SHAPES.objects(shape, predicate))) == 1, predicate
    assert CRITERIA.by_id[name].effect in ("delta", "unknown", "no")
    assert CRITERIA.by_id[name].clause.strip()
    assert CRITERIA.by_id[name].dimension
    assert CRITERIA.by_id[name].source in knowledge.sources


def test_no_shape_is_anonymous_or_hides_behind_an_or() -> None:
    shapes = set(SHAPES.subjects(RDF.type, SH.PropertyShape)) | set(SHAPES.subjects(RDF.type, SH.NodeShape))
    assert all(isinstance(shape, rdflib.URIRef) for shape in shapes)
    for logic in (SH["or"], SH["and"], SH["not"], SH.xone, SH.sparql, SH.node, SH.property):
        assert not list(SHAPES.subject_objects(logic)), logic


def test_not_knowing_is_a_shape_of_its_own() -> None:
    """A criterion called ``<topic>-known`` has the effect unknown and stands beside a ``<topic>`` that decides."""
    for name in DECIDING:
        if name.endswith("-known"):
            assert CRITERIA.by_id[name].effect == "unknown", name
            assert CRITERIA.by_id[name].path in {CRITERIA.by_id[other].path for other in DECIDING if other != name}, name


def test_every_fact_has_one_type_criterion_and_every_type_criterion_a_fact() -> None:
    read = {CRITERIA.by_id[name].path for name in DECIDING}
    assert sorted(CRITERIA.by_id[name].path for name in DATATYPES) == sorted(read)


@pytest.mark.parametrize("name", DATATYPES)
def test_a_fact_of_the_wrong_type_is_never_recognised(name: str, judged: Mapping[str, frozenset[str]]) -> None:
    failed = judged[f"{name} fails"]
    effect = worst_effect([CRITERIA.by_id[entry] for entry in failed if CRITERIA.by_id[entry].decides != "equivalence"])
    alone = failed <= {name, "same-standard", "derived-standard", "same-topic", "same-activity"}
    assert effect == ("unknown" if alone else "no")
    assert word(effect, closeness(failed)) not in ("recognized", "partial")


@pytest.mark.parametrize("name", DATATYPES)
def test_a_fact_of_the_wrong_type_is_not_recognised_where_it_is_read(name: str) -> None:
    """The same, for a case of the class whose criteria read the fact."""
    path = CRITERIA.by_id[name].path
    value = LISTED["criterion"][name]["fail"][path]
    readers = {CRITERIA.by_id[other].target for other in DECIDING if CRITERIA.by_id[other].path == path}
    values = {**LISTED["usual"], **{fact: known for reader in readers for fact, known in LISTED["class"][reader].items()}, path: value}
    (failed,) = failed_criteria([CaseFacts(classes=readers - {"RecognitionCase"}, values=values)], COMPILED)
    assert name in failed
    effect = worst_effect([CRITERIA.by_id[entry] for entry in failed if CRITERIA.by_id[entry].decides != "equivalence"])
    assert effect in ("unknown", "no")


def test_criteria_concern_a_case_by_its_classes() -> None:
    assert set(CRITERIA.concerning({"CaseWithExpiry"})) == {"evidence-unexpired"}
    everywhere = CRITERIA.concerning({"RecognitionCase"})
    assert {"acceptance-known", "same-topic"} <= set(everywhere)
    assert WITNESS not in everywhere
    assert not [name for name in everywhere if name.startswith("datatype-")]


# ── no case may be lost ──


def _usual(count: int) -> list[CaseFacts]:
    """Cases that differ, so that each is judged: the reference judges equal ones once."""
    return [CaseFacts(classes={"CaseWithExpiry"}, values={**LISTED["usual"], "daysLeft": number}) for number in range(count)]


def test_no_cases_give_no_results() -> None:
    assert failed_criteria([], COMPILED) == []
    assert shacl.failed_criteria([], SHAPES) == []


@pytest.mark.parametrize("judge", [lambda cases: failed_criteria(cases, COMPILED), lambda cases: shacl.failed_criteria(cases, SHAPES)])
def test_as_many_cases_are_judged_as_are_given_and_in_order(judge: Any) -> None:
    cases = [*_usual(12), *_usual(13)]
    for number in (3, 7, 24):
        cases[number].values["ladder"] = "refused"
    failed = judge(cases)
    assert len(failed) == 25
    assert [number for number, names in enumerate(failed) if names] == [3, 7, 24]
    assert all(failed[number] == {"acceptance-not-refused"} for number in (3, 7, 24))


def test_a_graph_without_the_witness_is_refused() -> None:
    graph = rdflib.Graph()
    for triple in SHAPES:
        if triple[0] != RULE[WITNESS]:
            graph.add(triple)
    with pytest.raises(CasesLostError, match="2 cases were given, 0 were judged"):
        shacl.failed_criteria(_usual(2), graph)


def test_an_empty_shapes_graph_conforms_and_is_refused_all_the_same() -> None:
    with pytest.raises(CasesLostError):
        shacl.failed_criteria(_usual(1), rdflib.Graph())


def _without_first_case(results: rdflib.Graph) -> rdflib.Graph:
    lost = rdflib.URIRef("https://w3id.org/mra/case/0")
    for result in list(results.subjects(SH.focusNode, lost)):
        results.remove((result, None, None))
    return results


def _with_a_stranger(results: rdflib.Graph) -> rdflib.Graph:
    stranger = rdflib.BNode()
    results.add((stranger, RDF.type, SH.ValidationResult))
    results.add((stranger, SH.focusNode, rdflib.URIRef("https://w3id.org/mra/case/99")))
    results.add((stranger, SH.sourceShape, RULE[WITNESS]))
    return results


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_without_first_case, "3 cases were given, 2 were judged"),
        (_with_a_stranger, "3 cases were given, 3 were judged"),
        (lambda results: "the validator gave up", "the validator gave up"),
    ],
)
def test_a_result_that_does_not_match_the_cases_is_refused(monkeypatch: pytest.MonkeyPatch, spoil: Any, message: str) -> None:
    validate = shacl.validate

    def spoilt(*arguments: Any, **options: Any) -> tuple[bool, Any, str]:
        conforms, results, text = validate(*arguments, **options)
        return conforms, spoil(results), text

    monkeypatch.setattr(shacl, "validate", spoilt)
    with pytest.raises(CasesLostError, match=message):
        shacl.failed_criteria(_usual(3), SHAPES)
