"""Every record shape fails on what it is about and on nothing else."""

from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD

from mra.knowledge.graph import KnowledgeGraph, read_graph, read_vocabulary
from mra.knowledge.locate import Location
from mra.knowledge.record_shapes import failures, read_record_shapes
from mra.knowledge.rows import PAV, SEMAPV, SSSOM
from mra.knowledge.vocabulary import BASE, MRA, RULE

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ONTOLOGIES = REPOSITORY / "ontologies"
SMALL_BASE = REPOSITORY / "tests" / "knowledge" / "small_base" / "mappings"
VOCABULARY = read_vocabulary(ONTOLOGIES)
SHAPES = read_record_shapes(ONTOLOGIES)
#: What a shape calls by name is no rule by itself.
RULES = sorted(str(shape).removeprefix(f"{RULE}record/") for shape in SHAPES.subjects(RDF.type, SH.PropertyShape) if (None, SH.property, shape) not in SHAPES)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    root = tmp_path_factory.mktemp("small")
    (root / "mappings").symlink_to(SMALL_BASE)
    (root / "ontologies").symlink_to(ONTOLOGIES)
    return read_graph(Location(root))


def test_every_record_shape_says_clause_effect_and_sentence() -> None:
    for name in RULES:
        shape = rdflib.URIRef(f"{RULE}record/{name}")
        assert SHAPES.value(shape, MRA.clause), name
        assert SHAPES.value(shape, MRA.onFailure), name
        assert SHAPES.value(shape, MRA.decides) == MRA.recordForm, name
        assert {text.language for text in SHAPES.objects(shape, SH.message) if isinstance(text, rdflib.Literal)} == {"en", "zh"}, name
        assert set(SHAPES.predicates(shape)) & {SH.targetClass, SH.targetSubjectsOf}, name
    assert not list(SHAPES.subjects(SH["or"])), "no sh:or above a decision"
    assert not list(SHAPES.subjects(SH.sparql)), "Core constraints only"


def test_nothing_is_wrong_with_the_small_base(small: KnowledgeGraph) -> None:
    assert failures(small.everything, SHAPES) == []


def test_every_target_is_met_by_the_small_base(small: KnowledgeGraph) -> None:
    """A shape that looks at nothing would never fail. Targets of what may be left out are met by the broken graphs below."""
    targets = set(SHAPES.objects(None, SH.targetClass))
    assert not [target for target in targets if (None, RDF.type, target) not in small.records]


EPSR, OLDER = "scheme/hk-epsr", "scheme/hk-older"
ELEMENT = f"{EPSR}/route/a-cb/element/safety-test"
ACCEPTS = f"{ELEMENT}/accepts/1"
SEARCH = f"{EPSR}/route/a-cb/element/file/searched"
NUMBER, EXCEPTION = f"{EPSR}/certificate_number", f"{EPSR}/exception/1"
KETTLE, IEC, GB = "product/electric-kettle", "standard/iec-60335-1-2010", "standard/gb-4706-1-2005"
CB, REPORT, YIELD = "instrument/iecee-cb", "evidence/cb_report", "evidence/cb_report/yields/1"
ADOPTION = "mappings/gb__iec/gbt-4706-1-2024__iec-60335-1-2010"
GOODS = "mappings/hs2022/electric-kettle__851679"
ENTRY, LADDER = "body-list/hk-bodies/entry/C", "concept/how/as_is"
NOTICE = "notice/agency/2"
FIGURE, TIME = "figure/hk/3", "figure/hk/2"
NOWHERE = rdflib.URIRef(f"{BASE}nowhere")
ANY = "*"
Change = tuple[str, rdflib.URIRef, Any, Any]


def _gone(subject: str, predicate: rdflib.URIRef) -> Change:
    """Nothing is said any more."""
    return subject, predicate, ANY, None


def _also(subject: str, predicate: rdflib.URIRef, value: Any) -> Change:
    """Something is said besides."""
    return subject, predicate, None, value


def _instead(subject: str, predicate: rdflib.URIRef, value: Any) -> Change:
    """Something else is said."""
    return subject, predicate, ANY, value


def _in_one_language(name: str, subject: str, predicate: rdflib.URIRef) -> dict[str, Change]:
    """Either language is taken away."""
    return {f"{name}-en": (subject, predicate, "en", None), f"{name}-zh": (subject, predicate, "zh", None)}


def _day(text: str) -> rdflib.Literal:
    return rdflib.Literal(text, datatype=XSD.date)


