"""Published fees and times in a sheet, and what is left to pay and to wait for on a route."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.model.cost import Amount, Figure, Published
from mra.model.period import Period
from mra.model.report import RouteVerdict
from mra.model.sheet import Sheet, Verdict
from mra.recognition.rollup import route_verdict
from mra.recognition.sheets import make_sheets
from tests.recognition.judging import held, question, text
from tests.recognition.made import judged_as, made_route

LAMP_SCHEME = "zz-lamp-certificate"
FEE = Figure(what="fee", unit="USD", basis=text("One model"), source="law-zz", low=100, high=100)
TIME = Figure(what="days", unit="days", basis=text("One application"), source="law-zz", high=20)


def sheet(source: LiveSource, *published: Published, **asked: Any) -> Sheet:
    """The sheet of ZZ where this is published of the lamp certificate."""
    knowledge = replace(source.knowledge, costs={LAMP_SCHEME: published})
    (found,) = make_sheets(knowledge, source.criteria, [(question(**asked), "ZZ")], [held()])
    return found


def priced(found: Sheet) -> list[str]:
    """The elements that have a figure, as route/element."""
    return [f"{route.id}/{element.id}" for entry in found.requirements for route in entry.routes for element in route.elements if element.figures]


@pytest.mark.parametrize(
    ("published", "elements"),
    [
        ({"element": "safety-test"}, ["a-cb/safety-test", "b-national/safety-test"]),
        ({"element": "safety-test", "route": "b-national"}, ["b-national/safety-test"]),
        ({"element": "registration"}, ["a-cb/registration"]),
        ({"element": "inspection", "products": ("lamp", "gadget")}, ["b-national/inspection"]),
        ({"element": "inspection", "products": ("appliance",)}, ["b-national/inspection"]),
        ({"element": "inspection", "products": ("gadget",)}, []),
        ({"element": "inspection", "period": Period(start=date(2026, 1, 10))}, ["b-national/inspection"]),
        ({"element": "inspection", "period": Period(end=date(2026, 1, 10))}, []),
    ],
)
def test_a_figure_concerns_its_element_route_product_and_days(published: dict[str, Any], elements: list[str], tiny: LiveSource) -> None:
    assert priced(sheet(tiny, Published(figure=FEE, **published))) == elements


def test_a_figure_of_another_scheme_concerns_nothing(tiny: LiveSource) -> None:
    knowledge = replace(tiny.knowledge, costs={"zz-other": (Published(element="registration", figure=FEE),)})
    (found,) = make_sheets(knowledge, tiny.criteria, [(question(), "ZZ")], [])
    assert priced(found) == []


def test_a_sheet_holds_as_long_as_its_figures(tiny: LiveSource) -> None:
    period = Period(start=date(2025, 12, 1), end=date(2026, 2, 1))
    found = sheet(tiny, Published(element="registration", figure=FEE, period=period))
    assert (found.holds_from, found.holds_until) == (date(2025, 12, 1), date(2026, 2, 1))


def judged_route(*verdicts: Verdict, figures: tuple[Figure, ...] = (FEE, TIME)) -> RouteVerdict:
    return route_verdict(made_route(*(replace(element, figures=figures) for element in judged_as(*verdicts))), ["cb_report"])


@pytest.mark.parametrize(
    ("verdict", "low", "still_open"),
    [("missing", 100, 1), ("duplicate", 100, 1), ("partial", None, 1), ("unknown", None, 1), ("recognized", None, 0)],
)
def test_only_what_is_to_be_done_as_a_whole_is_added_up(verdict: Verdict, low: float | None, still_open: int) -> None:
    """Of what counts in part the rest may cost less, and what is unknown may cost nothing: neither raises a lower bound."""
    cost = judged_route(verdict).cost
    assert cost.amounts == (() if low is None else (Amount(unit="USD", low=low, high=low),))
    assert (cost.known, cost.open) == (len(cost.amounts), still_open)


def test_a_route_adds_up_its_fees_and_takes_the_longest_time() -> None:
    found = judged_route("missing", "duplicate", "recognized", "partial")
    assert found.cost.amounts == (Amount(unit="USD", low=200, high=200),)
    assert found.lead_time.amounts == (Amount(unit="days", low=None, high=20),)
    assert (found.lead_time.known, found.lead_time.open) == (2, 3)


def test_what_nobody_publishes_is_no_zero() -> None:
    found = judged_route("missing", figures=())
    assert (found.cost.amounts, found.cost.known, found.cost.open) == ((), 0, 1)
    assert found.lead_time.amounts == ()
