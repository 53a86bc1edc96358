"""What was found for every signature, each outcome kept once."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mra.model.sheet import VERDICTS, Verdict
from mra.portfolio.coding import Codes

#: The reason where a market, or a family of requirements of it, was not read for the product.
NOT_REVIEWED: Final = "not-reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One row of the result: a market, a requirement, the verdict, and the codes of the reasons that decide it.

    ``requirement`` is empty where something was not read: the verdict is ``unknown``, never "nothing required". ``coverage`` says how far
    the market was read for the product. Money is in ``currency``, times
    are in ``days_unit``; both are empty where no source states them, or where sources state them in several units.
    """

    market: str
    requirement: str = ""
    mandatory: bool = True
    regional: bool = False
    verdict: Verdict = "unknown"
    reasons: str = NOT_REVIEWED
    route: str = ""
    to_do: int = 0
    contains_duplicate: bool = False
    contains_unknown: bool = True
    confidence: str = "low"
    coverage: str = "unknown"
    cost_low: float | None = None
    cost_high: float | None = None
    currency: str = ""
    days_low: int | None = None
    days_high: int | None = None
    days_unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What one signature gets: its kind, its product, whether it is usable and why not, and its rows as numbers of outcomes.

    ``counts``: how many mandatory requirements, but for those of single regions, have each verdict, in the order of ``VERDICTS``.
    """

    kind: str
    product: str
    usable: str
    why: str
    rows: Codes
    counts: Codes


class Outcomes:
    """All outcomes of a run, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[Outcome, int] = {}
        self.all: list[Outcome] = []
        self._counted = array("b")
        self._rows: dict[bytes, Codes] = {}

    def numbers(self, outcomes: Sequence[Outcome]) -> Codes:
        """The numbers of ``outcomes``."""
        return np.fromiter((self.number(outcome) for outcome in outcomes), dtype=np.int64, count=len(outcomes))

    def number(self, outcome: Outcome) -> int:
        """The number of an outcome; a new one gets the next."""
        number = self._numbers.setdefault(outcome, len(self.all))
        if number == len(self.all):
            self.all.append(outcome)
            self._counted.append(VERDICTS.index(outcome.verdict) if outcome.mandatory and not outcome.regional else len(VERDICTS))
        return number

    def shared(self, rows: Codes) -> Codes:
        """``rows`` in half the room, and once for all signatures that get the same; there are many of them."""
        small: Codes = rows.astype(np.int32)
        return self._rows.setdefault(small.tobytes(), small)

    def counts(self, rows: Codes) -> Codes:
        """How many of ``rows`` that are mandatory and of a whole market have each verdict."""
        verdicts = np.array(self._counted)[rows] if len(rows) else np.empty(0, dtype=np.int64)
        counts: Codes = np.bincount(verdicts, minlength=len(VERDICTS) + 1)[: len(VERDICTS)]
        return counts
