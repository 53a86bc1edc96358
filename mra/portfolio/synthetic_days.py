"""The days of synthetic certificates, and how people write them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mra.portfolio.draws import Draws, Whole
from mra.portfolio.synthetic_cells import Cells

YEARS: Final = 8
SPAN: Final = YEARS * 1461 // 4
_FORMATS: Final = ("{0.year}/{0.month}/{0.day}", "{0.year}.{0.month:02}.{0.day:02}", "{0.year}年{0.month}月{0.day}日", "{0.year}{0.month:02}{0.day:02}")
#: How often each way of writing is met, of twenty; one enterprise writes one way.
_WAYS: Final = np.array([0] * 12 + [1] * 3 + [2] + [3] * 2 + [4] * 2, dtype=np.int64)
_EPOCH: Final = date(1970, 1, 1)
#: Of a thousand certificates; the rest is valid.
STATES: Final = (("expired", 18), ("suspended", 12), ("withdrawn", 7), ("cancelled", 3))
_OVERLOOKED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days counted from 1970; ``until`` counts only where a certificate has an end. ``state`` is 0 where it is valid, else from ``STATES``."""

    issued: Whole
    tested: Whole
    until: Whole
    state: Whole


def drawn_days(draws: Draws, rows: Whole, months: Whole, as_of: date) -> Days:
    """Days of certificates that are valid for ``months`` (0: without end): nearly all in force on ``as_of``, more of them new than old."""
    point = draws.upto("state", rows, 1000)
    edges = 1000 - np.cumsum([share for _, share in STATES][::-1])[::-1]
    state: Whole = np.searchsorted(edges, point, side="right").astype(np.int64)
    life = months * 487 // 16
    limit = np.where(life > 0, np.clip(life - 5, 1, SPAN), SPAN)
    age = np.minimum(draws.upto("age", rows, limit), draws.upto("age again", rows, limit))
    is_over = ((state == 1) | ((state == 0) & draws.hit("overlooked", rows, _OVERLOOKED))) & (life > 0)
    beyond = life + 5 + draws.upto("age over", rows, np.maximum(SPAN - life, 1))
    issued = (as_of - _EPOCH).days - np.where(is_over, beyond, age)
    return Days(issued=issued, tested=issued - 5 - draws.upto("tested", rows, 40), until=_months_later(issued, months), state=state)


def _months_later(days: Whole, months: Whole) -> Whole:
    """The same day of a later month; the last days of a month become its 28th."""
    first = days.astype("datetime64[D]").astype("datetime64[M]")
    day = np.minimum((days.astype("datetime64[D]") - first).astype(np.int64), 27)
    later: Whole = (first + months).astype("datetime64[D]").astype(np.int64) + day
    return later


def years(days: Whole) -> Whole:
    """The calendar years of days."""
    found: Whole = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found


class Calendar:
    """Every day that may be written, in every way of writing it."""

    def __init__(self, as_of: date, most_months: int) -> None:
        first = as_of - timedelta(days=max(SPAN, most_months * 31) + 60)
        days = [first + timedelta(days=number) for number in range((as_of - first).days + most_months * 31 + 1)]
        self._first, self._size = (first - _EPOCH).days, len(days)
        texts = [day.isoformat() for day in days] + [way.format(day) for way in _FORMATS for day in days]
        self._texts = pa.array([*texts, ""], pa.string())

    def cells(self, days: Whole, ways: Whole, *, empty: npt.NDArray[np.bool_]) -> Cells:
        """The cells of ``days``, written in one of twenty ``ways``; none where ``empty`` says so."""
        codes = _WAYS[ways] * self._size + days - self._first
        return Cells(codes=np.where(empty, len(self._texts) - 1, codes), texts=self._texts)