_DATES = {
    "valid-from": MRA.validFrom,
    "valid-until": MRA.validUntil,
    "applies-from": MRA.appliesFrom,
    "applies-until": MRA.appliesUntil,
    "checked": MRA.checkedOn,
    "published": MRA.published,
    "in-force-from": MRA.inForceFrom,
    "withdrawn-on": MRA.withdrawnOn,
    "reviewed-on": MRA.reviewedOn,
    "as-of": MRA.asOf,
    "searched-on": MRA.searchedOn,
    "authored-on": PAV.authoredOn,
}
_NAMED = {
    "barred-lab-list": (f"{ACCEPTS}/conditions", MRA.labNotOnList),
    "bloc": ("economy/DE/member_of/1", MRA.bloc),
    "body-list": (f"{ACCEPTS}/conditions", MRA.bodyOnList),
    "broader-group": (KETTLE, MRA.broaderGroup),
    "economy": (EPSR, MRA.economy),
    "evidence": (ACCEPTS, MRA.evidence),
    "evidence-together": (ACCEPTS, MRA.evidenceTogether),
    "instrument": (ACCEPTS, MRA.via),
    "issued-evidence": (OLDER, MRA.issues),
    "issuer-economy": (REPORT, MRA.issuerEconomy),
    "issuing-bodies": (OLDER, MRA.issuingBodies),
    "lab-list": (f"{ACCEPTS}/conditions", MRA.labOnList),
    "noticed-kind": (NOTICE, MRA.noticedKind),
    "priced-scheme": (FIGURE, MRA.pricedScheme),
    "legal-basis": (EPSR, MRA.legalBasis),
    "national-differences": (f"{ACCEPTS}/conditions", MRA.nationalDifferencesOf),
    "origin": (f"{ACCEPTS}/conditions", MRA.origin),
    "product": (f"{EPSR}/scope/1", MRA.product),
    "product-list": (f"{ACCEPTS}/conditions", MRA.onProductList),
    "replaced-scheme": (EPSR, MRA.replaces),
    "replacing-edition": (IEC, MRA.replacedBy),
    "signatory": (f"{ACCEPTS}/conditions", MRA.accreditedBySignatoryOf),
    "source": (EPSR, MRA.source),
    "standard": (ELEMENT, MRA.standard),
    "standard-among": (f"{ACCEPTS}/conditions", MRA.standardAmong),
    "successor": (CB, MRA.succeededBy),
}
_SOURCED = {
    "acceptance-source": ACCEPTS,
    "adoption-source": ADOPTION,
    "body-list-source": "body-list/hk-bodies",
    "coverage-source": "economy/HK/coverage/1",
    "economy-source": "economy/EU",
    "edition-source": IEC,
    "element-source": ELEMENT,
    "evidence-source": REPORT,
    "exception-source": EXCEPTION,
    "goods-code-source": GOODS,
    "instrument-source": CB,
    "listed-body-source": ENTRY,
    "figure-source": FIGURE,
    "notice-source": NOTICE,
    "member-source": f"{CB}/member/1",
    "membership-source": "economy/DE/member_of/1",
    "number-source": NUMBER,
    "product-list-source": "product-list/cb-list",
    "scheme-source": OLDER,
    "yield-source": YIELD,
}
#: For each rule, what to change in the small base so that this rule fails, and no other.
BROKEN: dict[str, Change] = {
    **_in_one_language("authority", EPSR, MRA.authority),
    **_in_one_language("concept-definition", LADDER, SKOS.definition),
    **_in_one_language("concept-label", LADDER, SKOS.prefLabel),
    **_in_one_language("exception-condition", EXCEPTION, MRA.conditionText),
    **_in_one_language("figure-basis", FIGURE, MRA.basis),
    **_in_one_language("label", EPSR, RDFS.label),
    **_in_one_language("mandatory-when", EPSR, MRA.mandatoryWhen),
    **_in_one_language("note", OLDER, MRA.note),
    **_in_one_language("operator", OLDER, MRA.operator),
    **_in_one_language("search-place", SEARCH, MRA.searchedWhere),
    **_in_one_language("surveillance", OLDER, MRA.surveillance),
    **_in_one_language("text", f"{ACCEPTS}/delta/1", MRA.text),
    **_in_one_language("title", "source/guide", DCTERMS.title),
    **{f"date-{name}": _also("economy/HK", predicate, rdflib.Literal("2026-11-22")) for name, predicate in _DATES.items()},
    **{f"known-{name}": _also(subject, predicate, NOWHERE) for name, (subject, predicate) in _NAMED.items()},
    **{name: _gone(subject, MRA.source) for name, subject in _SOURCED.items()},
    "acceptance-clock": _instead(ACCEPTS, MRA.clock, NOWHERE),
    "acceptance-evidence": _gone(ACCEPTS, MRA.evidence),
    "acceptance-how": _gone(ACCEPTS, MRA.how),
    "acceptance-one-how": _also(ACCEPTS, MRA.how, rdflib.URIRef(f"{BASE}concept/how/refused")),
    "adoption-degree": _instead(ADOPTION, OWL.annotatedProperty, SKOS.exactMatch),
    "adoption-object": _instead(ADOPTION, OWL.annotatedTarget, NOWHERE),
    "adoption-subject": _instead(ADOPTION, OWL.annotatedSource, NOWHERE),
    "asked-attribute": _also(KETTLE, MRA.ask, NOWHERE),
    "body-list-as-of": _gone("body-list/hk-bodies", MRA.asOf),
    "body-list-complete": _gone("body-list/hk-bodies", MRA.complete),
    "concept-notation": _gone(LADDER, SKOS.notation),
    "condition-form": _instead(f"{ACCEPTS}/conditions", MRA.askedForm, NOWHERE),
    "condition-scheme-element": _also(f"{ACCEPTS}/conditions", MRA.schemeElement, NOWHERE),
    "condition-stage": _also(f"{ACCEPTS}/conditions", MRA.stage, NOWHERE),
    "coverage-family": _gone("economy/HK/coverage/1", MRA.family),
    "coverage-level": _gone("economy/HK/coverage/1", MRA.level),
    "default-value": _gone(f"{KETTLE}/attributes/radio", MRA.value),
    "economy-code": _gone("economy/EU", MRA.code),
    "edition-confidence": _gone(IEC, MRA.confidence),
    "edition-designation": _gone(IEC, MRA.designation),
    "element-activity": _instead(ELEMENT, MRA.activity, NOWHERE),
    "element-frequency": _instead(ELEMENT, MRA.frequency, NOWHERE),
    "element-nature": _instead(ELEMENT, MRA.nature, NOWHERE),
    "element-one-activity": _also(ELEMENT, MRA.activity, rdflib.URIRef(f"{BASE}concept/activity/fee")),
    "element-one-topic": _also(ELEMENT, MRA.topic, rdflib.URIRef(f"{BASE}concept/topic/emc")),
    "element-topic": _gone(ELEMENT, MRA.topic),
    "entry-on-named-list": ("body-list/hk-bodies", MRA.entry, rdflib.URIRef(f"{BASE}{ENTRY}"), None),
    "evidence-issuer": _gone(REPORT, MRA.issuerEconomy),
    "exception-authority": _gone(EXCEPTION, MRA.authority),
    "figure-element": _gone(FIGURE, MRA.pricedElement),
    "figure-number": _gone(TIME, MRA.highest),
    "figure-order": _instead(FIGURE, MRA.highest, rdflib.Literal("999", datatype=XSD.decimal)),
    "figure-scheme": _gone(FIGURE, MRA.pricedScheme),
    "figure-unit": _instead(FIGURE, MRA.unit, NOWHERE),
    "goods-code-group": _instead(GOODS, OWL.annotatedSource, NOWHERE),
    "goods-code-predicate": _instead(GOODS, OWL.annotatedProperty, SKOS.related),
    "group-families": _also(KETTLE, MRA.family, NOWHERE),
    "group-family": _gone(KETTLE, MRA.family),
    "instrument-direction": _instead(CB, MRA.direction, NOWHERE),
    "instrument-mechanism": _gone(CB, MRA.mechanism),
    "instrument-recognizes": _also(CB, MRA.recognizes, NOWHERE),
    "instrument-status": _gone(CB, MRA.status),
    "listed-body-economy": _gone(ENTRY, MRA.economy),
    "mapping-by-people": _instead(ADOPTION, SSSOM.mapping_justification, SEMAPV.LLMBasedMatching),
    "mapping-justification": _gone(ADOPTION, SSSOM.mapping_justification),
    "mapping-share-high": _instead(ADOPTION, SSSOM.confidence, rdflib.Literal("1.01", datatype=XSD.decimal)),
    "mapping-share-low": _instead(ADOPTION, SSSOM.confidence, rdflib.Literal("-0.01", datatype=XSD.decimal)),
    "member-economy": _gone(f"{CB}/member/1", MRA.economy),
    "membership-bloc": _gone("economy/DE/member_of/1", MRA.bloc),
    "notice-kind": _gone(NOTICE, MRA.noticedKind),
    "notice-number": _instead(NOTICE, MRA.noticedNumber, rdflib.Literal("")),
    "notice-status": _instead(NOTICE, MRA.noticedStatus, rdflib.URIRef(f"{BASE}concept/status/valid")),
    "period-applies": _also(EPSR, MRA.appliesUntil, _day("1998-01-01")),
    "period-edition": _instead(GB, MRA.withdrawnOn, _day("2006-08-01")),
    "period-valid": _instead(ACCEPTS, MRA.validUntil, _day("2000-01-01")),
    "product-list-complete": _gone("product-list/cb-list", MRA.complete),
    "recognized-activity": _also(CB, MRA.activity, NOWHERE),
    "recognized-topic": _also(CB, MRA.topic, NOWHERE),
    "route-element": _gone(f"{EPSR}/route/b-any", MRA.element),
    "scheme-authority-or-note": _gone(EPSR, MRA.authority),
    "scheme-certificate-status": _also(OLDER, MRA.statusOfCertificates, NOWHERE),
    "scheme-economy": _gone(EPSR, MRA.economy),
    "scheme-family": _gone(EPSR, MRA.family),
    "scheme-mandatory": _gone(EPSR, MRA.mandatory),
    "scheme-route-kind": _gone(EPSR, MRA.routeKind),
    "scheme-scope": _gone(OLDER, MRA.scope),
    "scheme-subject": _instead(EPSR, MRA.subject, NOWHERE),
    "scheme-type": _instead(EPSR, MRA.schemeType, NOWHERE),
    "search-day": _gone(SEARCH, MRA.searchedOn),
    "search-person": _gone(SEARCH, MRA.searchedBy),
    "source-address": _gone("source/guide", MRA.address),
    "source-address-form": _instead("source/guide", MRA.address, rdflib.Literal("example.org/guide", datatype=XSD.anyURI)),
    "source-checked": _gone("source/guide", MRA.checkedOn),
    "source-confidence": _gone("source/guide", MRA.confidence),
    "source-publisher": _gone("source/guide", MRA.publisher),
    "source-read-at-form": _also("source/guide", MRA.readAt, rdflib.Literal("file://x y", datatype=XSD.anyURI)),
    "source-tier": _gone("source/guide", MRA.tier),
    "statement-confidence": _instead(ACCEPTS, MRA.confidence, NOWHERE),
    "tested-attribute": _instead(f"{EPSR}/scope/1/when/power_w", MRA.attribute, NOWHERE),
    "yield-activity": _gone(YIELD, MRA.activity),
    "yield-form": _gone(YIELD, MRA.form),
    "yield-topic": _gone(YIELD, MRA.topic),
}


