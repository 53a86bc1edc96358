"""What every reader of tables hands on: sheets of rows of cells as text, and what went wrong with single cells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

Value = str | int | float | bool | date | datetime | time | timedelta
#: The position of a fault that spoils a whole row.
WHOLE_ROW: Final = -1
#: What Excel, WPS and LibreOffice let a cell hold; more is a mistake or an attack.
LONGEST_CELL: Final = 32_767
_SHOWN: Final = 40


class Fault(NamedTuple):
    """What is wrong with one cell, found while reading: the code of the rule, what its sentences show, the last line concerned."""

    position: int
    code: str
    shown: str = ""
    last: int = 0


class Row(NamedTuple):
    """A row with at least one filled cell: its number in the sheet from 1, or the line of the file on which it begins.

    ``numeric`` are the positions whose cells held numbers. A named tuple: there may be millions.
    """

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, read anew at each call: ``rows`` cleaned and without empty ones, ``values`` all rows as they stand.

    ``name`` is empty where the file has no sheets. ``merged`` are ranges such as ``A3:A5``.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    values: Callable[[], Iterator[tuple[int, Sequence[Value]]]]
    is_hidden: bool = False
    merged: Callable[[], tuple[str, ...]] = tuple


def letters(position: int) -> str:
    """The letters of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name, rest = "", position + 1
    while rest:
        rest, sign = divmod(rest - 1, 26)
        name = chr(ord("A") + sign) + name
    return name


def address(position: int, number: int) -> str:
    """The address of a cell.

    >>> address(2, 12)
    'C12'
    """
    return f"{letters(position)}{number}"


def too_long(position: int, text: str) -> Fault:
    """The fault of a cell that is longer than any cell may be."""
    return Fault(position, "cell-too-long", f"{text[:_SHOWN]}…")
