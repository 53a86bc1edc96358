"""Sheets of the tiny knowledge base: what applies, what was judged, and how long it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.model.market import Coverage
from mra.model.period import Period
from mra.model.scheme import ExceptionClause, Scheme, Scope
from mra.model.sheet import Applicability, Sheet
from mra.recognition.sheets import make_sheets
from tests.recognition.judging import held, question, text

LAMP_SCHEME = "zz-lamp-certificate"


def sheet(source: LiveSource, *, economy: str = "ZZ", pieces: Sequence[Any] = (), **asked: Any) -> Sheet:
    """One sheet."""
    (found,) = make_sheets(source.knowledge, source.criteria, [(question(**asked), economy)], pieces)
    return found


def changed(source: LiveSource, **changes: Any) -> LiveSource:
    """The tiny knowledge base with another scheme in ZZ."""
    scheme = replace(source.knowledge.schemes[LAMP_SCHEME], **changes)
    return replace(source, knowledge=replace(source.knowledge, schemes={LAMP_SCHEME: scheme}))


def test_a_sheet_lists_routes_elements_and_cases_of_the_own_schemes(tiny: LiveSource) -> None:
    found = sheet(tiny, pieces=[held(), held("ccc")])
    (requirement,) = found.requirements
    assert (requirement.scheme, requirement.economy, requirement.applicability) == (LAMP_SCHEME, "ZZ", Applicability.APPLIES)
    assert {
        f"{route.id}/{element.id}": [(case.kinds, case.verdict) for case in element.cases] for route in requirement.routes for element in route.elements
    } == {
        "a-cb/safety-test": [(("cb_report",), "partial"), (("ccc",), "duplicate")],
        "a-cb/registration": [],
        "b-national/safety-test": [(("cb_report",), "duplicate"), (("ccc",), "duplicate")],
        "b-national/inspection": [(("ccc",), "unknown")],
    }


def test_several_questions_give_as_many_sheets_in_the_same_order(tiny: LiveSource) -> None:
    asked = [(question(), "BLC"), (question(as_of=date(2022, 1, 1)), "ZZ"), (question(), "CN"), (question(product="gadget"), "ZZ")]
    sheets = make_sheets(tiny.knowledge, tiny.criteria, asked, [held()])
    assert [(entry.destination, entry.product, entry.as_of, len(entry.requirements)) for entry in sheets] == [
        ("BLC", "lamp", date(2026, 1, 10), 1),
        ("ZZ", "lamp", date(2022, 1, 1), 1),
        ("CN", "lamp", date(2026, 1, 10), 0),
        ("ZZ", "gadget", date(2026, 1, 10), 0),
    ]
    assert sheets[1].requirements[0].applicability is Applicability.NOT_YET
    # every sheet has its own verdicts
    assert sheets[0].requirements[0].routes[0].elements[0].cases[0].path.element == "safety-test"


def test_a_scheme_that_does_not_apply_has_no_routes_and_keeps_its_reason(tiny: LiveSource) -> None:
    (requirement,) = sheet(tiny, given={"mains_powered": False}).requirements
    assert (requirement.applicability, requirement.routes) == (Applicability.DOES_NOT_APPLY, ())
    assert [reason.code for reason in requirement.reasons] == ["condition-not-met"]


def test_labels_fall_back_to_the_scheme_and_to_topic_and_activity(tiny: LiveSource) -> None:
    (requirement,) = sheet(tiny, economy="BLC").requirements
    (route,) = requirement.routes
    assert route.label == tiny.knowledge.schemes["blc-lamp-declaration"].label
    topic, activity = tiny.knowledge.label("topic", "electrical-safety").en, tiny.knowledge.label("activity", "testing").en
    assert route.elements[0].label.en == f"{activity}: {topic}"
    own = text("My own test")
    scheme = tiny.knowledge.schemes[LAMP_SCHEME]
    first = replace(scheme.routes[0], elements=(replace(scheme.routes[0].elements[0], label=own, nature="consignment"),))
    (element,) = sheet(changed(tiny, routes=(first,))).requirements[0].routes[0].elements
    assert (element.label, element.frequency) == (own, "consignment")
    assert sheet(changed(tiny, routes=(first,))).requirements[0].routes[0].label.en == "With a CB report"


def test_designations_are_shown_and_ids_are_not(tiny: LiveSource) -> None:
    assert sheet(tiny).requirements[0].routes[0].elements[0].standards == ("IEC 1:2018",)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"routes": ()}, ["not-reviewed"]),
        ({"routes": (), "route_kind": "prohibition"}, ["applies"]),
        ({"routes": (), "applies": Period(end=date(2026, 1, 1))}, ["no-longer-applicable"]),
        ({}, ["applies"]),
    ],
)
def test_a_scheme_that_applies_without_a_route_was_not_reviewed(tiny: LiveSource, changes: dict[str, Any], codes: list[str]) -> None:
    (requirement,) = sheet(changed(tiny, **changes)).requirements
    assert [reason.code for reason in requirement.reasons] == codes


def test_a_route_without_an_element_for_the_product_is_left_out(tiny: LiveSource) -> None:
    scheme = tiny.knowledge.schemes[LAMP_SCHEME]
    other = replace(scheme.routes[0], elements=(replace(scheme.routes[0].elements[0], products=("gadget",)),))
    assert [route.id for route in sheet(changed(tiny, routes=(other, scheme.routes[1]))).requirements[0].routes] == ["b-national"]


def test_a_ban_lists_what_still_opens_it(tiny: LiveSource) -> None:
    clause = ExceptionClause(condition=text("For export"), authority=text("The agency"), sources=("agency",))
    (requirement,) = sheet(changed(tiny, route_kind="prohibition", routes=(), exceptions=(clause,))).requirements
    assert [(entry.condition.en, entry.authority.en, entry.sources) for entry in requirement.exceptions] == [("For export", "The agency", ("agency",))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, "high"), ({"confidence": "medium"}, "medium"), ({"sources": ("agency",)}, "medium"), ({"sources": ("agency", "law-zz")}, "high")],
)
def test_a_requirement_is_trusted_as_its_record_and_its_best_source(tiny: LiveSource, changes: dict[str, Any], expected: str) -> None:
    assert sheet(changed(tiny, **changes)).requirements[0].confidence == expected


def test_the_sources_of_the_answer_come_first(tiny: LiveSource) -> None:
    scoped = changed(tiny, scopes=(Scope(products=("lamp",), sources=("agency",)),))
    assert sheet(scoped).requirements[0].sources == ("agency", "law-zz")


@pytest.mark.parametrize(
    ("entries", "level", "reviewed", "points"),
    [
        ([], "unknown", None, 0),
        ([("reviewed", date(2026, 1, 2), ("appliance",), 0)], "reviewed", date(2026, 1, 2), 0),
        ([("reviewed", date(2026, 1, 2), ("gadget",), 0)], "unknown", None, 0),
        # of several readings the lowest level and the oldest day
        ([("reviewed", date(2026, 1, 2), ("lamp",), 0), ("partial", date(2026, 1, 1), ("appliance",), 2)], "partial", date(2026, 1, 1), 2),
    ],
)
def test_coverage_of_a_family(tiny: LiveSource, entries: list[Any], level: str, reviewed: date | None, points: int) -> None:
    coverage = tuple(
        Coverage(family="electrical-safety", level=named, products=products, reviewed=day, sources=(), open=(text("open"),) * count)
        for named, day, products, count in entries
    )
    economies = {**tiny.knowledge.economies, "ZZ": replace(tiny.knowledge.economies["ZZ"], coverage=coverage)}
    (family,) = sheet(replace(tiny, knowledge=replace(tiny.knowledge, economies=economies))).coverage
    assert (family.family, family.level, family.reviewed, len(family.open)) == ("electrical-safety", level, reviewed, points)


# ── how long a sheet holds ──


def test_a_sheet_holds_between_the_days_on_which_something_changes(tiny: LiveSource) -> None:
    # 2020-01-01 membership and a body, 2021-01-01 the treaty, 2022-06-01 the scheme, 2024-01-01 the end of a body
    boundaries = [date(2020, 1, 1), date(2021, 1, 1), date(2022, 6, 1), date(2024, 1, 1)]
    for start, end in zip([None, *boundaries], [*boundaries, None], strict=True):
        for day in {start or date(2019, 1, 1), date.fromordinal(end.toordinal() - 1) if end else date(2030, 1, 1)}:
            found = sheet(tiny, as_of=day)
            assert (found.holds_from, found.holds_until) == (start, end), day


DAYS = [date(2019, 1, 1), date(2020, 6, 1), date(2021, 6, 1), date(2022, 5, 31), date(2022, 6, 1), date(2023, 12, 31), date(2024, 1, 1), date(2030, 1, 1)]


def test_a_sheet_says_the_same_on_every_day_on_which_it_holds(tiny: LiveSource) -> None:
    """Otherwise a release, which stores one day, would answer wrongly for another."""
    pieces = [held(), held("ccc")]
    sheets = {day: sheet(tiny, pieces=pieces, as_of=day) for day in DAYS}
    for day, found in sheets.items():
        for other, again in sheets.items():
            if (found.holds_from or date.min) <= other < (found.holds_until or date.max):
                assert replace(again, as_of=day) == found, (day, other)


@pytest.mark.parametrize(
    ("changes", "boundary"),
    [
        ({"scopes": (Scope(products=("lamp",), period=Period(start=date(2027, 1, 1))),)}, date(2027, 1, 1)),
        ({"exclusions": (Scope(products=("lamp",), period=Period(start=date(2027, 2, 1))),)}, date(2027, 2, 1)),
        ({"applies": Period(end=date(2027, 3, 1))}, date(2027, 3, 1)),
    ],
)
def test_dated_parts_of_a_scheme_are_boundaries(tiny: LiveSource, changes: Mapping[str, Any], boundary: date) -> None:
    assert sheet(changed(tiny, **changes)).holds_until == boundary


@pytest.mark.parametrize("part", ["route", "element", "acceptance"])
def test_dated_parts_of_a_route_are_boundaries(tiny: LiveSource, part: str) -> None:
    scheme: Scheme = tiny.knowledge.schemes[LAMP_SCHEME]
    ending = Period(end=date(2027, 4, 1))
    route = scheme.routes[0]
    element = route.elements[0]
    if part == "acceptance":
        element = replace(element, accepts=(replace(element.accepts[0], period=ending),))
    if part == "element":
        element = replace(element, period=ending)
    route = replace(route, elements=(element,), period=ending if part == "route" else route.period)
    assert sheet(changed(tiny, routes=(route,))).holds_until == date(2027, 4, 1)
