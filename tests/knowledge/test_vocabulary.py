"""IRIs and concept lists."""

from typing import get_args

import pytest
import rdflib
from rdflib.namespace import RDFS

from mra.knowledge.base import Knowledge
from mra.knowledge.vocabulary import BASE, FOLDERS, MRA, bilingual, iri, read_concepts
from mra.model.evidence import Form
from mra.model.market import COVERAGE_ORDER
from mra.model.period import Clock
from mra.model.scheme import How, Nature, RouteKind
from mra.model.sheet import VERDICTS, Effect
from mra.model.source import Confidence, Tier
from mra.model.text import Bilingual
from tests.bases import ROOT


def test_iris_of_records_and_concepts() -> None:
    assert iri("scheme", "hk-epsr-certificate") == f"{BASE}scheme/hk-epsr-certificate"
    assert iri("concept:topic", "emc") == f"{BASE}concept/topic/emc"
    assert len(set(FOLDERS.values())) == len(FOLDERS)


def test_an_unknown_kind_has_no_iri() -> None:
    with pytest.raises(KeyError):
        iri("rumour", "x")


def test_a_text_needs_both_languages() -> None:
    graph, node = rdflib.Graph(), MRA.Thing
    graph.add((node, RDFS.label, rdflib.Literal("A", lang="en")))
    graph.add((node, RDFS.label, MRA.NoText))
    with pytest.raises(ValueError, match="both languages"):
        bilingual(graph, node, RDFS.label)
    graph.add((node, RDFS.label, rdflib.Literal("甲", lang="zh")))
    assert bilingual(graph, node, RDFS.label) == Bilingual("A", "甲")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("how", get_args(How)),
        ("nature", get_args(Nature)),
        ("route-kind", get_args(RouteKind)),
        ("form", get_args(Form)),
        ("clock", get_args(Clock)),
        ("tier", get_args(Tier)),
        ("confidence", get_args(Confidence)),
        ("effect", get_args(Effect)),
        ("verdict", VERDICTS),
        ("coverage-level", tuple(COVERAGE_ORDER)),
    ],
)
def test_a_concept_list_holds_exactly_the_words_of_the_model(name: str, words: tuple[str, ...], knowledge: Knowledge) -> None:
    assert set(knowledge.concepts[name]) == set(words)


def test_every_concept_has_its_notation_and_a_label_in_both_languages(knowledge: Knowledge) -> None:
    for name, entries in knowledge.concepts.items():
        assert entries, name
        for notation, concept in entries.items():
            assert concept.notation == notation != "None"
            assert concept.label.en != concept.label.zh or concept.label.en.isascii(), (name, notation)


def test_attributes_say_of_which_type_their_values_are(knowledge: Knowledge) -> None:
    types = {notation: concept.value_type for notation, concept in knowledge.concepts["attribute"].items()}
    assert set(types.values()) <= {"boolean", "decimal", "string", "date"}
    assert (types["mains_powered"], types["power_w"], types["battery"], types["authorised_before"]) == ("boolean", "decimal", "string", "date")
    assert {concept.value_type for concept in knowledge.concepts["topic"].values()} == {None}


def test_the_attributes_of_the_contract_are_all_there(knowledge: Knowledge) -> None:
    contract = """mains_powered rated_voltage_v battery battery_removable radio cellular internet_connected encryption child_use child_age_months worn medical
    medical_class ivd sterile ppe food organic halal_claim aquatic nicotine vehicle permanent_installation power_w plug cable_type model_year authorised_before
    lab.country lab.owner consignment.routing consignment.quantity consignment.frequency channel made_in"""
    assert set(contract.split()) - set(knowledge.concepts["attribute"]) == set()


def test_concepts_are_read_from_files_of_one_folder() -> None:
    assert set(read_concepts(ROOT / "ontologies" / "concepts")) == {file.stem for file in (ROOT / "ontologies" / "concepts").glob("*.ttl")}
    assert read_concepts(ROOT / "docs") == {}
