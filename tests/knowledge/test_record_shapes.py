"""A record that breaks a rule is reported with the cell to mend, in both languages."""

import shutil
from pathlib import Path

import pytest
import rdflib

from mra.knowledge import record_shapes
from mra.knowledge.graph import read_graph
from mra.knowledge.locate import Location
from mra.knowledge.record_shapes import ShapesFailedError, failures, read_record_shapes, shape_problems, unknown_shacl_words
from mra.knowledge.vocabulary import RULE

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SCHEME = "economies/hk/epsr.toml"


@pytest.fixture
def location(tmp_path: Path) -> Location:
    """A copy of the small base that a test may change, with the ontologies of the repository."""
    shutil.copytree(HERE / "small_base" / "mappings", tmp_path / "mappings")
    (tmp_path / "ontologies").symlink_to(REPOSITORY / "ontologies")
    return Location(tmp_path)


def _change(location: Location, name: str, before: str, after: str) -> int:
    """Change the first ``before`` of a file into ``after``; the line on which it stands."""
    file = location.mappings / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_small_base_is_in_order(location: Location) -> None:
    assert shape_problems(read_graph(location), location.ontologies) == []


def test_a_problem_points_at_the_cell_that_is_written(location: Location) -> None:
    line = _change(location, SCHEME, "until = 2030-01-01", "until = 1999-01-01")
    (problem,) = shape_problems(read_graph(location), location.ontologies)
    assert (problem.code, problem.file, problem.line) == ("shape", f"mappings/{SCHEME}", line - 1)
    assert problem.field == "route[1].element[1].accepts[1].from"
    assert problem.value == "scheme/hk-epsr/route/a-cb/element/safety-test/accepts/1"
    assert "record/period-valid" in problem.message.en
    assert "ends on or before its beginning" in problem.message.en
    assert "终止" in problem.message.zh
    assert problem.remedy.zh


def test_a_problem_points_at_the_table_where_the_key_is_missing(location: Location) -> None:
    line = _change(location, SCHEME, 'activity = "technical-file"\n', "")
    (problem,) = shape_problems(read_graph(location), location.ontologies)
    assert (problem.file, problem.field) == (f"mappings/{SCHEME}", "route[1].element[2].activity")
    assert problem.line < line
    assert (location.mappings / SCHEME).read_text(encoding="utf-8").split("\n")[problem.line - 1] == "[[route.element]]"


def test_a_problem_points_at_the_row_of_a_table(location: Location) -> None:
    _change(location, "standards/all.editions.tsv", "2006-08-01", "2006-13-01")
    problems = shape_problems(read_graph(location), location.ontologies)
    assert {(problem.file, problem.line, problem.field) for problem in problems} == {("mappings/standards/all.editions.tsv", 2, "in_force")}
    assert any("record/date-in-force-from" in problem.message.en for problem in problems)


@pytest.mark.parametrize(
    ("file", "before", "after", "rule"),
    [
        (SCHEME, 'how = "difference_tests"', 'how = "gladly"', "acceptance-how"),
        (SCHEME, 'family = "electrical-safety"\n', 'family = "magic"\n', "scheme-family"),
        (SCHEME, 'via = "iecee-cb"', 'via = "nobody"', "known-instrument"),
        (SCHEME, "applies_from = 1998-01-01", 'applies_from = "1998-01-01"', "date-applies-from"),
        (SCHEME, 'zh = "符合安全规格证明书" }', 'zh_ = "符合安全规格证明书" }', "label-zh"),
        ("economies/hk/older.toml", 'sources = ["law-s8"]\n', "sources = []\n", "scheme-source"),
        ("economies/hk/older.toml", 'sources = ["law-s8"]\n', 'sources = ["law-s9"]\n', "known-source"),
        ("sources/all.toml", "checked = 2026-11-22\n", "", "source-checked"),
        ("instruments/iecee-cb.toml", 'recognizes = ["reports"]', 'recognizes = ["reports", "smiles"]', "instrument-recognizes"),
        ("bodies/hk-bodies.tsv", "DE\t\t\t\t\tguide", "DE\t\t\t\t\tgone", "known-source"),
        ("costs/hk.tsv", "2500.50", "900", "figure-order"),
        ("costs/hk.tsv", "working-days", "fortnights", "figure-unit"),
        ("notices/agency.tsv", "\tccc\t", "\tcdc\t", "known-noticed-kind"),
        ("notices/agency.tsv", "suspended", "valid", "notice-status"),
        ("standards/gb__iec.sssom.tsv", "mra:identicalAdoptionOf", "skos:exactMatch", "adoption-degree"),
        ("products/hs2022.sssom.tsv", "semapv:ManualMappingCuration", "semapv:LLMBasedMatching", "mapping-by-people"),
    ],
)
def test_a_broken_file_breaks_its_rule(location: Location, file: str, before: str, after: str, rule: str) -> None:
    _change(location, file, before, after)
    problems = shape_problems(read_graph(location), location.ontologies)
    assert [problem.file for problem in problems] == [f"mappings/{file}"]
    assert f"record/{rule}:" in problems[0].message.en
    assert problems[0].line > 0


