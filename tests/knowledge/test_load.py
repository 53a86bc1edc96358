"""From files to one ``Knowledge``, or to everything that is wrong with them."""

import datetime
from pathlib import Path

import pytest

from mra.errors import KnowledgeError
from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.load import load
from mra.knowledge.locate import Location
from mra.knowledge.shelf import Shelf, read_one, read_shelf
from mra.model.text import Bilingual
from tests.bases import FILES, tiny_base

SCHEME = "economies/zz/lamp-certificate.toml"


@pytest.fixture
def tiny_knowledge(tiny: LiveSource) -> Knowledge:
    return tiny.knowledge


def test_every_record_is_under_its_id(tiny_knowledge: Knowledge) -> None:
    assert set(tiny_knowledge.economies) == {"BLC", "CN", "ZZ"}
    assert list(tiny_knowledge.schemes) == ["blc-lamp-declaration", "zz-lamp-certificate"]
    assert {identifier: scheme.economy for identifier, scheme in tiny_knowledge.schemes.items()} == {"blc-lamp-declaration": "BLC", "zz-lamp-certificate": "ZZ"}
    assert set(tiny_knowledge.evidence) == {"cb_report", "ccc", "none"}
    assert set(tiny_knowledge.instruments) == {"lamp-treaty"}
    assert set(tiny_knowledge.product_lists) == {"treaty-list"}
    assert {body.body for body in tiny_knowledge.body_lists["zz-bodies"].bodies} == {"ENDED", "GOOD"}
    assert tiny_knowledge.groups["lamp"].hs == ("940521",)
    assert tiny_knowledge.groups["gadget"].hs == ()
    assert len(tiny_knowledge.adoptions) == 3


def test_what_follows_is_derived(tiny_knowledge: Knowledge) -> None:
    assert tiny_knowledge.derived.blocs["ZZ"] == {"BLC"}
    assert tiny_knowledge.derived.relation("en-1-2019", "iec-1-2018") == "identical"


def test_questions_to_the_knowledge(tiny_knowledge: Knowledge) -> None:
    assert [scheme.id for scheme in tiny_knowledge.schemes_of("ZZ")] == ["zz-lamp-certificate"]
    assert tiny_knowledge.schemes_of("CN") == ()
    assert tiny_knowledge.label("topic", "radio").en
    assert tiny_knowledge.covers((), "lamp")
    assert tiny_knowledge.covers(("appliance",), "lamp")
    assert tiny_knowledge.covers(("lamp",), "lamp")
    assert not tiny_knowledge.covers(("lamp",), "appliance")
    assert not tiny_knowledge.covers(("gadget",), "lamp")


def test_all_problems_are_raised_together_sorted_by_file_and_line(tmp_path: Path) -> None:
    changes = {
        SCHEME: FILES[SCHEME].replace("mandatory = true", "mandatory = 1").replace('via = "lamp-treaty"', 'via = "treaty"'),
        "bodies/zz-bodies.tsv": FILES["bodies/zz-bodies.tsv"].replace("2020-01-01\t2024", "yesterday\t2024"),
    }
    with pytest.raises(KnowledgeError) as raised:
        load(tiny_base(tmp_path, changes))
    assert [(entry.code, entry.file.rpartition("/")[2]) for entry in raised.value.problems] == [
        ("wrong-day", "zz-bodies.tsv"),
        ("wrong-type", "lamp-certificate.toml"),
        ("undefined", "lamp-certificate.toml"),
    ]
    assert raised.value.text == Bilingual("3 problem(s) in the knowledge base.", "知识库中有 3 个问题。")
    assert raised.value.exit_status == 3


def test_a_base_without_optional_files_is_a_base(tmp_path: Path) -> None:
    keep = {"sources/all.toml", "products/groups.toml", "economies/cn/economy.toml"}
    knowledge = load(tiny_base(tmp_path, {name: None for name in FILES if name not in keep}))
    assert (knowledge.schemes, knowledge.adoptions, knowledge.body_lists, knowledge.derived.relations) == ({}, (), {}, {})


