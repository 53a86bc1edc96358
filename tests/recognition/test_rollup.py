"""The roll-up of the contract: best case of the element, route, requirement, destination."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.model.sheet import BEST_FIRST, Applicability, CaseVerdict, Reason, Verdict
from mra.model.source import Confidence
from mra.recognition.rollup import destination_report, element_verdict, merge_sheets, requirement_verdict, route_verdict, route_word
from tests.recognition.judging import text
from tests.recognition.made import covered, judged_as, made_case, made_element, made_requirement, made_route, made_sheet

HELD = ("cb_report", "ccc")


# ── the best of several cases ──


@pytest.mark.parametrize(
    ("better", "worse"), [("recognized", "partial"), ("partial", "unknown"), ("unknown", "duplicate"), ("duplicate", "missing"), ("recognized", "missing")]
)
def test_the_better_case_counts(better: Verdict, worse: Verdict) -> None:
    """Contract: recognized > partial > unknown > duplicate > missing."""
    for order in permutations([made_case(better), made_case(worse, "ccc")]):
        found = element_verdict(made_element(*order), "r", HELD)
        assert (found.verdict, found.route, len(found.cases)) == (better, "r", 2)
        assert found.best is not None
        assert found.best.verdict == better


def test_of_equal_cases_the_surer_the_simpler_and_then_the_first_by_name() -> None:
    cases = [
        made_case("partial", "ccc", confidence="medium"),
        made_case("partial", "ccc", failed=("a", "b")),
        made_case("partial", "srrc", failed=("a",)),
        made_case("partial", "ccc", failed=("a",)),
    ]
    found = element_verdict(made_element(*cases), "r", ("ccc", "srrc"))
    assert [(case.kinds, case.confidence, len(case.failed)) for case in found.cases] == [
        (("ccc",), "high", 1),
        (("srrc",), "high", 1),
        (("ccc",), "high", 2),
        (("ccc",), "medium", 0),
    ]
    assert found.confidence == "high"


@pytest.mark.parametrize(
    ("kinds", "held", "expected"),
    [
        (("cb_report",), ("cb_report",), "recognized"),
        (("cb_report", "ccc"), ("ccc",), "missing"),
        (("cb_report", "ccc"), HELD, "recognized"),
        (("cb_report",), (), "missing"),
    ],
)
def test_only_what_is_held_counts(kinds: tuple[str, ...], held: tuple[str, ...], expected: Verdict) -> None:
    assert element_verdict(made_element(made_case("recognized", *kinds)), "r", held).verdict == expected


@pytest.mark.parametrize(
    ("nature", "sentence"),
    [
        ("assessment", "Required, and nothing that is held covers it."),
        ("duty", "A duty that is still to be fulfilled."),
        ("consignment", "To be done for every shipment."),
    ],
)
def test_without_a_case_an_element_is_missing_with_the_trust_in_its_own_source(nature: str, sentence: str) -> None:
    found = element_verdict(made_element(nature=nature, confidence="medium"), "r", HELD)
    assert (found.verdict, found.confidence, found.best) == ("missing", "medium", None)
    assert [(reason.code, reason.message.en) for reason in found.reasons] == [("nothing-held", sentence)]


def test_an_element_of_which_nobody_knows_whether_it_is_needed_is_unknown_whatever_is_held() -> None:
    found = element_verdict(made_element(made_case("recognized"), undecided=("battery", "radio")), "r", HELD)
    assert (found.verdict, found.confidence, found.best) == ("unknown", "low", None)
    assert [reason.code for reason in found.reasons] == ["attribute-not-known", "attribute-not-known"]
    assert "battery" in found.reasons[0].message.en
    assert len(found.cases) == 1


@pytest.mark.parametrize(
    ("cases", "at_least"),
    [
        ([made_case("unknown", closeness="unrelated"), made_case("duplicate", "ccc")], True),
        ([made_case("unknown", closeness="unrelated")], False),
        # an unknown that is itself near says so in its own reasons
        ([made_case("unknown", closeness="same_standard"), made_case("duplicate", "ccc")], False),
        ([made_case("partial"), made_case("duplicate", "ccc")], False),
    ],
)
def test_where_unknown_wins_over_a_duplicate_the_reason_says_at_least(cases: list[CaseVerdict], at_least: bool) -> None:
    """Contract: where `unknown` wins over a `duplicate`, the reason says "at least duplicate"."""
    found = element_verdict(made_element(*cases), "r", HELD)
    assert ("at_least_duplicate" in [reason.code for reason in found.reasons]) is at_least


# ── routes ──

ROLL_UP: list[tuple[str, list[Verdict], Verdict]] = [
    ("All recognized → recognized", ["recognized", "recognized"], "recognized"),
    ("All recognized or not_required → recognized", ["recognized", "not_required"], "recognized"),
    ("all not_required → recognized", ["not_required"], "recognized"),
    ("any recognized → partial", ["recognized", "missing"], "partial"),
    ("any recognized → partial", ["recognized", "duplicate"], "partial"),
    ("any partial → partial", ["partial", "duplicate", "missing"], "partial"),
    ("An unknown assessment element caps the route at partial", ["recognized", "recognized", "unknown"], "partial"),
    ("An unknown assessment element caps the route at partial", ["partial", "unknown"], "partial"),
    ("else any unknown → unknown", ["unknown", "duplicate", "missing"], "unknown"),
    ("else any unknown → unknown", ["unknown", "not_required"], "unknown"),
    ("else any duplicate → duplicate", ["duplicate", "missing"], "duplicate"),
    ("else any duplicate → duplicate", ["duplicate", "not_required"], "duplicate"),
    ("else missing", ["missing", "missing"], "missing"),
    ("else missing", ["missing", "not_required"], "missing"),
]


@pytest.mark.parametrize(("line", "verdicts", "expected"), ROLL_UP)
def test_a_line_of_the_roll_up(line: str, verdicts: list[Verdict], expected: Verdict) -> None:
    for order in permutations(verdicts):
        assert route_word(order) == expected, line


@given(st.lists(st.sampled_from([*BEST_FIRST, "not_required"]), min_size=1, max_size=6))
def test_a_route_is_recognised_only_if_nothing_is_left(verdicts: Sequence[Verdict]) -> None:
    found = route_word(verdicts)
    assert found in BEST_FIRST
    assert (found == "recognized") is (set(verdicts) <= {"recognized", "not_required"})
    if "unknown" in verdicts:
        assert found in ("partial", "unknown")


def test_only_assessment_elements_decide_where_there_are_any() -> None:
    """Contract: open duty and consignment elements are listed and counted as to_do; they do not lower the word."""
    route = made_route(*judged_as("recognized"), *judged_as("missing", "missing", nature="duty"), *judged_as("missing", nature="consignment"))
    found = route_verdict(route, HELD)
    assert (found.verdict, len(found.elements), len(found.deciding)) == ("recognized", 4, 1)
    requirement = requirement_verdict(made_requirement(route), HELD)
    assert (requirement.verdict, requirement.to_do) == ("recognized", 3)


def test_else_all_elements_decide() -> None:
    route = made_route(*judged_as("recognized", "missing", nature="duty"), *judged_as("recognized", nature="consignment"))
    found = route_verdict(route, HELD)
    assert (found.verdict, len(found.deciding)) == ("partial", 3)
    assert requirement_verdict(made_requirement(route), HELD).to_do == 1


# ── requirements ──


@pytest.mark.parametrize(("better", "worse"), list(pairwise(BEST_FIRST)))
def test_a_requirement_takes_its_best_route_and_shows_the_others(better: Verdict, worse: Verdict) -> None:
    good, bad = made_route(*judged_as(better), name="good"), made_route(*judged_as(worse), name="bad")
    for order in permutations([good, bad]):
        found = requirement_verdict(made_requirement(*order), HELD)
        assert (found.verdict, [route.route.id for route in found.routes]) == (better, ["good", "bad"])
        assert found.best is found.routes[0]


def test_of_equal_routes_the_one_with_less_to_do() -> None:
    long = made_route(*judged_as("recognized"), *judged_as("missing", "missing", nature="duty"), name="long")
    short = made_route(*judged_as("recognized"), *judged_as("missing", nature="duty"), name="short")
    assert [route.route.id for route in requirement_verdict(made_requirement(long, short), HELD).routes] == ["short", "long"]


@pytest.mark.parametrize(
    ("best", "duplicate", "unknown"),
    [
        (["recognized"], False, False),
        (["partial", "duplicate"], True, False),
        (["partial", "unknown"], False, True),
        (["recognized", "duplicate", "unknown"], True, True),
        (["unknown"], False, True),
        (["duplicate"], True, False),
    ],
)
def test_the_flags_speak_of_the_best_route(best: list[Verdict], duplicate: bool, unknown: bool) -> None:
    other = made_route(*judged_as("missing", "missing"), name="other")
    found = requirement_verdict(made_requirement(made_route(*judged_as(*best)), other), HELD)
    assert (found.contains_duplicate, found.contains_unknown) == (duplicate, unknown)


@pytest.mark.parametrize(
    ("line", "changes", "verdict", "confidence", "unknown"),
    [
        ("scheme out of scope", {"applicability": Applicability.DOES_NOT_APPLY}, "not_required", "medium", False),
        ("not yet applicable", {"applicability": Applicability.NOT_YET}, "not_required", "medium", False),
        ("no longer applicable", {"applicability": Applicability.NO_LONGER}, "not_required", "medium", False),
        ("an attribute is not known", {"applicability": Applicability.UNDECIDED}, "unknown", "low", True),
        ("a ban", {"route_kind": "prohibition"}, "barred", "medium", False),
        ("a ban that is not yet", {"route_kind": "prohibition", "applicability": Applicability.NOT_YET}, "not_required", "medium", False),
        ("a ban of which nobody knows whether it applies", {"route_kind": "prohibition", "applicability": Applicability.UNDECIDED}, "unknown", "low", True),
    ],
)
def test_a_requirement_that_no_route_decides(line: str, changes: dict[str, Any], verdict: Verdict, confidence: Confidence, unknown: bool) -> None:
    found = requirement_verdict(made_requirement(made_route(*judged_as("recognized")), confidence="medium", **changes), HELD)
    assert (found.verdict, found.confidence, found.routes, found.best, found.to_do) == (verdict, confidence, (), None, 0), line
    assert (found.contains_duplicate, found.contains_unknown) == (False, unknown)


def test_a_requirement_without_a_reviewed_route_is_unknown() -> None:
    found = requirement_verdict(made_requirement(), HELD)
    assert (found.verdict, found.confidence, found.contains_unknown) == ("unknown", "low", True)


@pytest.mark.parametrize(
    ("own", "deciding", "duty", "expected"),
    [("high", "high", "low", "high"), ("medium", "high", "low", "medium"), ("high", "low", "high", "low")],
)
def test_a_requirement_is_as_sure_as_what_decides_it(own: Confidence, deciding: Confidence, duty: Confidence, expected: Confidence) -> None:
    route = made_route(made_element(made_case("recognized", confidence=deciding)), made_element(made_case("recognized", confidence=duty), nature="duty"))
    assert requirement_verdict(made_requirement(route, confidence=own), HELD).confidence == expected


# ── destinations ──


def test_a_destination_counts_mandatory_voluntary_and_regional_apart() -> None:
    """Contract: a destination carries counts, not one word; voluntary schemes are counted apart, regional ones outside the counts."""
    good, bad = made_route(*judged_as("recognized")), made_route(*judged_as("duplicate"))
    sheet = made_sheet(
        made_requirement(good, scheme="zz-b"),
        made_requirement(bad, scheme="zz-a"),
        made_requirement(scheme="zz-c", route_kind="prohibition"),
        made_requirement(scheme="zz-d", applicability=Applicability.NOT_YET),
        made_requirement(bad, scheme="zz-e", mandatory=False),
        made_requirement(bad, scheme="zz-f", where="ZZ-X"),
        made_requirement(good, scheme="zz-g", where="ZZ"),
    )
    report = destination_report(sheet, HELD)
    nothing = dict.fromkeys(("recognized", "partial", "duplicate", "missing", "not_required", "barred", "unknown"), 0)
    assert report.summary == {**nothing, "recognized": 2, "duplicate": 1, "barred": 1, "not_required": 1}
    assert report.voluntary == {**nothing, "duplicate": 1}
    assert report.regional == {**nothing, "duplicate": 1}
    # bans first, what is mandatory, voluntary, regional, and what is not required last
    assert [entry.requirement.scheme for entry in report.requirements] == ["zz-c", "zz-a", "zz-b", "zz-g", "zz-e", "zz-f", "zz-d"]


@pytest.mark.parametrize(
    ("coverage", "level", "reviewed"),
    [
        ([covered("reviewed", date(2026, 2, 1)), covered("reviewed", date(2026, 1, 1))], "reviewed", date(2026, 1, 1)),
        ([covered("reviewed", date(2026, 2, 1)), covered("partial")], "partial", date(2026, 2, 1)),
        ([covered("partial"), covered("unknown"), covered("reviewed")], "unknown", None),
        ([], "unknown", None),
    ],
)
def test_a_destination_is_covered_as_far_as_its_worst_family(coverage: list[Any], level: str, reviewed: date | None) -> None:
    report = destination_report(made_sheet(coverage=coverage), HELD)
    assert (report.coverage, report.reviewed) == (level, reviewed)


def test_a_member_answers_with_its_own_sheet_and_the_blocs() -> None:
    own = made_sheet(
        made_requirement(scheme="zz-a"), coverage=[covered("reviewed", date(2026, 2, 1), "fees")], holds_from=date(2025, 1, 1), holds_until=date(2027, 1, 1)
    )
    bloc = made_sheet(
        made_requirement(scheme="blc-a", economy="BLC"),
        coverage=[covered("partial", date(2026, 1, 1), "annex")],
        destination="BLC",
        holds_from=date(2025, 6, 1),
        holds_until=date(2026, 6, 1),
    )
    merged = merge_sheets([own, bloc], "ZZ", text("Zedland"))
    assert [entry.scheme for entry in merged.requirements] == ["zz-a", "blc-a"]
    assert (merged.destination, merged.label, merged.product, merged.as_of) == ("ZZ", text("Zedland"), "lamp", own.as_of)
    # the answer holds only as long as all its parts do; coverage of a member is the lower of the two
    assert (merged.holds_from, merged.holds_until) == (date(2025, 6, 1), date(2026, 6, 1))
    assert [(entry.level, entry.reviewed, [point.en for point in entry.open]) for entry in merged.coverage] == [
        ("partial", date(2026, 1, 1), ["fees", "annex"])
    ]


def test_a_sheet_without_boundaries_holds_always() -> None:
    merged = merge_sheets([made_sheet(), made_sheet()], "ZZ", text("Z"))
    assert (merged.holds_from, merged.holds_until) == (None, None)


@pytest.mark.parametrize(
    ("where", "destination", "listed"),
    [(None, "ZZ", True), (None, "ZZ-X", True), ("ZZ-X", "ZZ", True), ("ZZ-X", "ZZ-X", True), ("ZZ-X", "ZZ-Y", False)],
)
def test_a_rule_of_one_region_concerns_that_region_and_the_whole(where: str | None, destination: str, listed: bool) -> None:
    merged = merge_sheets([made_sheet(made_requirement(where=where))], destination, text("Z"))
    assert bool(merged.requirements) is listed
    if where and listed:
        report = destination_report(merged, HELD)
        assert sum(report.summary.values()) == (destination == where)
        assert sum(report.regional.values()) == (destination != where)


def test_every_pair_of_verdicts_has_a_word() -> None:
    """No combination falls through the table."""
    words: tuple[Verdict, ...] = (*BEST_FIRST, "not_required")
    assert {route_word(pair) for pair in product(words, words)} == set(BEST_FIRST)


def test_reasons_of_the_best_case_are_those_of_the_element() -> None:
    reason = Reason(code="accepted_as_is", message=text("yes"))
    assert element_verdict(made_element(made_case("recognized", reasons=(reason,))), "r", HELD).reasons == (reason,)
