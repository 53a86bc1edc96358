"""Two schemes side by side."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.model.condition import Test, When
from mra.model.scheme import Scope
from mra.recognition.comparison import DIMENSIONS, Facet, Likeness, SchemeComparison, compare_schemes, kinds_of, of_sets
from tests.recognition.judging import acceptance, element, question

OFF_MAINS = When((("mains_powered", Test(any_of=(False,))),))
CERTIFICATE, DECLARATION = "zz-lamp-certificate", "blc-lamp-declaration"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({1, 2}, {1, 2}, "equivalent"),
        ({1, 2}, {1}, "broader"),
        ({1}, {1, 2}, "narrower"),
        ({1, 2}, {2, 3}, "overlapping"),
        ({1}, {2}, "different"),
        ({1}, set(), "unknown"),
        (set(), {1}, "unknown"),
    ],
)
def test_how_one_set_is_to_another(one: Collection[object], other: Collection[object], expected: Likeness) -> None:
    assert of_sets(one, other) == expected


def issuing(tiny: LiveSource, **changes: Any) -> LiveSource:
    """The tiny knowledge base, where CB reports are issued under the declaration scheme and CCC under the certificate scheme."""
    evidence = {
        **tiny.knowledge.evidence,
        "cb_report": replace(tiny.knowledge.evidence["cb_report"], scheme=DECLARATION),
        "ccc": replace(tiny.knowledge.evidence["ccc"], scheme=CERTIFICATE),
    }
    schemes = {name: replace(scheme, **changes.get(name.partition("-")[0], {})) for name, scheme in tiny.knowledge.schemes.items()}
    return replace(tiny, knowledge=replace(tiny.knowledge, evidence=evidence, schemes=schemes))


def compared(source: LiveSource, one: str = DECLARATION, other: str = CERTIFICATE) -> SchemeComparison:
    """Two schemes for a lamp."""
    schemes = source.knowledge.schemes
    return compare_schemes(source.knowledge, source.criteria, schemes[one], schemes[other], question())


def facet(source: LiveSource, dimension: str) -> Facet:
    """One dimension of the two schemes."""
    return next(entry for entry in compared(source).facets if entry.dimension == dimension)


def words(source: LiveSource, dimension: str) -> tuple[list[str], list[str]]:
    """What is said of both schemes."""
    found = facet(source, dimension)
    return [entry.en for entry in found.one], [entry.en for entry in found.other]


def test_every_dimension_is_compared_in_its_order(tiny: LiveSource) -> None:
    assert tuple(entry.dimension for entry in compared(issuing(tiny)).facets) == DIMENSIONS


def test_what_each_scheme_makes_of_the_evidence_of_the_other(tiny: LiveSource) -> None:
    source = issuing(tiny)
    found = compared(source)
    assert (found.there.by, found.there.kinds) == (CERTIFICATE, ("cb_report",))
    assert found.there.requirement is not None
    assert found.there.requirement.verdict == "partial"
    assert [criterion.id for criterion in found.there.failed] == ["body-listed-stated"]
    assert found.there.effects["body"] == "delta"
    assert found.there.effects["mechanism"] == "none"
    assert "trade-conditions" not in found.there.effects
    assert (found.back.by, found.back.kinds) == (DECLARATION, ("ccc",))
    assert found.back.requirement is not None
    assert found.back.requirement.verdict == "duplicate"
    assert {criterion.id for criterion in found.back.failed} == {"report-shown", "standard-unmodified"}
    assert found.back.effects["scheme-structure"] == "no"


def test_a_scheme_that_issues_nothing_has_nothing_to_be_received(tiny: LiveSource) -> None:
    found = compared(tiny)
    for reception in (found.there, found.back):
        assert (reception.kinds, reception.requirement, reception.effects, reception.failed) == ((), None, {}, ())


def test_a_scheme_that_does_not_concern_the_product_receives_nothing(tiny: LiveSource) -> None:
    source = issuing(tiny, zz={"scopes": (Scope(products=("gadget",)),)})
    found = compared(source).there
    assert (found.kinds, found.requirement, found.failed) == (("cb_report",), None, ())


def test_a_scheme_without_a_route_receives_without_a_case(tiny: LiveSource) -> None:
    found = compared(issuing(tiny, zz={"routes": ()})).there
    assert found.requirement is not None
    assert (found.requirement.verdict, found.effects) == ("unknown", {})


def test_the_kinds_of_a_scheme(tiny: LiveSource) -> None:
    source = issuing(tiny)
    assert kinds_of(source.knowledge, source.knowledge.schemes[CERTIFICATE]) == ("ccc",)
    assert kinds_of(tiny.knowledge, tiny.knowledge.schemes[CERTIFICATE]) == ()


def test_mechanism_and_scope(tiny: LiveSource) -> None:
    source = issuing(tiny)
    assert facet(source, "mechanism").likeness == "different"
    assert facet(source, "product-scope").likeness == "equivalent"
    assert words(source, "product-scope") == (["Appliance"], ["Appliance"])
    same = issuing(tiny, blc={"route_kind": "third_party_certification"})
    assert facet(same, "mechanism").likeness == "equivalent"


@pytest.mark.parametrize(
    ("scopes", "exclusions", "expected"),
    [
        (("appliance",), (), "equivalent"),
        (("lamp",), (), "broader"),
        (("appliance", "gadget"), (), "narrower"),
        (("appliance",), (Scope(products=("lamp",)),), "broader"),
        # an exclusion on a condition excludes some lamps only
        (("appliance",), (Scope(products=("lamp",), when=OFF_MAINS),), "equivalent"),
    ],
)
def test_scopes_are_compared_as_sets_of_groups(tiny: LiveSource, scopes: tuple[str, ...], exclusions: tuple[Scope, ...], expected: Likeness) -> None:
    source = issuing(tiny, zz={"scopes": (Scope(products=scopes),), "exclusions": exclusions})
    assert facet(source, "product-scope").likeness == expected


def test_the_instrument_the_elements_and_the_standards_are_named(tiny: LiveSource) -> None:
    source = issuing(tiny)
    assert words(source, "instrument") == ([], ["Lamp Treaty"])
    assert facet(source, "instrument").likeness is None
    assert words(source, "standard") == (["EN 1:2019"], ["IEC 1:2018", "ZZ 1:2020"])
    assert [len(entry) for entry in words(source, "scheme-structure")] == [1, 2]
    assert facet(source, "scheme-structure").likeness == "narrower"


def _one_test(tiny: LiveSource, *standards: str, **accepting: Any) -> dict[str, Any]:
    """A scheme of one test to these standards, which accepts CB reports on conditions."""
    route = tiny.knowledge.schemes[CERTIFICATE].routes[0]
    return {"routes": (replace(route, elements=(element(standards=standards, accepts=(acceptance(**accepting),)),)),)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("iec-1-2018",), ("en-1-2019",), "equivalent"),
        (("iec-1-2018",), ("gb-1-2022",), "related"),
        (("iec-1-2018", "x-1-2020"), ("iec-1-2018",), "broader"),
        (("iec-1-2018",), ("iec-1-2018", "x-1-2020"), "narrower"),
        (("iec-1-2018", "x-1-2020"), ("iec-1-2018", "y-1-2020"), "overlapping"),
        (("x-1-2020",), ("y-1-2020",), "different"),
        (("gb-1-2022",), ("zz-1-2020",), "different"),
        (("iec-1-2018",), ("u-1-2020",), "unknown"),
    ],
)
def test_standards_are_compared_over_the_chain(tiny: LiveSource, one: tuple[str, ...], other: tuple[str, ...], expected: Likeness) -> None:
    strangers = {f"{name}-1-2020": replace(tiny.knowledge.editions["iec-1-2018"], designation=f"{name.upper()} 1:2020") for name in "xyu"}
    unknown: dict[tuple[str, str], Any] = {("iec-1-2018", "u-1-2020"): "unknown", ("u-1-2020", "iec-1-2018"): "unknown"}
    derived = replace(tiny.knowledge.derived, relations={**tiny.knowledge.derived.relations, **unknown})
    base = replace(tiny, knowledge=replace(tiny.knowledge, editions={**tiny.knowledge.editions, **strangers}, derived=derived))
    assert facet(issuing(base, blc=_one_test(tiny, *one), zz=_one_test(tiny, *other)), "standard").likeness == expected


def test_where_no_element_names_a_standard_the_evidence_does(tiny: LiveSource) -> None:
    source = issuing(tiny, zz=_one_test(tiny), blc=_one_test(tiny))
    assert words(source, "standard") == (["IEC 1:2018"], ["GB 1-2022"])
    without = replace(source, knowledge=replace(source.knowledge, evidence={"none": source.knowledge.evidence["none"]}))
    assert facet(without, "standard").likeness == "unknown"


def test_conditions_on_bodies_evidence_and_trade_are_put_in_words(tiny: LiveSource) -> None:
    conditions: dict[str, Any] = {
        "body_on_list": "zz-bodies",
        "accredited_by_signatory_of": "lamp-treaty",
        "max_age_months": 36,
        "origin": "CN",
        "direct_shipment": True,
    }
    source = issuing(tiny, zz=_one_test(tiny, "iec-1-2018", **conditions), blc={"validity_months": 24})
    (_, bodies), (here, evidence), (_, trade) = (words(source, dimension) for dimension in ("body", "evidence", "trade-conditions"))
    assert bodies[0] == "Bodies recognised by ZZ"
    assert "Lamp Treaty" in bodies[1]
    assert (len(here), "24" in here[0]) == (1, True)
    assert ("60" in evidence[0], "36" in evidence[1]) == (True, True)
    assert ("CN" in trade[0], len(trade)) == (True, 2)


def test_a_comparison_is_of_one_product_on_one_day(tiny: LiveSource) -> None:
    found = compared(issuing(tiny))
    assert (found.question.product, found.question.as_of) == ("lamp", date(2026, 1, 10))
    assert (found.one.id, found.other.id) == (DECLARATION, CERTIFICATE)