def test_every_record_shape_has_its_broken_graph() -> None:
    assert sorted(BROKEN) == RULES


@pytest.fixture(scope="module")
def tiny(small: KnowledgeGraph) -> rdflib.Graph:
    """The small base with no more of the vocabulary than it uses: one graph, changed and put right again by each test."""
    graph = rdflib.Graph()
    graph.addN((*triple, graph) for triple in small.records)
    used = {*small.records.objects(), MRA.AnyEvidence, MRA.AnyTopic, MRA.DestinationStandard, rdflib.URIRef(f"{BASE}concept/topic/emc")}
    used |= {rdflib.URIRef(f"{BASE}{name}") for name in (LADDER, "concept/activity/fee", "concept/how/refused")}
    for term in used:
        graph.addN((*triple, graph) for triple in VOCABULARY.triples((term, None, None)))
    graph.addN((*triple, graph) for triple in VOCABULARY.triples((None, RDFS.subClassOf, None)))
    return graph


def _taken(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: rdflib.URIRef, which: Any) -> list[rdflib.term.Node]:
    if which is None:
        return []
    return [value for value in graph.objects(subject, predicate) if which == ANY or value == which or getattr(value, "language", None) == which]


@pytest.mark.parametrize("name", RULES)
def test_a_broken_record_fails_its_shape_and_no_other(name: str, tiny: rdflib.Graph) -> None:
    path, predicate, which, added = BROKEN[name]
    subject = rdflib.URIRef(f"{BASE}{path}")
    removed = _taken(tiny, subject, predicate, which)
    assert removed or which is None, "there is nothing to take away"
    for value in removed:
        tiny.remove((subject, predicate, value))
    if added is not None:
        tiny.add((subject, predicate, added))
    try:
        failed = failures(tiny, SHAPES)
    finally:
        if added is not None:
            tiny.remove((subject, predicate, added))
        for value in removed:
            tiny.add((subject, predicate, value))
    node = f"{BASE}{ENTRY}" if name == "entry-on-named-list" else str(subject)
    assert failed == [(rdflib.URIRef(f"{RULE}record/{name}"), node)]
