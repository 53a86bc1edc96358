"""The facts of a case: what is stated, what is presumed and printed, and what stays unknown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.language import say
from mra.model.condition import Test, Value, When
from mra.model.evidence import Held
from mra.model.instrument import Instrument, Member, ProductList
from mra.model.market import BodyList
from mra.model.period import Period
from mra.model.scheme import Acceptance, Searched
from mra.model.sheet import FactValue
from mra.recognition.case_facts import CaseFacts, months_later
from mra.recognition.facts import facts_of
from mra.recognition.instrument_facts import is_in_force
from tests.recognition.judging import acceptance, case, element, held, known, question, text, with_yields, yields

UNKNOWN = object()
VALID = say("assume.valid").en


def check(facts: CaseFacts, expected: Mapping[str, Any], assumed: tuple[str, ...] | None = None) -> None:
    """The facts named have these values, ``UNKNOWN`` ones are not stated, and, if given, just these presumptions are printed."""
    assert {name: facts.values.get(name, UNKNOWN) for name in expected} == dict(expected)
    if assumed is not None:
        assert [sentence.en for sentence in facts.assumptions] == [VALID, *assumed]


# ── mechanism ──

SEARCHED = Searched(on=date(2026, 1, 2), by="reader", where=text("the Act"))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({}, {"ladder": UNKNOWN, "outsideExhaustiveList": False, "searchedWithoutResult": False}),
        ({"searched": SEARCHED}, {"ladder": "none", "outsideExhaustiveList": False, "searchedWithoutResult": True}),
        ({"accepts_only_listed": True}, {"ladder": "none", "outsideExhaustiveList": True, "searchedWithoutResult": False}),
        # the exhaustive list says more than the search
        ({"accepts_only_listed": True, "searched": SEARCHED}, {"ladder": "none", "outsideExhaustiveList": True, "searchedWithoutResult": False}),
    ],
)
def test_where_nothing_is_found_it_matters_who_looked(tiny: LiveSource, of: dict[str, Any], expected: Mapping[str, FactValue]) -> None:
    facts = known(tiny, case(None, of=element(**of)))
    check(facts, expected)
    assert "CaseWithAcceptance" not in facts.classes


def test_an_acceptance_is_on_its_rung_whatever_the_list_or_the_search_says(tiny: LiveSource) -> None:
    facts = known(tiny, case(acceptance("report_reused"), of=element(accepts_only_listed=True, searched=SEARCHED)))
    check(facts, {"ladder": "report_reused", "outsideExhaustiveList": False, "searchedWithoutResult": False, "acceptanceInForce": True, "namesKind": UNKNOWN})
    assert facts.classes == {"CaseWithAcceptance", "CaseOfTesting"}


@pytest.mark.parametrize(("evidence", "names_kind"), [(("cb_report",), True), (("any",), False)])
def test_a_supporting_document_counts_by_name(tiny: LiveSource, evidence: tuple[str, ...], names_kind: bool) -> None:
    facts = known(tiny, case(acceptance("supporting_document", evidence=evidence)))
    check(facts, {"namesKind": names_kind})
    assert "CaseWithSupportingDocument" in facts.classes


NEW_RULE = Period(start=date(2025, 6, 1))


@pytest.mark.parametrize(
    ("clock", "qualifiers", "in_force"),
    [
        ("placing", {"date": "2025-05-31"}, True),
        ("report_issue", {"date": "2025-05-31"}, False),
        ("report_issue", {"date": "2025-06-01"}, True),
        # the test before the issue; the issue where the test is not dated; the day of placing where nothing is
        ("test", {"date": "2025-06-01", "test_date": "2025-05-31"}, False),
        ("test", {"date": "2025-05-31"}, False),
        ("test", {}, True),
        ("report_issue", {"date": "2025-06-01", "test_date": "2025-05-31"}, True),
    ],
)
def test_a_dated_acceptance_runs_on_its_own_clock(tiny: LiveSource, clock: str, qualifiers: dict[str, str], in_force: bool) -> None:
    check(known(tiny, case(acceptance(period=NEW_RULE, clock=clock), held(**qualifiers))), {"acceptanceInForce": in_force})


@pytest.mark.parametrize(("as_of", "in_force"), [(date(2025, 5, 31), False), (date(2025, 6, 1), True)])
def test_an_acceptance_holds_from_its_first_day(tiny: LiveSource, as_of: date, in_force: bool) -> None:
    check(known(tiny, case(acceptance(period=NEW_RULE), asked=question(as_of=as_of))), {"acceptanceInForce": in_force})


# ── subject ──


@pytest.mark.parametrize(
    ("kind", "of", "topic", "activity"),
    [
        ("cb_report", {}, True, True),
        ("cb_report", {"activity": "initial-inspection"}, True, False),
        ("cb_report", {"topic": "emc"}, False, False),
        ("ccc", {"activity": "initial-inspection"}, True, True),
        ("none", {}, False, False),
    ],
)
def test_topic_and_activity_are_those_of_the_yields(tiny: LiveSource, kind: str, of: dict[str, Any], topic: bool, activity: bool) -> None:
    check(known(tiny, case(None, held(kind), of=element(**of))), {"sameTopic": topic, "sameActivity": activity})


@pytest.mark.parametrize(
    ("accepted", "activity", "expected"),
    [(acceptance(), "testing", True), (acceptance(), "initial-inspection", False), (None, "testing", False)],
)
def test_an_accepted_test_must_be_on_the_topic(tiny: LiveSource, accepted: Acceptance | None, activity: str, expected: bool) -> None:
    assert ("CaseOfTesting" in known(tiny, case(accepted, of=element(activity=activity))).classes) is expected


def test_the_closest_relation_and_its_links_are_kept(tiny: LiveSource) -> None:
    facts = known(tiny, case(None, held("ccc")))
    check(facts, {"closestRelation": "modified"})
    assert [(link.evidence, link.relation, link.element) for link in facts.links] == [("GB 1-2022", "modified", "IEC 1:2018")]


# ── status and expiry ──


@pytest.mark.parametrize(
    ("pieces", "status", "presumed"),
    [
        ((held(),), "valid", True),
        ((held(status="valid"),), "valid", False),
        ((held(status="in-force"),), "valid", False),
        ((held(status="suspended"),), "suspended", False),
        ((held(specimen=False),), UNKNOWN, False),
        ((held(specimen=False, status="valid"),), "valid", False),
        # one bad piece spoils the set; a set is as known as its least known piece
        ((held(status="valid"), held("ccc", status="withdrawn")), "withdrawn", False),
        ((held(status="valid"), held("ccc", specimen=False)), UNKNOWN, False),
        ((held(status="valid"), held("ccc")), "valid", True),
    ],
)
def test_a_specimen_is_presumed_valid_and_a_real_certificate_is_not(tiny: LiveSource, pieces: tuple[Held, ...], status: object, presumed: bool) -> None:
    facts = known(tiny, case(None, *pieces))
    check(facts, {"evidenceStatus": status})
    assert (say("assume.valid") in facts.assumptions) is presumed


@pytest.mark.parametrize(
    ("kind", "qualifiers", "left"),
    [
        ("cb_report", {}, UNKNOWN),
        ("cb_report", {"date": "2020-01-01"}, UNKNOWN),
        ("cb_report", {"valid_until": "2026-01-10"}, 0),
        ("cb_report", {"valid_until": "2026-01-09"}, -1),
        # CCC is valid for sixty months from its issue
        ("ccc", {"date": "2021-01-10"}, 0),
        ("ccc", {"date": "2021-01-09"}, -1),
        ("ccc", {"date": "2021-01-09", "valid_until": "2026-01-20"}, 10),
    ],
)
def test_days_left_count_to_the_last_valid_day(tiny: LiveSource, kind: str, qualifiers: dict[str, str], left: object) -> None:
    facts = known(tiny, case(None, held(kind, **qualifiers)))
    check(facts, {"daysLeft": left})
    assert ("CaseWithExpiry" in facts.classes) is (left is not UNKNOWN)


def test_of_several_pieces_the_first_to_expire_counts(tiny: LiveSource) -> None:
    check(known(tiny, case(None, held(valid_until="2026-02-01"), held("ccc", valid_until="2026-01-11"))), {"daysLeft": 1})


# ── instrument ──


@pytest.mark.parametrize(
    ("status", "as_of", "expected"),
    [
        ("in-force", date(2021, 1, 1), True),
        ("in-force", date(2020, 12, 31), False),
        ("signed", date(2022, 1, 1), False),
        ("suspended", date(2022, 1, 1), False),
        ("ended", date(2024, 12, 31), True),
        ("ended", date(2025, 1, 1), False),
    ],
)
def test_dates_decide_whether_an_instrument_is_in_force(status: str, as_of: date, expected: bool) -> None:
    instrument = Instrument(
        id="treaty",
        label=text("Treaty"),
        mechanism="mutual-recognition-agreement",
        activities=("testing",),
        recognizes=("reports",),
        status=status,
        sources=("law-zz",),
        period=Period(start=date(2021, 1, 1), end=date(2025, 1, 1)),
    )
    assert is_in_force(instrument, as_of) is expected


def _with_instrument(tiny: LiveSource, **changes: Any) -> LiveSource:
    treaty = replace(tiny.knowledge.instruments["lamp-treaty"], **changes)
    return replace(tiny, knowledge=replace(tiny.knowledge, instruments={"lamp-treaty": treaty}))


def test_a_rule_of_the_destination_rests_on_no_instrument(tiny: LiveSource) -> None:
    facts = known(tiny, case(acceptance()))
    assert facts.instrument is None
    assert "CaseWithInstrument" not in facts.classes


@pytest.mark.parametrize(
    ("changes", "as_of", "expected"),
    [
        ({}, date(2026, 1, 1), {"instrumentInForce": True, "instrumentCoversActivity": True, "issuerIsMember": True, "destinationIsMember": True}),
        ({}, date(2020, 12, 31), {"instrumentInForce": False, "issuerIsMember": False}),
        ({"activities": ("audit",)}, date(2026, 1, 1), {"instrumentCoversActivity": False}),
        ({"members": (Member(economy="ZZ"),)}, date(2026, 1, 1), {"issuerIsMember": UNKNOWN, "destinationIsMember": True}),
        ({"members": (Member(economy="CN"),)}, date(2026, 1, 1), {"issuerIsMember": True, "destinationIsMember": UNKNOWN}),
        (
            {"members": (Member(economy="CN"), Member(economy="ZZ", period=Period(end=date(2025, 1, 1))))},
            date(2026, 1, 1),
            {"issuerIsMember": True, "destinationIsMember": False},
        ),
        # an economy that left and came back
        (
            {"members": (Member(economy="CN", period=Period(end=date(2025, 1, 1))), Member(economy="CN", period=Period(start=date(2025, 6, 1))))},
            date(2026, 1, 1),
            {"issuerIsMember": True},
        ),
    ],
)
def test_an_instrument_needs_force_activity_and_both_sides(tiny: LiveSource, changes: dict[str, Any], as_of: date, expected: Mapping[str, Any]) -> None:
    source = _with_instrument(tiny, **changes)
    facts = known(source, case(acceptance(via="lamp-treaty"), asked=question(as_of=as_of)))
    check(facts, expected)
    assert {"CaseWithInstrument", "CaseUnderAgreement"} <= facts.classes


def test_a_scheme_that_is_no_agreement_does_not_ask_for_the_destination(tiny: LiveSource) -> None:
    facts = known(_with_instrument(tiny, mechanism="voluntary-cooperative-arrangement"), case(acceptance(via="lamp-treaty")))
    check(facts, {"issuerIsMember": True, "destinationIsMember": UNKNOWN})
    assert "CaseUnderAgreement" not in facts.classes


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((held(economy="YY"),), UNKNOWN),
        ((held(), held("ccc", economy="YY")), UNKNOWN),
        ((held(economy="ZZ"),), True),
    ],
)
def test_the_issuing_economy_is_the_one_stated(tiny: LiveSource, pieces: tuple[Held, ...], expected: object) -> None:
    check(known(tiny, case(acceptance(via="lamp-treaty"), *pieces)), {"issuerIsMember": expected})


def test_a_known_no_of_one_issuer_beats_not_knowing_another(tiny: LiveSource) -> None:
    left = Member(economy="ZZ", period=Period(end=date(2025, 1, 1)))
    source = _with_instrument(tiny, members=(Member(economy="CN"), left))
    check(known(source, case(acceptance(via="lamp-treaty"), held(economy="YY"), held("ccc", economy="ZZ"))), {"issuerIsMember": False})


@pytest.mark.parametrize(("as_of", "named"), [(date(2025, 12, 31), "lamp-treaty"), (date(2026, 1, 1), "new-treaty"), (date(2020, 1, 1), "lamp-treaty")])
def test_a_successor_takes_the_place_of_an_ended_instrument(tiny: LiveSource, as_of: date, named: str) -> None:
    change = date(2026, 1, 1)
    old = replace(tiny.knowledge.instruments["lamp-treaty"], status="ended", period=Period(start=date(2021, 1, 1), end=change), succeeded_by="new-treaty")
    new = replace(old, id="new-treaty", status="in-force", period=Period(start=change), members=(), succeeded_by=None)
    derived = replace(tiny.knowledge.derived, successors={"lamp-treaty": frozenset({"new-treaty"})})
    source = replace(tiny, knowledge=replace(tiny.knowledge, instruments={"lamp-treaty": old, "new-treaty": new}, derived=derived))
    facts = known(source, case(acceptance(via="lamp-treaty"), asked=question(as_of=as_of)))
    assert facts.instrument == named
    check(facts, {"instrumentInForce": as_of.year > 2020, "issuerIsMember": as_of.year > 2020})


# ── product scope ──


def _with_list(tiny: LiveSource, products: tuple[str, ...], complete: bool) -> LiveSource:
    entry = ProductList(id="treaty-list", label=text("List"), products=products, complete=complete, sources=("law-zz",))
    return _with_instrument(tiny, lists=(entry,))


@pytest.mark.parametrize(
    ("products", "complete", "expected"),
    [
        (("lamp",), False, True),
        (("appliance",), True, True),
        (("gadget",), True, False),
        # what is not on an unfinished list may still be on the real one
        (("gadget",), False, UNKNOWN),
        ((), True, False),
        ((), False, UNKNOWN),
    ],
)
def test_a_product_is_on_a_list_off_it_or_nobody_knows(tiny: LiveSource, products: tuple[str, ...], complete: bool, expected: object) -> None:
    facts = known(_with_list(tiny, products, complete), case(acceptance(product_list="treaty-list")))
    check(facts, {"productListed": expected})
    assert "CaseWithProductList" in facts.classes


@pytest.mark.parametrize(("attributes", "expected"), [({"power_w": 40}, True), ({"power_w": 41}, False), ({}, UNKNOWN)])
def test_an_acceptance_may_extend_to_some_products_only(tiny: LiveSource, attributes: dict[str, Value], expected: object) -> None:
    limited = acceptance(when=When((("power_w", Test(maximum=40)),)))
    facts = known(tiny, case(limited, asked=question(given=attributes)))
    check(facts, {"withinAcceptanceScope": expected})
    assert "CaseWithAcceptanceScope" in facts.classes


# ── standard ──


@pytest.mark.parametrize(
    ("piece", "expected", "assumed"),
    [
        (held(), {"standardRelation": "identical", "standardPresumed": False, "uncoveredStandards": 0}, ()),
        (held(standard="EN 1:2019"), {"standardRelation": "identical"}, ()),
        (held("ccc"), {"standardRelation": "modified"}, ()),
        (held(standard="GB 1-2022"), {"standardRelation": "modified"}, ()),
    ],
)
def test_the_standard_of_the_element_is_compared(tiny: LiveSource, piece: Held, expected: Mapping[str, Any], assumed: tuple[str, ...]) -> None:
    facts = known(tiny, case(acceptance(standard="element", evidence=("any",)), piece))
    check(facts, expected, assumed)
    assert "CaseWithStandard" in facts.classes


def test_a_standard_of_which_nothing_is_known_is_left_out(tiny: LiveSource) -> None:
    facts = known(tiny, case(acceptance(standard="element"), of=element(standards=())))
    check(facts, {"standardRelation": UNKNOWN, "uncoveredStandards": 0})


OPEN = yields(standards=("gb-1-2022",), standard_open=True)


@pytest.mark.parametrize(
    ("evidence", "piece", "presumed", "relation"),
    [
        (("cb_report",), held(), True, "identical"),
        # named by no rule, stated, or real: nothing is presumed
        (("any",), held(), False, "modified"),
        (("cb_report",), held(standard="GB 1-2022"), False, "modified"),
        (("cb_report",), held(specimen=False, standard="EN 1:2019"), False, "identical"),
    ],
)
def test_an_open_standard_is_presumed_where_the_rule_names_the_kind(
    tiny: LiveSource, evidence: tuple[str, ...], piece: Held, presumed: bool, relation: str
) -> None:
    source = replace(tiny, knowledge=with_yields(tiny.knowledge, cb_report=[OPEN]))
    facts = known(source, case(acceptance(standard="element", evidence=evidence), piece))
    check(facts, {"standardPresumed": presumed, "standardRelation": relation})
    assert (say("assume.standard") in facts.assumptions) is presumed


@pytest.mark.parametrize(("piece", "relation"), [(held(), "identical"), (held(standard="GB 1-2022"), "modified")])
def test_a_report_to_the_destinations_standard_is_to_that_standard_unless_it_says_otherwise(tiny: LiveSource, piece: Held, relation: str) -> None:
    source = replace(tiny, knowledge=with_yields(tiny.knowledge, cb_report=[yields(destination_standard=True)]))
    check(known(source, case(acceptance(standard="element", evidence=("any",)), piece)), {"standardRelation": relation, "standardPresumed": False})


@pytest.mark.parametrize(
    ("piece", "wanted", "relation"),
    [
        # a specimen of a kind that the rule names is the usual one: nothing to compare
        (held(), ("zz-1-2020",), None),
        # what is stated is compared with what the element asks and with what is usual, and the better counts
        (held(standard="IEC 1:2018"), ("zz-1-2020",), "identical"),
        (held(standard="ZZ 1:2020"), ("zz-1-2020",), "identical"),
        (held(standard="GB 1-2022"), ("zz-1-2020",), "modified"),
        # a real certificate that states none is to no known standard
        (held(specimen=False), ("zz-1-2020",), UNKNOWN),
        (held(specimen=False, standard="ZZ 1:2020"), ("zz-1-2020",), "identical"),
        # an element without standards asks for none
        (held(standard="GB 1-2022"), (), None),
    ],
)
def test_where_the_rule_asks_for_no_standard_a_stated_one_is_judged(tiny: LiveSource, piece: Held, wanted: tuple[str, ...], relation: object) -> None:
    facts = known(tiny, case(acceptance(), piece, of=element(standards=wanted)))
    assert ("CaseWithStandard" in facts.classes) is (relation is not None)
    check(facts, {"standardRelation": relation or UNKNOWN, "standardPresumed": UNKNOWN if relation is None else False})


def test_a_rule_that_names_its_standards_asks_for_these_only(tiny: LiveSource) -> None:
    facts = known(tiny, case(acceptance(standards=("iec-1-2018",)), held(standard="GB 1-2022")))
    assert "CaseWithStandard" not in facts.classes


@pytest.mark.parametrize(
    ("piece", "named", "expected"),
    [
        (held(), ("iec-1-2018",), True),
        (held(), ("en-1-2019",), True),
        (held(), ("gb-1-2022",), False),
        (held(), ("gb-1-2022", "iec-1-2018"), True),
        (held("none"), ("iec-1-2018",), UNKNOWN),
    ],
)
def test_a_rule_may_name_its_standards(tiny: LiveSource, piece: Held, named: tuple[str, ...], expected: object) -> None:
    facts = known(tiny, case(acceptance(standards=named), piece))
    check(facts, {"standardNamed": expected})
    assert "CaseWithStandardList" in facts.classes


# ── scheme structure ──


@pytest.mark.parametrize(
    ("piece", "expected"),
    [(held(), True), (held(report="no"), False), (held("ccc"), False), (held("ccc", report="yes"), True), (held("none"), False)],
)
def test_a_report_is_shown_if_stated_or_brought(tiny: LiveSource, piece: Held, expected: bool) -> None:
    facts = known(tiny, case(acceptance(form="report"), piece))
    check(facts, {"reportShown": expected})
    assert "CaseWithReportDemand" in facts.classes


@pytest.mark.parametrize("form", ["certificate", None])
def test_only_a_demand_for_a_report_asks_for_one(tiny: LiveSource, form: str | None) -> None:
    assert "CaseWithReportDemand" not in known(tiny, case(acceptance(form=form))).classes


@pytest.mark.parametrize(("kind", "missing"), [("ccc", 1), ("cb_report", 2), ("none", 2)])
def test_missing_elements_of_the_scheme_are_counted(tiny: LiveSource, kind: str, missing: int) -> None:
    facts = known(tiny, case(acceptance(scheme_elements=("initial-inspection", "surveillance")), held(kind)))
    check(facts, {"missingSchemeElements": missing})
    assert "CaseWithSchemeElements" in facts.classes


# ── bodies ──


def _with_bodies(tiny: LiveSource, complete: bool) -> LiveSource:
    bodies = replace(tiny.knowledge.body_lists["zz-bodies"], complete=complete)
    return replace(tiny, knowledge=replace(tiny.knowledge, body_lists={"zz-bodies": bodies}))


def _label(bodies: BodyList) -> str:
    return bodies.label.en


@pytest.mark.parametrize(
    ("condition", "qualifier", "fact", "sentence", "case_class"),
    [
        ("body_on_list", "issuer", "bodyListed", "The issuing body is on the list “{}”.", "CaseWithBodyList"),
        ("lab_on_list", "lab", "labListed", "The laboratory is on the list “{}”.", "CaseWithLabList"),
    ],
)
@pytest.mark.parametrize(
    ("names", "complete", "specimen", "expected", "presumed"),
    [
        (("GOOD",), True, True, True, False),
        (("good",), True, False, True, False),
        (("ENDED",), True, True, False, False),
        (("STRANGER",), True, True, False, False),
        # not found on a list that was not entered whole
        (("STRANGER",), False, True, UNKNOWN, False),
        (("GOOD", "STRANGER"), False, True, UNKNOWN, False),
        (("ENDED", "STRANGER"), False, True, False, False),
        # nothing stated: presumed of a specimen, unknown of a real certificate
        ((), True, True, True, True),
        ((), True, False, UNKNOWN, False),
    ],
)
def test_a_body_is_on_the_list_on_the_day(
    tiny: LiveSource,
    condition: str,
    qualifier: str,
    fact: str,
    sentence: str,
    case_class: str,
    names: tuple[str, ...],
    complete: bool,
    specimen: bool,
    expected: object,
    presumed: bool,
) -> None:
    source = _with_bodies(tiny, complete)
    pieces = [held(specimen=specimen, **{qualifier: name}) for name in names] or [held(specimen=specimen)]
    facts = known(source, case(acceptance(**{condition: "zz-bodies"}), *pieces))
    check(facts, {fact: expected, f"{fact}Presumed": presumed})
    assert case_class in facts.classes
    printed = [entry.en for entry in facts.assumptions]
    assert (sentence.format(_label(source.knowledge.body_lists["zz-bodies"])) in printed) is presumed


@pytest.mark.parametrize(
    ("lab", "complete", "specimen", "expected", "presumed"),
    [
        ("GOOD", True, True, False, False),
        ("ENDED", True, True, True, False),
        ("STRANGER", True, False, True, False),
        ("STRANGER", False, True, UNKNOWN, False),
        (None, True, True, True, True),
        (None, True, False, UNKNOWN, False),
    ],
)
def test_a_laboratory_on_a_list_of_excluded_ones_is_barred(
    tiny: LiveSource, lab: str | None, complete: bool, specimen: bool, expected: object, presumed: bool
) -> None:
    piece = held(specimen=specimen, **({"lab": lab} if lab else {}))
    facts = known(_with_bodies(tiny, complete), case(acceptance(lab_not_on_list="zz-bodies"), piece))
    check(facts, {"labNotBarred": expected, "labNotBarredPresumed": presumed})
    assert "CaseWithBarredLabs" in facts.classes
    assert ("The laboratory is not on the list “Bodies recognised by ZZ”." in [entry.en for entry in facts.assumptions]) is presumed


@pytest.mark.parametrize(
    ("piece", "expected", "presumed"),
    [
        (held(), True, True),
        (held(scope="yes"), True, False),
        (held(scope="no"), False, False),
        (held(specimen=False), UNKNOWN, False),
        (held(specimen=False, scope="yes"), True, False),
        # an economy of which nothing is recorded; a scope outside the accreditation is a no all the same
        (held(economy="YY"), UNKNOWN, False),
        (held(economy="YY", scope="yes"), UNKNOWN, False),
        (held(economy="YY", scope="no"), False, False),
    ],
)
def test_accreditation_is_by_a_signatory_and_covers_the_test(tiny: LiveSource, piece: Held, expected: object, presumed: bool) -> None:
    facts = known(tiny, case(acceptance(accredited_by_signatory_of="lamp-treaty"), piece))
    check(facts, {"labAccredited": expected, "labAccreditedPresumed": presumed})
    assert "CaseWithAccreditation" in facts.classes


def test_a_signatory_that_left_accredits_no_longer(tiny: LiveSource) -> None:
    source = _with_instrument(tiny, members=(Member(economy="CN", period=Period(end=date(2025, 1, 1))),))
    check(known(source, case(acceptance(accredited_by_signatory_of="lamp-treaty"))), {"labAccredited": False, "labAccreditedPresumed": False})


@pytest.mark.parametrize(
    ("pieces", "expected", "presumed"),
    [
        ((held(),), True, True),
        ((held(endorsed="yes"),), True, False),
        ((held(endorsed="no"),), False, False),
        ((held(endorsed="yes"), held("ccc", endorsed="no")), False, False),
        ((held(specimen=False),), UNKNOWN, False),
    ],
)
def test_the_accreditation_symbol_is_stated_or_presumed(tiny: LiveSource, pieces: tuple[Held, ...], expected: object, presumed: bool) -> None:
    facts = known(tiny, case(acceptance(endorsed=True), *pieces))
    check(facts, {"reportEndorsed": expected, "reportEndorsedPresumed": presumed})
    assert "CaseWithEndorsement" in facts.classes


# ── evidence ──


@pytest.mark.parametrize(
    ("piece", "clock", "expected", "assumed"),
    [
        (held(date="2023-01-10"), "placing", 0, ()),
        (held(date="2023-01-09"), "placing", -1, ()),
        (held(date="2025-01-10", test_date="2023-01-09"), "placing", 730, ()),
        (held(date="2025-01-10", test_date="2023-01-09"), "test", -1, ()),
        (held(), "placing", 0, ("The report is not older than 36 months.",)),
    ],
)
def test_a_report_ages_from_its_issue_or_its_test(tiny: LiveSource, piece: Held, clock: str, expected: int, assumed: tuple[str, ...]) -> None:
    facts = known(tiny, case(acceptance(max_age_months=36, clock=clock), piece))
    check(facts, {"daysUntilTooOld": expected}, assumed)
    assert "CaseWithAgeLimit" in facts.classes


def test_the_age_of_a_real_report_without_a_date_is_not_known(tiny: LiveSource) -> None:
    check(known(tiny, case(acceptance(max_age_months=36), held(specimen=False))), {"daysUntilTooOld": UNKNOWN})


def test_of_several_reports_the_oldest_counts(tiny: LiveSource) -> None:
    check(known(tiny, case(acceptance(max_age_months=36), held(date="2025-01-10"), held("ccc", date="2023-01-09"))), {"daysUntilTooOld": -1})


YOUNG_STAGE, SAME_FACTORY = "The testing was done in the testing laboratory.", "The evidence is for the factory that makes the goods."


@pytest.mark.parametrize(
    ("conditions", "piece", "fact", "expected", "assumed"),
    [
        ({"stages": ("TL", "TMP")}, held(stage="tmp"), "stageAllowed", True, ()),
        ({"stages": ("TL", "TMP")}, held(stage="SMT"), "stageAllowed", False, ()),
        ({"stages": ("TL", "TMP")}, held(), "stageAllowed", True, (YOUNG_STAGE,)),
        ({"same_factory": True}, held(factory="same"), "sameFactory", True, ()),
        ({"same_factory": True}, held(factory="other"), "sameFactory", False, ()),
        ({"same_factory": True}, held(), "sameFactory", True, (SAME_FACTORY,)),
        ({"national_differences": "ZZ"}, held(differences="JP|ZZ"), "differencesCovered", True, ()),
        ({"national_differences": "ZZ"}, held(differences="JP"), "differencesCovered", False, ()),
        ({"national_differences": "ZZ"}, held(), "differencesCovered", False, ()),
        ({"registered_in_market": True}, held(registered="JP|ZZ"), "registeredInMarket", True, ()),
        ({"registered_in_market": True}, held(registered="JP"), "registeredInMarket", False, ()),
        # a status in a market is never presumed
        ({"registered_in_market": True}, held(), "registeredInMarket", UNKNOWN, ()),
    ],
)
def test_what_a_rule_asks_of_the_evidence(
    tiny: LiveSource, conditions: dict[str, Any], piece: Held, fact: str, expected: object, assumed: tuple[str, ...]
) -> None:
    check(known(tiny, case(acceptance(**conditions), piece)), {fact: expected}, assumed)


@pytest.mark.parametrize(
    ("conditions", "one", "other", "fact", "expected"),
    [
        ({"stages": ("TL",)}, {"stage": "TL"}, {"stage": "SMT"}, "stageAllowed", False),
        ({"same_factory": True}, {"factory": "same"}, {"factory": "other"}, "sameFactory", False),
        ({"form": "report"}, {"report": "yes"}, {"report": "no"}, "reportShown", False),
        # one report that covers the differences, one certificate with a status, is enough
        ({"national_differences": "ZZ"}, {"differences": "ZZ"}, {"differences": "JP"}, "differencesCovered", True),
        ({"registered_in_market": True}, {"registered": "ZZ"}, {"registered": "JP"}, "registeredInMarket", True),
    ],
)
def test_several_pieces_together(tiny: LiveSource, conditions: dict[str, Any], one: dict[str, str], other: dict[str, str], fact: str, expected: bool) -> None:
    check(known(tiny, case(acceptance(**conditions), held(**one), held("ccc", **other))), {fact: expected})


@pytest.mark.parametrize(("conditions", "fact"), [({"stages": ("TL",)}, "stageAllowed"), ({"same_factory": True}, "sameFactory")])
def test_nothing_is_presumed_of_a_real_certificate(tiny: LiveSource, conditions: dict[str, Any], fact: str) -> None:
    facts = known(tiny, case(acceptance(**conditions), held(specimen=False, status="valid")))
    check(facts, {fact: UNKNOWN})
    assert facts.assumptions == []


# ── trade conditions ──


@pytest.mark.parametrize(
    ("conditions", "given", "fact", "expected"),
    [
        ({"origin": "CN"}, {"made_in": "CN"}, "originMatches", True),
        ({"origin": "CN"}, {"made_in": "cn"}, "originMatches", True),
        ({"origin": "CN"}, {"made_in": "VN"}, "originMatches", False),
        # goods of two origins are not goods of the one
        ({"origin": "CN"}, {"made_in": ("CN", "VN")}, "originMatches", False),
        ({"direct_shipment": True}, {"consignment.routing": "direct"}, "shippedDirectly", True),
        ({"direct_shipment": True}, {"consignment.routing": "via_third_country"}, "shippedDirectly", False),
        ({"direct_shipment": True}, {}, "shippedDirectly", UNKNOWN),
        ({"channel": ("b2b", "retail")}, {"channel": "retail"}, "channelAllowed", True),
        ({"channel": ("b2b", "retail")}, {"channel": ("b2b", "retail")}, "channelAllowed", True),
        ({"channel": ("b2b",)}, {"channel": "retail"}, "channelAllowed", False),
        ({"channel": ("b2b",)}, {}, "channelAllowed", UNKNOWN),
        ({"applicant": ("manufacturer",)}, {"applicant.origin": "manufacturer"}, "applicantAllowed", True),
        ({"applicant": ("manufacturer",)}, {"applicant.origin": "importer"}, "applicantAllowed", False),
        ({"applicant": ("manufacturer",)}, {}, "applicantAllowed", UNKNOWN),
        ({"max_quantity": 3}, {"consignment.quantity": 3}, "quantityMargin", 0),
        ({"max_quantity": 3}, {"consignment.quantity": 4}, "quantityMargin", -1),
        ({"max_quantity": 3}, {}, "quantityMargin", UNKNOWN),
        ({"max_quantity": 3}, {"consignment.quantity": "many"}, "quantityMargin", UNKNOWN),
    ],
)
def test_what_a_rule_asks_of_the_trade(tiny: LiveSource, conditions: dict[str, Any], given: dict[str, Value], fact: str, expected: object) -> None:
    check(known(tiny, case(acceptance(**conditions), asked=question(given=given))), {fact: expected}, ())


def test_a_default_that_decides_is_printed(tiny: LiveSource) -> None:
    facts = known(tiny, case(acceptance(origin="CN", direct_shipment=True), asked=question(**{"consignment.routing": "direct"})))
    check(facts, {"originMatches": True, "shippedDirectly": True}, ("The product is made in CN.", "The goods are shipped: direct."))


# ── days ──


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 1), 36, date(2028, 3, 1)),
        (date(2025, 3, 31), 0, date(2025, 3, 31)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_a_case_without_acceptance_has_no_conditions(tiny: LiveSource) -> None:
    without: Acceptance | None = None
    assert facts_of(tiny.knowledge, case(without)).classes == set()
