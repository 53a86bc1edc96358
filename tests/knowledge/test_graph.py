"""The knowledge base as RDF says the same as the knowledge that the program reads."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from mra.knowledge.base import Knowledge
from mra.knowledge.graph import GRAPHS, KnowledgeGraph, read_context, read_graph
from mra.knowledge.load import load
from mra.knowledge.locate import Location
from mra.knowledge.nodes import CLASSES
from mra.knowledge.rows import PAV, SEMAPV, SSSOM
from mra.knowledge.vocabulary import BASE, MRA
from mra.model.scheme import Conditions

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
EPSR = rdflib.URIRef(f"{BASE}scheme/hk-epsr")
SAFETY = rdflib.URIRef(f"{EPSR}/route/a-cb/element/safety-test")


def _node(path: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{BASE}{path}")


def _day(text: str) -> rdflib.Literal:
    return rdflib.Literal(text, datatype=XSD.date)


@pytest.fixture
def location(tmp_path: Path) -> Location:
    """A copy of the small base that a test may change, with the ontologies of the repository."""
    shutil.copytree(HERE / "small_base" / "mappings", tmp_path / "mappings")
    (tmp_path / "ontologies").symlink_to(REPOSITORY / "ontologies")
    return Location(tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    root = tmp_path_factory.mktemp("small")
    (root / "mappings").symlink_to(HERE / "small_base" / "mappings")
    (root / "ontologies").symlink_to(REPOSITORY / "ontologies")
    return read_graph(Location(root))


def _counts_of_graph(graph: KnowledgeGraph) -> dict[str, int]:
    classes = (
        "Scheme",
        "Scope",
        "Exclusion",
        "Route",
        "Element",
        "Acceptance",
        "Conditions",
        "AttributeTest",
        "Search",
        "Source",
        "Economy",
    )
    more = (
        "Instrument",
        "InstrumentMember",
        "ProductList",
        "EvidenceKind",
        "Yield",
        "StandardEdition",
        "Adoption",
        "ProductGroup",
        "BodyList",
    )
    names = (*classes, *more, "ListedBody", "CertificateNotice", "PublishedFigure", "Coverage", "BlocMembership", "GoodsCodeMapping")
    return {name: sum(1 for _ in graph.records.subjects(RDF.type, MRA[name])) for name in names}


def _counts_of_knowledge(knowledge: Knowledge) -> dict[str, int]:
    schemes, instruments = knowledge.schemes.values(), knowledge.instruments.values()
    economies, lists, kinds = knowledge.economies.values(), knowledge.body_lists.values(), knowledge.evidence.values()
    scopes = [scope for scheme in schemes for scope in scheme.scopes]
    exclusions = [scope for scheme in schemes for scope in scheme.exclusions]
    routes = [route for scheme in schemes for route in scheme.routes]
    elements = [element for route in routes for element in route.elements]
    acceptances = [acceptance for element in elements for acceptance in element.accepts]
    yields = [entry for kind in kinds for entry in kind.yields]
    conditional: tuple[Any, ...] = (*scopes, *exclusions, *routes, *elements, *acceptances, *yields)
    return {
        "Scheme": len(schemes),
        "Scope": len(scopes),
        "Exclusion": len(exclusions),
        "Route": len(routes),
        "Element": len(elements),
        "Acceptance": len(acceptances),
        "Conditions": sum(acceptance.conditions != Conditions() for acceptance in acceptances),
        "AttributeTest": sum(len(part.when.tests) for part in conditional),
        "Search": sum(element.searched is not None for element in elements),
        "Source": len(knowledge.sources),
        "Economy": len(economies),
        "Instrument": len(instruments),
        "InstrumentMember": sum(len(instrument.members) for instrument in instruments),
        "ProductList": len(knowledge.product_lists),
        "EvidenceKind": len(kinds),
        "Yield": len(yields),
        "StandardEdition": len(knowledge.editions),
        "Adoption": len(knowledge.adoptions),
        "ProductGroup": len(knowledge.groups),
        "BodyList": len(lists),
        "ListedBody": sum(len(entry.bodies) for entry in lists),
        "CertificateNotice": len(knowledge.notices),
        "PublishedFigure": sum(map(len, knowledge.costs.values())),
        "Coverage": sum(len(economy.coverage) for economy in economies),
        "BlocMembership": sum(len(economy.memberships) for economy in economies),
        "GoodsCodeMapping": sum(len(group.hs) for group in knowledge.groups.values()),
    }


def test_graph_and_knowledge_hold_the_same_records(small: KnowledgeGraph, location: Location) -> None:
    assert _counts_of_graph(small) == _counts_of_knowledge(load(location))
    assert all(_counts_of_graph(small).values()), "the small base leaves a kind of record out"


def test_the_real_graph_holds_the_same_records_as_the_real_knowledge() -> None:
    location = Location(REPOSITORY)
    knowledge = load(location)
    graph = read_graph(location)
    assert _counts_of_graph(graph) == _counts_of_knowledge(knowledge)
    for identifier, scheme in knowledge.schemes.items():
        node = _node(f"scheme/{identifier}")
        assert set(graph.records.objects(node, RDFS.label)) == {
            rdflib.Literal(scheme.label.en, lang="en"),
            rdflib.Literal(scheme.label.zh, lang="zh"),
        }
        assert {str(source).removeprefix(f"{BASE}source/") for source in graph.records.objects(node, MRA.source)} == set(scheme.sources)
        for route in scheme.routes:
            for element in route.elements:
                inner = rdflib.URIRef(f"{node}/route/{route.id}/element/{element.id}")
                assert graph.records.value(inner, MRA.topic) == _node(f"concept/topic/{element.topic}")
                hows = {str(how).rpartition("/")[2] for how in graph.records.objects(inner, MRA.accepts / MRA.how)}
                assert hows == {acceptance.how for acceptance in element.accepts}


def test_derived_relations_are_those_of_the_knowledge(small: KnowledgeGraph, location: Location) -> None:
    derived = load(location).derived
    predicates = (MRA.identicalTo, MRA.otherEditionOf, MRA.modifiedFrom, MRA.modifiedEditionOf, MRA.comparableWith, MRA.notEquivalentWith)
    pairs = {pair for predicate in (*predicates, MRA.relatedInUnknownDegree) for pair in small.derived.subject_objects(predicate)}
    assert pairs == {(_node(f"standard/{one}"), _node(f"standard/{other}")) for one, other in derived.relations}
    assert (_node("economy/DE"), MRA.answersWith, _node("economy/EU")) in small.derived
    assert (_node("product/electric-kettle"), MRA.inheritsFrom, _node("product/household-appliance")) in small.derived
    assert (_node("instrument/older-scheme"), MRA.resolvesTo, _node("instrument/iecee-cb")) in small.derived
    assert (_node("standard/gb-4706-1-2005"), MRA.editionOf, _node("standard/series/gb-4706-1")) in small.derived
    assert (_node("standard/gb-4706-1-2005"), MRA.modifiedFrom, _node("standard/iec-60335-1-2010")) in small.derived


def test_the_three_graphs_keep_apart_what_is_stated_and_what_follows(small: KnowledgeGraph) -> None:
    assert set(small.records).isdisjoint(set(small.derived))
    assert len(small.everything) == len(set(small.records) | set(small.vocabulary) | set(small.derived))
    dataset = small.dataset()
    assert len(dataset.graph(GRAPHS["derived"])) == len(small.derived)
    assert len(dataset.graph(GRAPHS["records"])) == len(small.records)


def test_no_node_is_blank_and_every_node_has_its_place(small: KnowledgeGraph) -> None:
    terms = {term for triple in small.records for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]
    unplaced = {str(subject) for subject in small.records.subjects(RDF.type) if str(subject) not in small.places}
    assert unplaced == {f"{BASE}body/A%20B", f"{BASE}body/C", f"{BASE}hs/851679"}


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (EPSR, DCTERMS.identifier, rdflib.Literal("hk-epsr")),
        (EPSR, RDFS.label, rdflib.Literal("符合安全规格证明书", lang="zh")),
        (EPSR, MRA.economy, _node("economy/HK")),
        (EPSR, MRA.replaces, _node("scheme/hk-older")),
        (EPSR, MRA.mandatory, rdflib.Literal(True)),
        (EPSR, MRA.appliesFrom, _day("1998-01-01")),
        (EPSR, MRA.lookup, rdflib.Literal("https://example.org/lookup", datatype=XSD.anyURI)),
        (EPSR, MRA.route, rdflib.URIRef(f"{EPSR}/route/a-cb")),
        (SAFETY, MRA.activity, _node("concept/activity/testing")),
        (SAFETY, MRA.standard, _node("standard/iec-60335-1-2010")),
        (SAFETY, MRA.accepts, SAFETY + "/accepts/1"),
        (SAFETY + "/accepts/1", MRA.how, _node("concept/how/difference_tests")),
        (SAFETY + "/accepts/1", MRA.validUntil, _day("2030-01-01")),
        (SAFETY + "/accepts/1/conditions", MRA.standardAmong, _node("standard/iec-60335-1-2010")),
        (SAFETY + "/accepts/1/conditions", MRA.maxAgeMonths, rdflib.Literal(36)),
        (SAFETY + "/accepts/1/conditions", MRA.stage, _node("concept/stage/TMP")),
        (SAFETY + "/accepts/1/delta/2", MRA.text, rdflib.Literal("电压", lang="zh")),
        (SAFETY + "/accepts/2", MRA.evidenceTogether, _node("evidence/ccc")),
        (EPSR + "/route/b-any/element/safety-test/accepts/1", MRA.evidence, MRA.AnyEvidence),
        (EPSR + "/route/a-cb/element/file/searched", MRA.searchedOn, _day("2026-11-22")),
        (EPSR + "/scope/1/when/power_w", MRA.maximum, rdflib.Literal(1000.5)),
        (EPSR + "/scope/1/when/lab.country", MRA.anyOf, rdflib.Literal("HK")),
        (EPSR + "/exclusion/1/when/battery", MRA.noneOf, rdflib.Literal("none")),
        (_node("evidence/cb_report"), MRA.underScheme, _node("instrument/iecee-cb")),
        (_node("evidence/ccc"), MRA.underScheme, EPSR),
        (_node("evidence/cb_report/yields/2"), MRA.standard, MRA.DestinationStandard),
        (_node("evidence/cb_report/yields/2"), MRA.topic, MRA.AnyTopic),
        (_node("product/electric-kettle"), MRA.synonym, rdflib.Literal("water boiler", lang="en")),
        (_node("product/electric-kettle/attributes/radio"), MRA.value, rdflib.Literal("wifi")),
        (_node("product/electric-kettle"), SKOS.broadMatch, _node("hs/851679")),
        (_node("product-list/cb-list/item/1"), MRA.standardText, rdflib.Literal("IEC 60335")),
        (_node("standard/gb-4706-1-2005"), MRA.withdrawnOn, _day("2026-08-01")),
        (_node("standard/gb-4706-1-2005"), MRA.replacedBy, _node("standard/gbt-4706-1-2024")),
        (_node("standard/gbt-4706-1-2024"), MRA.identicalAdoptionOf, _node("standard/iec-60335-1-2010")),
        (_node("mappings/gb__iec/gbt-4706-1-2024__iec-60335-1-2010"), OWL.annotatedProperty, MRA.identicalAdoptionOf),
        (_node("mappings/gb__iec/gbt-4706-1-2024__iec-60335-1-2010"), SSSOM.mapping_justification, SEMAPV.ManualMappingCuration),
        (_node("mappings/gb__iec/gbt-4706-1-2024__iec-60335-1-2010"), PAV.authoredOn, _day("2026-11-22")),
        (_node("body-list/hk-bodies"), MRA.entry, _node("body-list/hk-bodies/entry/A%20B.3")),
        (_node("body-list/hk-bodies/entry/C"), MRA.body, _node("body/C")),
    ],
)
def test_values_read_as_meant(small: KnowledgeGraph, subject: rdflib.URIRef, predicate: rdflib.URIRef, value: rdflib.term.Node) -> None:
    assert (subject, predicate, value) in small.records, list(small.records.objects(subject, predicate))


def test_a_cell_is_found_by_node_and_property(small: KnowledgeGraph) -> None:
    file, line, field = small.cell(f"{SAFETY}/accepts/1", str(MRA.how))
    written = (HERE / "small_base" / file).read_text(encoding="utf-8").split("\n")[line - 1]
    assert (file, field) == ("mappings/economies/hk/epsr.toml", "route[1].element[1].accepts[1].how")
    assert written == 'how = "difference_tests"'
    assert small.cell(f"{SAFETY}/accepts/2", str(MRA.clock))[2] == "route[1].element[1].accepts[2].clock"
    table = small.cell(f"{BASE}standard/iec-60335-1-2010", str(MRA.inForceFrom))
    assert table == ("mappings/standards/all.editions.tsv", 4, "in_force")
    assert small.cell(f"{BASE}concept/how/as_is", str(SKOS.definition)) == ("", 0, "")


def test_a_date_that_is_none_keeps_its_own_type(location: Location) -> None:
    file = location.mappings / "economies" / "hk" / "older.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("1998-01-01", '"1998-01-01"'), encoding="utf-8")
    end = read_graph(location).records.value(_node("scheme/hk-older"), MRA.appliesUntil)
    assert isinstance(end, rdflib.Literal)
    assert end.datatype == XSD.string


def test_an_id_used_twice_makes_two_nodes(location: Location) -> None:
    file = location.mappings / "economies" / "hk" / "epsr.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('id = "file"', 'id = "safety-test"'), encoding="utf-8")
    elements = set(read_graph(location).records.objects(rdflib.URIRef(f"{EPSR}/route/a-cb"), MRA.element))
    assert elements == {SAFETY, rdflib.URIRef(f"{SAFETY}.2")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('label = { en = "Certificate of safety compliance", zh = "符合安全规格证明书" }', 'label = "Certificate"'),
        ('label = { en = "Certificate of safety compliance", zh = "符合安全规格证明书" }', "label = { en = 3, fr = [] }"),
        ('sources = ["law-s8", "guide"]', 'sources = "law-s8"'),
        ('sources = ["law-s8", "guide"]', "sources = [3, { a = 1 }]"),
        ('family = "electrical-safety"', "family = 3"),
        ('family = "electrical-safety"', "family = { a = 1 }"),
        ("mandatory = true", "mandatory = [1979-05-27T07:32:00Z, 07:32:00]"),
        ('hs = ["8516"]', "hs = 8516"),
        ("delta = [{", 'delta = ["x", {'),
        ('id = "a-cb"', 'id = "a b/c 电"'),
        ("when = { battery =", 'when = "x"\nother = { battery ='),
    ],
)
def test_what_breaks_its_form_still_reads(location: Location, before: str, after: str) -> None:
    file = location.mappings / "economies" / "hk" / "epsr.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    graph = read_graph(location)
    assert (EPSR, RDF.type, MRA.Scheme) in graph.records
    assert graph.records.serialize(format="nt")


def test_a_file_that_is_not_toml_is_passed_over(location: Location) -> None:
    (location.mappings / "evidence" / "ccc.toml").write_text("label = {", encoding="utf-8")
    assert (_node("evidence/ccc"), RDF.type, MRA.EvidenceKind) not in read_graph(location).records


def test_a_context_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "context.jsonld").write_text(json.dumps({"@context": "https://example.org/context"}), encoding="utf-8")
    with pytest.raises(ValueError, match="name no other"):
        read_context(tmp_path)
    scoped = {"@context": {"a": {"@id": "https://example.org/a", "@context": "https://example.org/context"}}}
    (tmp_path / "context.jsonld").write_text(json.dumps(scoped), encoding="utf-8")
    with pytest.raises(ValueError, match="name no other"):
        read_context(tmp_path)


def test_every_class_of_a_nested_table_is_the_range_of_its_property(small: KnowledgeGraph) -> None:
    context = read_context(REPOSITORY / "ontologies")
    for key, name in CLASSES.items():
        term = context[key]
        declared = small.vocabulary.value(MRA[term["@id"].removeprefix("mra:")], RDFS.range)
        assert declared == MRA[name], key


def test_what_is_no_record_in_an_array_is_passed_over(location: Location) -> None:
    (location.mappings / "sources" / "odd.toml").write_text('source = ["law", 3]\n', encoding="utf-8")
    (location.mappings / "sources" / "odder.toml").write_text('source = "law"\n', encoding="utf-8")
    assert len(list(read_graph(location).records.subjects(RDF.type, MRA.Source))) == 2


def test_empty_cells_say_nothing(location: Location) -> None:
    mappings = location.mappings / "standards" / "gb__iec.sssom.tsv"
    text = mappings.read_text(encoding="utf-8").replace("semapv:ManualMappingCuration", "").replace("\t0.8\t", "\t\t")
    mappings.write_text(text, encoding="utf-8")
    editions = location.mappings / "standards" / "all.editions.tsv"
    editions.write_text(editions.read_text(encoding="utf-8").replace("Household appliances", ""), encoding="utf-8")
    graph = read_graph(location).records
    row = _node("mappings/gb__iec/gbt-4706-1-2024__iec-60335-1-2010")
    assert not {SSSOM.mapping_justification, SSSOM.confidence} & set(graph.predicates(row))
    titles = list(graph.objects(_node("standard/iec-60335-1-2010"), DCTERMS.title))
    assert titles == [rdflib.Literal("家用电器", lang="zh")]
