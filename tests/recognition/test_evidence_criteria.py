"""Every criterion of ``ontologies/shapes/evidence.ttl``: passes, fails alone, holds on its edge; both judges find the same."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, SH

from mra.knowledge.base import Knowledge
from mra.knowledge.vocabulary import MRA
from mra.model.sheet import FactValue
from mra.recognition import shacl
from mra.recognition.case_facts import CaseFacts
from mra.recognition.compiled import failed_criteria
from mra.recognition.shapes import EVIDENCE, read_criteria, read_shapes
from mra.recognition.usability import usable_word
from tests.bases import ROOT

CRITERIA = read_criteria(ROOT / "ontologies", EVIDENCE)
SHAPES = read_shapes(ROOT / "ontologies", EVIDENCE)
LISTED: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "evidence_criteria.toml").read_text(encoding="utf-8"))
DECIDING = sorted(name for name, criterion in CRITERIA.by_id.items() if criterion.decides == "usability")
DATATYPES = sorted(name for name, criterion in CRITERIA.by_id.items() if criterion.decides == "datatype")
WORDS = {"no": "no", "unknown": "unknown", "delta": "unknown"}


@dataclass(frozen=True)
class Example:
    """The facts of one certificate and the criteria that it must fail."""

    name: str
    facts: CaseFacts
    fails: frozenset[str]


def _facts(name: str, change: Mapping[str, Any]) -> CaseFacts:
    of_class = LISTED["criterion"][name]["class"]
    values: dict[str, FactValue] = {**LISTED["usual"], **LISTED["class"][of_class]}
    values.update({fact: value for fact, value in change.items() if fact not in ("without", "fails")})
    for fact in change.get("without", ()):
        values.pop(fact)
    return CaseFacts(classes=set() if of_class == "EvidenceCase" else {of_class}, values=values)


def _examples() -> Iterator[Example]:
    for name, entry in LISTED["criterion"].items():
        yield Example(f"{name} passes", _facts(name, {}), frozenset())
        yield Example(f"{name} fails", _facts(name, entry["fail"]), frozenset({name, *entry.get("together", ())}))
        for edge in entry["edge"]:
            yield Example(f"{name} on the edge {edge}", _facts(name, edge), frozenset(edge["fails"]))


EXAMPLES = list(_examples())


def test_every_criterion_has_an_example_and_every_example_a_criterion() -> None:
    assert sorted(LISTED["criterion"]) == DECIDING


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_exactly_the_criteria_named_fail(example: Example) -> None:
    assert failed_criteria([example.facts], CRITERIA.compiled) == [example.fails]


def test_the_reference_finds_the_same() -> None:
    assert shacl.failed_criteria([example.facts for example in EXAMPLES], SHAPES) == [example.fails for example in EXAMPLES]


@pytest.mark.parametrize("name", DECIDING)
def test_the_effect_of_a_criterion_gives_the_word(name: str) -> None:
    entry = LISTED["criterion"][name]
    broken = [CRITERIA.by_id[failed] for failed in (name, *entry.get("together", ()))]
    assert usable_word(broken) == WORDS[CRITERIA.by_id[name].effect]


def test_nothing_failed_is_usable() -> None:
    assert usable_word([]) == "yes"


def test_every_number_is_tried_on_both_sides_of_its_limit() -> None:
    for shape in CRITERIA.compiled.shapes:
        if shape.operator in ("minInclusive", "maxInclusive"):
            edges = LISTED["criterion"][shape.id]["edge"]
            (passing,) = (edge[shape.path] for edge in edges if not edge["fails"])
            (failing,) = (edge[shape.path] for edge in edges if edge["fails"])
            assert abs(passing - failing) == 1, shape.id


@pytest.mark.parametrize("name", DECIDING)
def test_a_deciding_shape_says_clause_effect_dimension_and_source(knowledge: Knowledge, name: str) -> None:
    shape = rdflib.URIRef(CRITERIA.by_id[name].shape)
    for predicate in (MRA.clause, MRA.onFailure, MRA.dimension, MRA.decides, DCTERMS.source):
        assert len(set(SHAPES.objects(shape, predicate))) == 1, predicate
    assert CRITERIA.by_id[name].dimension == "evidence"
    assert CRITERIA.by_id[name].source in knowledge.sources
    assert sorted(str(text.language) for text in SHAPES.objects(shape, SH.message) if isinstance(text, rdflib.Literal)) == ["en", "zh"]


def test_what_is_not_recorded_excludes_nothing() -> None:
    """The facts that rest on records (a format, a list, the period of an edition, a usual validity): without them no criterion fails with a no."""
    (failed,) = failed_criteria([CaseFacts(values=dict(LISTED["usual"]))], CRITERIA.compiled)
    assert failed == frozenset()
    (bare,) = failed_criteria([CaseFacts()], CRITERIA.compiled)
    assert bare
    assert {CRITERIA.by_id[name].effect for name in bare} == {"unknown"}


def test_every_fact_has_one_type_criterion_and_every_type_criterion_a_fact() -> None:
    assert sorted(CRITERIA.by_id[name].path for name in DATATYPES) == sorted({CRITERIA.by_id[name].path for name in DECIDING})


@pytest.mark.parametrize("name", DATATYPES)
def test_a_fact_of_the_wrong_type_is_never_usable_without_a_doubt(name: str) -> None:
    path = CRITERIA.by_id[name].path
    (kind,) = (shape.operand[0] for shape in CRITERIA.compiled.shapes if shape.id == name)
    wrong: FactValue = 7 if kind != "integer" else "7"
    readers = {CRITERIA.by_id[other].target for other in DECIDING if CRITERIA.by_id[other].path == path}
    values = {**LISTED["usual"], **{fact: known for reader in readers for fact, known in LISTED["class"][reader].items()}, path: wrong}
    (failed,) = failed_criteria([CaseFacts(classes=readers - {"EvidenceCase"}, values=values)], CRITERIA.compiled)
    assert name in failed
    assert usable_word([CRITERIA.by_id[entry] for entry in failed]) != "yes"