def test_the_fingerprint_is_that_of_the_files(tiny_location: Location, tiny_knowledge: Knowledge) -> None:
    assert tiny_knowledge.fingerprint == tiny_location.fingerprint()


def test_a_shelf_knows_the_line_of_every_key(tiny_location: Location) -> None:
    shelf = read_shelf(tiny_location)
    text = FILES[SCHEME].split("\n")
    line = shelf.line("scheme", "zz-lamp-certificate", ("route", 0, "element", 0, "accepts", 0, "via"))
    assert text[line - 1] == 'via = "lamp-treaty"'
    blog = shelf.line("source", "blog", ("publisher",))
    assert FILES["sources/all.toml"].split("\n")[blog - 1] == 'publisher = "Laboratory"'
    assert shelf.line("edition", "iec-1-2018", ("designation",)) == 0


def test_the_second_of_two_records_does_not_replace_the_first(tmp_path: Path) -> None:
    agency = FILES["sources/all.toml"].split("[[source]]")[1]
    location = tiny_base(tmp_path, {"sources/more.toml": f"[[source]]{agency}".replace("List of the agency", "Another")})
    shelf = read_shelf(location)
    assert shelf.kind("source")["agency"].title.en == "List of the agency"
    assert [(entry.code, entry.file, entry.line) for entry in shelf.problems] == [("duplicate-id", "mappings/sources/more.toml", 1)]


def test_a_list_of_bodies_without_a_table_is_empty(tmp_path: Path) -> None:
    assert load(tiny_base(tmp_path, {"bodies/zz-bodies.tsv": None})).body_lists["zz-bodies"].bodies == ()


def test_toml_dates_arrive_as_days(tiny_knowledge: Knowledge) -> None:
    assert tiny_knowledge.schemes["zz-lamp-certificate"].applies.start == datetime.date(2022, 6, 1)


@pytest.mark.parametrize("kind", ["source", "economy", "instrument", "evidence", "product", "product-list", "body-list", "edition", "concept:topic"])
def test_a_reference_to_nothing_names_its_kind_in_both_languages(kind: str, tmp_path: Path) -> None:
    written = {
        "source": ('sources = ["law-zz"]\n\n[[scope]]', 'sources = ["nothing"]\n\n[[scope]]'),
        "economy": ('conditions = { body_on_list = "zz-bodies" }', 'conditions = { origin = "nothing" }'),
        "instrument": ('via = "lamp-treaty"', 'via = "nothing"'),
        "evidence": ('evidence = "cb_report"', 'evidence = "nothing"'),
        "product": ('products = ["appliance"]', 'products = ["nothing"]'),
        "product-list": ('conditions = { body_on_list = "zz-bodies" }', 'conditions = { product_list = "nothing" }'),
        "body-list": ('"zz-bodies"', '"nothing"'),
        "edition": ('"IEC 1:2018"', '"nothing"'),
        "concept:topic": ('topic = "electrical-safety"', 'topic = "nothing"'),
    }[kind]
    with pytest.raises(KnowledgeError) as raised:
        load(tiny_base(tmp_path, {SCHEME: FILES[SCHEME].replace(*written, 1)}))
    (problem,) = raised.value.problems
    assert problem.value == "nothing"
    assert problem.code == ("not-in-list" if kind.startswith("concept:") else "undefined")
    assert "nothing" in problem.message.en
    assert "nothing" in problem.message.zh


def test_one_file_is_read_as_among_all(tiny_location: Location) -> None:
    shelf, alone = read_shelf(tiny_location), Shelf()
    read_one("instruments/lamp-treaty.toml", tiny_location, alone)
    assert alone.kind("instrument") == shelf.kind("instrument")
    assert alone.kind("product-list") == shelf.kind("product-list")
    for name in ("notes/x.toml", "economies/zz.toml", "economies/zz/more/x.toml"):
        with pytest.raises(KeyError, match=name):
            read_one(name, tiny_location, alone)
