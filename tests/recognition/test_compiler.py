"""What cannot be compiled is refused by name, with its line and a remedy: it would judge in pySHACL and nowhere else."""

from pathlib import Path

import pytest
import rdflib

from mra.errors import KnowledgeError
from mra.language import catalogue_keys
from mra.recognition.compiled import CompiledCriteria, CompiledShape
from mra.recognition.compiler import compile_problems, compile_shapes
from mra.recognition.shapes import RECOGNITION, SETS, read_criteria, refused_shapes
from tests.bases import ROOT

HEAD = """@prefix mra: <https://w3id.org/mra/core/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rule: <https://w3id.org/mra/rule/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WITNESS = "rule:seen a sh:PropertyShape ; sh:targetClass mra:RecognitionCase ; sh:path mra:caseNumber ; sh:maxCount 0 .\n"
SHAPE = 'rule:r a sh:PropertyShape ; sh:targetClass mra:A ; sh:path mra:f ; sh:message "no"@en, "否"@zh ; {} .\n'


def compiled(text: str) -> CompiledCriteria:
    return compile_shapes(rdflib.Graph().parse(data=HEAD + text, format="turtle"))


def refused(text: str) -> list[tuple[str, str, str]]:
    """Code, shape and value of each problem."""
    problems = compile_problems(rdflib.Graph().parse(data=HEAD + text, format="turtle"))
    for problem in problems:
        assert problem.message.en.endswith(".")
        assert problem.message.zh.endswith("。")
        assert problem.remedy.en
        assert problem.remedy.zh
    return [(problem.code, problem.field, problem.value) for problem in problems]


@pytest.mark.parametrize(
    ("constraint", "operator", "operand"),
    [
        ("sh:minCount 1", "minCount", (1,)),
        ("sh:maxCount 0", "maxCount", (0,)),
        ('sh:in ( true 1 "x" )', "in", (True, 1, "x")),
        ("sh:hasValue false", "hasValue", (False,)),
        ('sh:hasValue "x"', "hasValue", ("x",)),
        ("sh:minInclusive -3", "minInclusive", (-3,)),
        ("sh:maxInclusive 7", "maxInclusive", (7,)),
        ("sh:datatype xsd:boolean", "datatype", ("boolean",)),
        ("sh:datatype xsd:integer", "datatype", ("integer",)),
        ("sh:datatype xsd:string", "datatype", ("string",)),
    ],
)
def test_one_constraint_on_one_fact_is_compiled(constraint: str, operator: str, operand: tuple[object, ...]) -> None:
    found = compiled(WITNESS + SHAPE.format(constraint))
    assert (found.root, found.witness) == ("RecognitionCase", "seen")
    shape = next(shape for shape in found.shapes if shape.id == "r")
    assert (shape.target, shape.by_fact, shape.path, shape.operator, shape.operand) == ("A", False, "f", operator, operand)
    assert [type(value) for value in shape.operand] == [type(value) for value in operand]


def test_a_shape_may_concern_whatever_has_a_fact() -> None:
    found = compiled(WITNESS + "rule:r a sh:PropertyShape ; sh:targetSubjectsOf mra:g ; sh:path mra:f ; sh:minCount 1 .")
    assert found.shapes[0] == CompiledShape(id="r", target="g", by_fact=True, path="f", operator="minCount", operand=(1,))
    assert found.by_fact.keys() == {"f", "g"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # shapes that are none of ours, or more than a shape
        ("rule:r a sh:NodeShape ; sh:targetClass mra:A .", ("shape-kind", "r", "")),
        ("[] a sh:PropertyShape ; sh:targetClass mra:A ; sh:path mra:f ; sh:minCount 1 .", ("shape-kind", None, "")),
        ("<https://example.org/r> a sh:PropertyShape ; sh:targetClass mra:A ; sh:path mra:f ; sh:minCount 1 .", ("shape-kind", "https://example.org/r", "")),
        ("rule:r sh:targetClass mra:A ; sh:path mra:f ; sh:minCount 1 .", ("shape-kind", "r", "")),
        ("rule:r a sh:PropertyShape, rdfs:Class ; sh:path mra:f ; sh:minCount 1 .", ("shape-kind", "r", "")),
        ("mra:A rdfs:subClassOf mra:B .", ("shape-kind", "https://w3id.org/mra/core/A", "")),
        ('<https://w3id.org/mra/x> sh:declare "m" .', ("shape-kind", "https://w3id.org/mra/x", "")),
        # words that the compiled form does not have
        (SHAPE.format("sh:minCount 1 ; sh:deactivated true"), ("shape-word", "r", "sh:deactivated")),
        (SHAPE.format("sh:minCount 1 ; sh:severity sh:Warning"), ("shape-word", "r", "sh:severity")),
        (SHAPE.format("sh:minLength 3 ; sh:pattern 'x'"), ("shape-word", "r", "sh:minLength, sh:pattern")),
        (SHAPE.format("sh:or ( rule:s )"), ("shape-word", "r", "sh:or")),
        (SHAPE.format("sh:sparql rule:s"), ("shape-word", "r", "sh:sparql")),
        (SHAPE.format("sh:minExclusive 0"), ("shape-word", "r", "sh:minExclusive")),
        (SHAPE.format("sh:minCont 1"), ("shape-word", "r", "sh:minCont")),
        (SHAPE.format("sh:targetNode mra:x ; sh:minCount 1"), ("shape-word", "r", "sh:targetNode")),
        # targets
        ("rule:r a sh:PropertyShape ; sh:path mra:f ; sh:minCount 1 .", ("shape-target", "r", "")),
        (SHAPE.format("sh:targetClass mra:B ; sh:minCount 1"), ("shape-target", "r", "https://w3id.org/mra/core/A, https://w3id.org/mra/core/B")),
        (SHAPE.format("sh:targetSubjectsOf mra:f ; sh:minCount 1"), ("shape-target", "r", "https://w3id.org/mra/core/A, https://w3id.org/mra/core/f")),
        ("rule:r a sh:PropertyShape ; sh:targetClass rule:A ; sh:path mra:f ; sh:minCount 1 .", ("shape-target", "r", "https://w3id.org/mra/rule/A")),
        # paths
        ("rule:r a sh:PropertyShape ; sh:targetClass mra:A ; sh:minCount 1 .", ("shape-path", "r", "")),
        (SHAPE.format("sh:path mra:g ; sh:minCount 1"), ("shape-path", "r", "https://w3id.org/mra/core/f, https://w3id.org/mra/core/g")),
        ("rule:r a sh:PropertyShape ; sh:targetClass mra:A ; sh:path ( mra:f mra:g ) ; sh:minCount 1 .", ("shape-path", "r", None)),
        ("rule:r a sh:PropertyShape ; sh:targetClass mra:A ; sh:path [ rdf:value 1 ] ; sh:minCount 1 .", ("shape-path", "r", None)),
        # constraints
        (SHAPE.format("sh:name 'x'").replace("; sh:name 'x'", ""), ("shape-constraint", "r", "")),
        (SHAPE.format("sh:minCount 1 ; sh:maxInclusive 0"), ("shape-constraint", "r", "sh:minCount, sh:maxInclusive")),
        (SHAPE.format("sh:minInclusive 0 ; sh:minInclusive 1"), ("shape-constraint", "r", "sh:minInclusive, sh:minInclusive")),
        # operands
        (SHAPE.format("sh:minCount 2"), ("shape-operand", "r", "sh:minCount")),
        (SHAPE.format("sh:minCount true"), ("shape-operand", "r", "sh:minCount")),
        (SHAPE.format("sh:maxCount 1"), ("shape-operand", "r", "sh:maxCount")),
        (SHAPE.format("sh:maxCount false"), ("shape-operand", "r", "sh:maxCount")),
        (SHAPE.format("sh:minInclusive 0.5"), ("shape-operand", "r", "sh:minInclusive")),
        (SHAPE.format("sh:minInclusive false"), ("shape-operand", "r", "sh:minInclusive")),
        (SHAPE.format("sh:maxInclusive 'z'"), ("shape-operand", "r", "sh:maxInclusive")),
        (SHAPE.format("sh:hasValue mra:x"), ("shape-operand", "r", "sh:hasValue")),
        (SHAPE.format('sh:hasValue "x"@en'), ("shape-operand", "r", "sh:hasValue")),
        (SHAPE.format('sh:hasValue "x"^^xsd:string'), ("shape-operand", "r", "sh:hasValue")),
        (SHAPE.format("sh:datatype xsd:decimal"), ("shape-operand", "r", "sh:datatype")),
        (SHAPE.format("sh:in ( )"), ("shape-operand", "r", "sh:in")),
        (SHAPE.format("sh:in ( 1 mra:x )"), ("shape-operand", "r", "sh:in")),
        (SHAPE.format("sh:in _:l") + "_:l rdf:first 1 ; rdf:rest _:l .", ("shape-operand", "r", "sh:in")),
    ],
)
def test_what_cannot_be_compiled_is_refused(text: str, expected: tuple[str, str | None, str | None]) -> None:
    (found,) = refused(WITNESS + text)
    assert all(wanted is None or got == wanted for got, wanted in zip(found, expected, strict=True)), found


@pytest.mark.filterwarnings("ignore")
def test_a_number_that_is_none_is_refused() -> None:
    assert refused(WITNESS + SHAPE.format('sh:hasValue "x"^^xsd:integer')) == [("shape-operand", "r", "sh:hasValue")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", ""),
        (SHAPE.format("sh:minCount 1"), ""),
        (WITNESS + WITNESS.replace("rule:seen", "rule:also"), "also, seen"),
        (WITNESS + "rule:r a sh:PropertyShape ; sh:targetClass mra:A ; sh:path mra:caseNumber ; sh:minCount 1 .", "seen"),
        (WITNESS.replace("sh:maxCount 0", "sh:minCount 1"), ""),
        (WITNESS.replace("targetClass", "targetSubjectsOf"), ""),
    ],
)
def test_a_set_has_one_witness(text: str, named: str) -> None:
    assert ("shape-witness", "", named) in refused(text)


def test_everything_is_refused_at_once() -> None:
    with pytest.raises(KnowledgeError, match=r"2 shape\(s\) cannot be compiled") as caught:
        compiled(SHAPE.format("sh:minCount 2"))
    assert sorted(problem.code for problem in caught.value.problems) == ["shape-operand", "shape-witness"]


# ── in files ──


def _written(folder: Path, **files: str) -> Path:
    """A folder ``ontologies`` with these files of recognition shapes; the other sets are in order."""
    shapes = folder / "ontologies" / "shapes"
    (shapes / "recognition").mkdir(parents=True)
    for other in set(SETS) - {RECOGNITION}:
        (shapes / other).write_text(HEAD + WITNESS, encoding="utf-8")
    for name, text in files.items():
        (shapes / "recognition" / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    return folder / "ontologies"


def test_a_problem_names_file_and_line(tmp_path: Path) -> None:
    ontologies = _written(tmp_path, a=WITNESS, b="\n" + SHAPE.format("sh:minCount 2") + "<https://w3id.org/mra/rule/long> a sh:NodeShape .\n")
    found = [(problem.file, problem.line, problem.field) for problem in refused_shapes(ontologies)]
    assert found == [("ontologies/shapes/recognition/b.ttl", 8, "r"), ("ontologies/shapes/recognition/b.ttl", 9, "long")]
    with pytest.raises(KnowledgeError) as caught:
        read_criteria(ontologies)
    assert [(problem.line, problem.field) for problem in caught.value.problems] == [(8, "r"), (9, "long")]


@pytest.mark.parametrize(("files", "place"), [({}, "recognition/*.ttl"), ({"a": ""}, "ontologies/shapes/recognition/a.ttl")])
def test_what_stands_nowhere_is_said_of_the_first_file(tmp_path: Path, files: dict[str, str], place: str) -> None:
    (problem,) = refused_shapes(_written(tmp_path, **files))
    assert (problem.code, problem.file, problem.line) == ("shape-witness", place, 0)


def test_the_real_shapes_can_be_compiled() -> None:
    assert list(refused_shapes(ROOT / "ontologies")) == []


def test_every_refusal_has_a_remedy() -> None:
    keys = {key for key in catalogue_keys() if key.startswith("shapes.")}
    assert {key for key in keys if not key.endswith(".remedy") and f"{key}.remedy" not in keys} == {"shapes.summary"}
