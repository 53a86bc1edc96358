"""Published fees and times: what several figures come to, and what they do not say."""

from datetime import date
from typing import Any

import pytest

from mra.model.cost import Amount, Figure, Outlay, Rates, cost_of, time_of
from mra.model.text import Bilingual


def fee(low: float | None, high: float | None = None, unit: str = "USD", **changes: Any) -> Figure:
    return Figure(**{"what": "fee", "unit": unit, "basis": Bilingual("One model", "一个型号"), "source": "law", "low": low, "high": high, **changes})


def days(low: float | None, high: float | None = None, unit: str = "days") -> Figure:
    return fee(low, high, unit, what="days")


def test_a_range_is_the_right_way_round() -> None:
    assert fee(5, 5).high == 5
    with pytest.raises(ValueError, match="4 is less than 5"):
        fee(5, 4)


@pytest.mark.parametrize(
    ("elements", "amounts", "known"),
    [
        ([], (), 0),
        ([[]], (), 0),
        ([[fee(100, 100)], [fee(50, 80)]], (Amount(unit="USD", low=150, high=180),), 2),
        ([[fee(100, 100), fee(0.1, 0.1), fee(0.2, 0.2)]], (Amount(unit="USD", low=100.3, high=100.3),), 1),
        # an open end leaves the sum open, on its own side
        ([[fee(100, None)], [fee(50, 80)]], (Amount(unit="USD", low=150, high=None),), 2),
        ([[fee(None, 30)], [fee(50, 80)]], (Amount(unit="USD", low=50, high=110),), 2),
        ([[fee(None, 30)]], (Amount(unit="USD", low=None, high=30),), 1),
        # currencies are never mixed, and come by their codes
        ([[fee(100, 100), fee(7, 9, "EUR")], []], (Amount(unit="EUR", low=7, high=9), Amount(unit="USD", low=100, high=100)), 1),
        # a time is no fee
        ([[days(100, 100)]], (), 0),
    ],
)
def test_fees_are_added_up_by_currency(elements: list[list[Figure]], amounts: tuple[Amount, ...], known: int) -> None:
    assert cost_of(elements, 4) == Outlay(amounts=amounts, known=known, open=4)


@pytest.mark.parametrize(
    ("elements", "amounts", "known"),
    [
        ([[days(10, 20)], [days(5, 30)]], (Amount(unit="days", low=10, high=30),), 2),
        ([[days(None, 20)], [days(None, 15)]], (Amount(unit="days", low=None, high=20),), 2),
        ([[days(10, None)], [days(None, 30)]], (Amount(unit="days", low=10, high=None),), 2),
        ([[days(10, 10), days(4, 4, "working-days")]], (Amount(unit="days", low=10, high=10), Amount(unit="working-days", low=4, high=4)), 1),
        ([[fee(10, 10)]], (), 0),
    ],
)
def test_of_times_the_longest_counts(elements: list[list[Figure]], amounts: tuple[Amount, ...], known: int) -> None:
    assert time_of(elements, 3) == Outlay(amounts=amounts, known=known, open=3)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Amount(unit="INR", low=1000, high=1000), "INR 1000"),
        (Amount(unit="INR", low=1000, high=2500.5), "INR 1000-2500.5"),
        (Amount(unit="IDR", low=12345678.25, high=None), "IDR 12345678.25-"),
        (Amount(unit="days", low=None, high=20), "days -20"),
    ],
)
def test_an_amount_is_written_as_in_a_case_file(amount: Amount, written: str) -> None:
    assert str(amount) == written


RATES = Rates(day=date(2026, 11, 20), worth={"USD": 7.1, "EUR": 8.0})


@pytest.mark.parametrize(
    ("amounts", "converted", "without"),
    [
        ([], None, ()),
        ([Amount(unit="INR", low=1, high=1)], None, ("INR",)),
        ([Amount(unit="USD", low=10, high=20)], Amount(unit="CNY", low=71, high=142), ()),
        ([Amount(unit="CNY", low=9, high=9), Amount(unit="EUR", low=1, high=1)], Amount(unit="CNY", low=17, high=17), ()),
        # an end that is open stays open; what has no rate is left out and named
        ([Amount(unit="EUR", low=None, high=1), Amount(unit="USD", low=1, high=None)], Amount(unit="CNY", low=7.1, high=None), ()),
        ([Amount(unit="INR", low=1, high=1), Amount(unit="USD", low=1, high=1)], Amount(unit="CNY", low=7.1, high=7.1), ("INR",)),
    ],
)
def test_only_what_has_a_rate_is_converted(amounts: list[Amount], converted: Amount | None, without: tuple[str, ...]) -> None:
    assert (RATES.converted(amounts), RATES.without(amounts)) == (converted, without)
