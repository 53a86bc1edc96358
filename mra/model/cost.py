"""What publishers state of fees and times, and what several such figures come to."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from mra.model.period import ALWAYS, Period
from mra.model.text import Bilingual

What = Literal["fee", "days"]
#: The currency into which rates convert.
HOME: Final = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published range: a fee, or how long something takes.

    ``unit`` is a currency (ISO 4217), ``days`` or ``working-days``; ``basis`` says for what the figure is (one application, one model, one year).
    An end that the source does not state is ``None``.
    """

    what: What
    unit: str
    basis: Bilingual
    source: str
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"{self.high} is less than {self.low}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure and the element that it is about, on one route or (``None``) on any, for some products or (none named) for all."""

    element: str
    figure: Figure
    route: str | None = None
    products: tuple[str, ...] = ()
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What several figures in one unit come to; ``low`` is ``None`` if none of them has a lower end, ``high`` if one has no upper end.

    >>> str(Amount(unit="INR", low=1000, high=2500.5))
    'INR 1000-2500.5'
    """

    unit: str
    low: float | None
    high: float | None

    def __str__(self) -> str:
        ends = (self.low,) if self.low == self.high else (self.low, self.high)
        return f"{self.unit} {'-'.join('' if end is None else f'{end:.15g}' for end in ends)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """What is published about work that is left: ``amounts``, one a unit; ``known`` of ``open`` elements have a figure.

    It is a lower bound, for what nobody publishes is left out and counts for nothing.
    """

    amounts: tuple[Amount, ...]
    known: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How much of ``HOME`` one unit of a currency is worth, on the day for which the user states it."""

    day: date
    worth: Mapping[str, float] = field(default_factory=dict)

    def converted(self, amounts: Iterable[Amount]) -> Amount | None:
        """What has a rate, added up in ``HOME``; ``None`` where nothing has."""
        worth = {HOME: 1.0, **self.worth}
        found = [
            Amount(unit=HOME, low=None if amount.low is None else amount.low * rate, high=None if amount.high is None else amount.high * rate)
            for amount in amounts
            if (rate := worth.get(amount.unit)) is not None
        ]
        return _sum(HOME, found) if found else None

    def without(self, amounts: Iterable[Amount]) -> tuple[str, ...]:
        """The currencies of ``amounts`` for which no rate was stated."""
        return tuple(amount.unit for amount in amounts if amount.unit != HOME and amount.unit not in self.worth)


def cost_of(elements: Sequence[Sequence[Figure]], still_open: int) -> Outlay:
    """What ``elements``, each with its figures, cost at least: all their fees, one of each, added up by currency."""
    return _outlay("fee", _sum, elements, still_open)


def time_of(elements: Sequence[Sequence[Figure]], still_open: int) -> Outlay:
    """How long ``elements`` take at least: the longest time in each unit, for they may be worked at side by side and nobody says which wait for which."""
    return _outlay("days", _longest, elements, still_open)


def _sum(unit: str, figures: Sequence[Figure | Amount]) -> Amount:
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    return Amount(unit=unit, low=_rounded(lows) if lows else None, high=_rounded(highs) if len(highs) == len(figures) else None)


def _rounded(numbers: Sequence[float]) -> float:
    return round(math.fsum(numbers), 2)


def _longest(unit: str, figures: Sequence[Figure]) -> Amount:
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    return Amount(unit=unit, low=max(lows, default=None), high=max(highs) if len(highs) == len(figures) else None)


def _outlay(what: What, together: Callable[[str, Sequence[Figure]], Amount], elements: Sequence[Sequence[Figure]], still_open: int) -> Outlay:
    by_unit: dict[str, list[Figure]] = {}
    known = 0
    for figures in elements:
        found = [figure for figure in figures if figure.what == what]
        known += bool(found)
        for figure in found:
            by_unit.setdefault(figure.unit, []).append(figure)
    return Outlay(amounts=tuple(together(unit, by_unit[unit]) for unit in sorted(by_unit)), known=known, open=still_open)
