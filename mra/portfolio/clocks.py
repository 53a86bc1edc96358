"""The days of a certificate as the rules see them: where each stands between its critical days, and how they stand to one another."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

import numpy as np

from mra.portfolio.coding import NO_DAY, Codes
from mra.recognition.case_facts import months_later

_ABSENT: Final = 0


def places(days: Codes, groups: Codes, critical: Sequence[Codes]) -> Codes:
    """The place of every day between the critical days of its group: 0 without a day, 1 before the first one, and so on."""
    order = np.argsort(groups, kind="stable")
    ends = np.searchsorted(groups[order], np.arange(len(critical)), side="right")
    found = np.empty(len(days), dtype=np.int64)
    begin = 0
    for end, known in zip(ends.tolist(), critical, strict=True):
        rows = order[begin:end]
        found[rows] = np.searchsorted(known, days[rows], side="right") + 1
        begin = end
    found[days == NO_DAY] = _ABSENT
    return found


def order_of(days: Mapping[str, Codes], months: Codes) -> list[Codes]:
    """Whether the test is after the issue, the issue after the last day, and the time between longer than the kind's usual ``months``."""
    issued, until, tested = (days.get(name) for name in ("date", "valid_until", "test_date"))
    found = []
    if issued is not None and tested is not None:
        found.append(_after(tested, issued))
    if issued is not None and until is not None:
        usual, months_and_day = np.zeros(len(issued), dtype=np.int64), issued * _MOST_MONTHS + months
        dated = (issued > NO_DAY) & (months > 0)
        values, inverse = np.unique(months_and_day[dated], return_inverse=True)
        usual[dated] = np.fromiter((_later(int(value)) for value in values), dtype=np.int64, count=len(values))[inverse]
        found += [_after(issued, until), np.where(usual > 0, _after(until, usual), _ABSENT)]
    return found


_MOST_MONTHS: Final = 10_000


@cache
def _later(months_and_day: int) -> int:
    day, months = divmod(months_and_day, _MOST_MONTHS)
    return months_later(date.fromordinal(day), months).toordinal()


def _after(one: Codes, other: Codes) -> Codes:
    """1 where ``one`` is later than ``other``, 0 where it is not or a day is missing."""
    both = (one > NO_DAY) & (other > NO_DAY)
    return (both & (one > other)).astype(np.int64)
