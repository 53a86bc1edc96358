"""Periods: the first day is in, the last boundary is out, an open end stays open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.model.period import ALWAYS, Period

START, END = date(2025, 8, 1), date(2026, 1, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        (Period(start=START, end=END), START - DAY, False),
        (Period(start=START, end=END), START, True),
        (Period(start=START, end=END), END - DAY, True),
        (Period(start=START, end=END), END, False),
        (Period(start=START), date.max, True),
        (Period(end=END), date.min, True),
        (Period(end=END), END, False),
        (ALWAYS, START, True),
    ],
)
def test_contains_counts_the_start_and_not_the_end(period: Period, day: date, expected: bool) -> None:
    assert period.contains(day) is expected


@pytest.mark.parametrize("end", [START, START - DAY])
def test_a_period_that_ends_before_it_holds_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match=f"ends {end}, on or before its start {START}"):
        Period(start=START, end=end)


@pytest.mark.parametrize(
    ("period", "expected"),
    [(Period(start=START, end=END), [START, END]), (Period(start=START), [START]), (Period(end=END), [END]), (ALWAYS, [])],
)
def test_boundaries_are_the_days_that_are_given(period: Period, expected: list[date]) -> None:
    assert list(period.boundaries()) == expected


@given(st.dates(), st.none() | st.dates(), st.none() | st.integers(1, 5000))
def test_a_day_is_before_inside_or_after_and_never_two_of_them(day: date, start: date | None, length: int | None) -> None:
    try:
        end = None if length is None else (start or day) + timedelta(days=length)
    except OverflowError:
        return
    period = Period(start=start, end=end)
    assert [period.begins_after(day), period.contains(day), period.ended_by(day)].count(True) == 1


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_the_answer_changes_on_boundaries_only(day: date) -> None:
    period = Period(start=START, end=END)
    changed = period.contains(day) != period.contains(day - DAY)
    assert changed is (day in set(period.boundaries()))