def test_a_text_in_a_list_is_pointed_at_itself(location: Location) -> None:
    line = _change(location, SCHEME, '{ en = "Voltage", zh = "电压" }', '{ en = "Voltage" }')
    (problem,) = shape_problems(read_graph(location), location.ontologies)
    assert (problem.line, problem.field) == (line, "route[1].element[1].accepts[1].delta[2]")


def test_a_cell_that_names_nothing_is_pointed_at_by_its_column(location: Location) -> None:
    _change(location, "standards/gb__iec.sssom.tsv", "std:iec-60335-1-2010", "std:iec-99999-1-2010")
    (problem,) = shape_problems(read_graph(location), location.ontologies)
    assert (problem.file, problem.line, problem.field) == ("mappings/standards/gb__iec.sssom.tsv", 3, "object_id")


def test_problems_come_sorted(location: Location) -> None:
    _change(location, SCHEME, 'how = "difference_tests"', 'how = "gladly"')
    _change(location, "sources/all.toml", "checked = 2026-11-22\n", "")
    _change(location, "economies/hk/older.toml", 'family = "electrical-safety"', 'family = "magic"')
    problems = shape_problems(read_graph(location), location.ontologies)
    assert len(problems) == 3
    assert problems == sorted(problems, key=lambda problem: problem.sort_key)


def test_a_concept_has_no_file_in_the_mappings(location: Location) -> None:
    graph = read_graph(location)
    how = rdflib.URIRef("https://w3id.org/mra/concept/how/as_is")
    graph.vocabulary.remove((how, rdflib.namespace.SKOS.notation, None))
    (problem,) = shape_problems(graph, location.ontologies)
    assert (problem.file, problem.line, problem.value) == ("", 0, "concept/how/as_is")


def test_a_misspelt_word_of_shacl_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "ontologies" / "shapes" / "records"
    folder.mkdir(parents=True)
    (folder / "a.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:a> a sh:PropertyShape ;\n    sh:minCuont 1 .\n", encoding="utf-8")
    (problem,) = unknown_shacl_words(tmp_path / "ontologies")
    assert (problem.code, problem.file, problem.line, problem.value) == (
        "unknown-shacl-word",
        "ontologies/shapes/records/a.ttl",
        3,
        "sh:minCuont",
    )


def test_all_shapes_and_rules_are_spelt_right() -> None:
    assert not list(unknown_shacl_words(REPOSITORY / "ontologies"))


def test_a_shape_without_a_name_is_refused() -> None:
    shapes = rdflib.Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
        ex:shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .""",
        format="turtle",
    )
    data = rdflib.Graph().parse(data="<urn:ex:one> a <urn:ex:Thing> .", format="turtle")
    with pytest.raises(ShapesFailedError, match="without a name"):
        failures(data, shapes)


def test_no_report_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_shapes, "validate", lambda *_, **__: (False, b"", "the validator gave up"))
    with pytest.raises(ShapesFailedError, match="gave up"):
        failures(rdflib.Graph(), rdflib.Graph())


def test_an_empty_graph_passes_nothing_off_as_judged() -> None:
    shapes = read_record_shapes(REPOSITORY / "ontologies")
    assert failures(rdflib.Graph(), shapes) == []
    lonely = rdflib.Graph().parse(data="<urn:ex:one> a <https://w3id.org/mra/core/Route> .", format="turtle")
    assert failures(lonely, shapes) == [(rdflib.URIRef(f"{RULE}record/route-element"), "urn:ex:one")]


def test_the_real_records_are_in_order() -> None:
    location = Location(REPOSITORY)
    problems = shape_problems(read_graph(location), location.ontologies)
    assert [f"{problem.file}:{problem.line} {problem.message.en}" for problem in problems] == []
