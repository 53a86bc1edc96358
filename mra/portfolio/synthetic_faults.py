"""Faults planted in a synthetic portfolio, as they are met in real ones: an exact number, at rows that the seed chooses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from mra.portfolio.draws import Draws, Whole
from mra.portfolio.synthetic_cells import Cells

#: No more rows than these have a fault.
MOST: Final = Fraction(1, 2)
#: A row that repeats the one before it.
TWICE: Final = "twice"
_Change = Callable[[str], str]


def _written(text: str) -> _Change:
    return lambda _: text


def _lost_zero(code: str) -> str:
    """What a spreadsheet makes of a code that it takes for a number; an odd number of digits in any case."""
    digits = "".join(sign for sign in code if sign.isdigit())[:6] or "850440"
    number = f"{int(digits[:4])}.{digits[4:]}".rstrip("0").rstrip(".")
    return number if sum(sign.isdigit() for sign in number) % 2 else digits[:-1]


#: By the name of the fault: the column, and several ways to spoil its cell.
_FAULTS: Final[Mapping[str, tuple[str, tuple[_Change, ...]]]] = {
    "day": ("date", tuple(_written(text) for text in ("2024-02-30", "2025-13-01", "2023-00-10", "去年三月", "2024年", "长期"))),
    "kind": ("kind", tuple(_written(text) for text in ("合成未知证书", "Unknown synthetic certificate", "证书一张"))),
    "no-kind": ("kind", (_written(""),)),
    "lost-zero": ("hs", (_lost_zero,)),
    "number": ("number", (lambda text: text[:-3], lambda text: text.replace("0", "O", 1), lambda text: f"{text} 第2版", _written("2.02401E+15"))),
    "no-number": ("number", (_written(""),)),
    "standard": ("standard", tuple(_written(text) for text in ("GB 99999-2024", "IEC 99999-1:2021", "国标"))),
    "status": ("status", tuple(_written(text) for text in ("审核中", "正常使用", "pending"))),
    "product": ("product", tuple(_written(text) for text in ("合成未知产品", "Unknown synthetic product 00001"))),
}
FAULTS: Final = (TWICE, *_FAULTS)


@dataclass(frozen=True, slots=True)
class Faulty:
    """Rows of a portfolio with a fault each, by the fault's name."""

    rows: Mapping[str, Whole]

    def sources(self, rows: Whole) -> Whole:
        """The rows of which ``rows`` are made: a row that stands twice is made of the one before it."""
        return rows - np.isin(rows, self.rows[TWICE])

    def spoil(self, columns: Mapping[str, Cells], first: int) -> dict[str, Cells]:
        """The columns, which begin with row ``first``, with their faults."""
        spoilt = dict(columns)
        for name, (column, changes) in _FAULTS.items():
            for number, change in enumerate(changes):
                rows = self.rows[name]
                spoilt[column] = spoilt[column].changed(rows[rows % len(changes) == number] - first, change)
        return spoilt


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """``number`` faults in ``certificates`` rows: one in every stretch of rows, never in the first row of a stretch, so that the row before is whole."""

    draws: Draws
    certificates: int
    number: int

    def among(self, first: int, last: int, enterprise_of: Callable[[Whole], Whole]) -> Faulty:
        """The faults from row ``first`` up to but not including ``last``. A row stands twice only where the one before is of the same enterprise."""
        if not self.number:
            return Faulty({name: np.zeros(0, dtype=np.int64) for name in FAULTS})
        stretches = np.arange(first * self.number // self.certificates, min(last * self.number // self.certificates + 1, self.number), dtype=np.int64)
        begins, ends = (self.certificates * number // self.number for number in (stretches, stretches + 1))
        rows = begins + 1 + self.draws.upto("fault", stretches, ends - begins - 1)
        kinds = self.draws.upto("kind of fault", stretches, len(FAULTS))
        inside = (rows >= first) & (rows < last)
        rows, kinds = rows[inside], kinds[inside]
        moved = (kinds == 0) & (enterprise_of(rows) != enterprise_of(rows - 1))
        kinds = np.where(moved, 1, kinds)
        return Faulty({name: rows[kinds == number] for number, name in enumerate(FAULTS)})


def number_of_faults(certificates: int, share: Fraction) -> int:
    """The whole number of rows that ``share`` of the certificates is; at most every other row, so that each has its own stretch."""
    return int(certificates * min(share, MOST))
