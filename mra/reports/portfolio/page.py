"""The page model of a report on a portfolio: what every document shows, in one language, with nothing left to decide but the looks.

All texts are plain. ``other`` is the same name in the other language, empty where it does not differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mra.model.sheet import Verdict
from mra.model.text import Language
from mra.reports.bars import Segment
from mra.reports.page import AssumptionLine, Fact, Ruling, SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text with the numbers of its sources, or a number with its ``text``."""

    text: str
    number: int | None = None
    other: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column; ``width`` is how much of the paper it takes, against the others."""

    text: str
    other: str
    is_number: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table; others may lead to its ``anchor``."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; ``more`` says what was left out."""

    key: str
    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Counts by verdict, as ``numbers`` and written out, with their bar; ``anchor`` leads to more."""

    anchor: str
    name: str
    other: str
    numbers: Mapping[Verdict, int]
    counts: Mapping[Verdict, str]
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Counts by verdict for one row each."""

    key: str
    caption: str
    first: Head
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the report: sentences, facts, counts by verdict, tables."""

    key: str
    heading: str
    remarks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    matrix: Matrix | None = None
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioPage:
    """The whole report; the first of ``chapters`` is the summary. ``rulings`` are the verdicts that occur."""

    language: Language
    title: str
    as_of: date
    release: str
    rulings: tuple[Ruling, ...]
    chapters: tuple[Chapter, ...]
    sources: tuple[SourceLine, ...]
    disclaimer: str
    made_from: str
    words: Mapping[str, str]
    assumptions: tuple[AssumptionLine, ...] = ()
