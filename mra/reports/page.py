"""The page model: a gap report as every document shows it, in one language, with nothing left to decide but the looks.

HTML, PDF and workbook are drawn from these values, so that words, order and numbers are the same in all of them. All texts are plain:
on one line, without signs that steer. ``other`` is the same name in the other language, empty where it does not differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mra.model.sheet import Verdict
from mra.model.text import Language
from mra.reports.bars import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and what there is to say; ``anchor`` leads to the part of the page that says more."""

    name: str
    text: str
    other: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A statement with the numbers of its sources and of its assumptions."""

    text: str
    sources: tuple[int, ...] = ()
    assumptions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedFact:
    """A name and a statement with its numbers."""

    name: str
    said: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A verdict as it is shown: mark and word stand wherever a colour does."""

    key: Verdict
    mark: str
    word: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementPart:
    """An element of a route. ``place`` says where it belongs: ``row`` (judged), ``duty`` or ``consignment`` (an open task)."""

    place: str
    ruling: Ruling
    name: str
    other: str
    nature: str
    frequency: str
    standards: tuple[str, ...]
    evidence: str
    why: Cited
    left: tuple[str, ...]
    open: tuple[str, ...]
    confidence: str
    fees: Cited
    times: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePart:
    """A route; the first of a requirement is the one taken."""

    name: str
    ruling: Ruling
    elements: tuple[ElementPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementPart:
    """A requirement: its verdict, why it applies, its routes, what is published of fees and times, what else is to be said."""

    anchor: str
    scheme: str
    ruling: Ruling
    name: str
    other: str
    region: str
    confidence: str
    applies_from: str
    applies_until: str
    authority: str
    facts: tuple[Fact, ...]
    why: Cited
    exceptions: tuple[Cited, ...]
    routes: tuple[RoutePart, ...]
    notes: tuple[Fact, ...]
    published: tuple[CitedFact, ...]
    to_do: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPart:
    """Requirements of one standing: ``required``, ``regional``, ``voluntary`` or ``not-required``."""

    key: str
    heading: str
    requirements: tuple[RequirementPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What counts, is done again, is missing, is not known or is to do: requirements with the parts concerned."""

    key: str
    heading: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPart:
    """One market."""

    anchor: str
    code: str
    name: str
    other: str
    answer: str
    warning: str
    coverage: str
    level: str
    reviewed: str
    families: tuple[Fact, ...]
    tallies: tuple[Fact, ...]
    counts: Mapping[str, int]
    bar: tuple[Segment, ...]
    glances: tuple[Glance, ...]
    sections: tuple[SectionPart, ...]
    open_points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source with its number."""

    number: int
    title: str
    other: str
    publisher: str
    tier: str
    address: str
    is_link: bool
    read_at: str
    published: str
    checked: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionLine:
    """An assumption with its number."""

    number: int
    text: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole report. ``rulings`` are the verdicts that occur among the required; ``words`` are heads and labels by name."""

    language: Language
    title: str
    product: str
    as_of: date
    release: str
    question: tuple[Fact, ...]
    rulings: tuple[Ruling, ...]
    markets: tuple[MarketPart, ...]
    assumptions: tuple[AssumptionLine, ...]
    sources: tuple[SourceLine, ...]
    disclaimer: str
    made_from: str
    words: Mapping[str, str]
