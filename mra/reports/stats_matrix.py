"""Chinese schemes against markets: the best that the evidence of each scheme gets in each market, and never an empty cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from mra.gap.request import SPECIMEN
from mra.gap.source import LiveSource
from mra.knowledge.base import Knowledge
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.scheme import Scheme
from mra.model.sheet import BEST_FIRST, Sheet, SheetRequirement, Verdict
from mra.model.text import Bilingual
from mra.recognition.applicability import economies_of
from mra.recognition.rollup import requirement_verdict
from mra.recognition.sheets import own_coverage

__all__ = ["HOME", "Cell", "Line", "Matrix", "recognition_matrix"]

HOME: Final = "CN"
#: The best over product groups: each is a question of its own, so what is known of one counts before what is not known of another.
_KNOWN_FIRST: Final[tuple[Verdict, ...]] = ("recognized", "partial", "duplicate", "missing", "not_required", "barred", "unknown")
#: A verdict, and the region in which alone it is due.
_Found = tuple[Verdict, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A Chinese scheme, or a kind of evidence that no Chinese scheme issues, with the product groups for which it yields something."""

    id: str
    label: Bilingual
    kinds: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The best verdict over the product groups of a line, and how many of these have which verdict."""

    verdict: Verdict
    groups: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One cell a line and market; ``markets`` by code."""

    as_of: date
    markets: Mapping[str, Bilingual]
    lines: tuple[Line, ...]
    cells: Mapping[tuple[str, str], Cell]


def recognition_matrix(source: LiveSource, as_of: date) -> Matrix:
    """Judge every Chinese scheme in every market but China; evidence is generic, products are as usual for their groups."""
    knowledge = source.knowledge
    markets = {code: economy.label for code, economy in knowledge.economies.items() if code != HOME}
    lines = tuple(_lines(knowledge, as_of))
    table = _Table(source, as_of)
    cells = {(line.id, market): _cell([table.verdict(market, group, line.kinds) for group in line.groups]) for line in lines for market in markets}
    return Matrix(as_of=as_of, markets=markets, lines=lines, cells=cells)


def _cell(verdicts: Sequence[Verdict]) -> Cell:
    best: Verdict = min(verdicts, key=_KNOWN_FIRST.index, default="unknown")
    return Cell(verdict=best, groups=Counter(verdicts))


def _lines(knowledge: Knowledge, as_of: date) -> Iterator[Line]:
    """The schemes of China by id, then the kinds of evidence issued in China under schemes that are not China's own."""
    behind = {kind: knowledge.issuing_schemes(kind) for kind in knowledge.evidence}
    for scheme in knowledge.schemes_of(HOME):
        kinds = tuple(sorted(kind for kind, schemes in behind.items() if scheme in schemes))
        groups = {group for kind in kinds for group in _brought(knowledge, kind, as_of) if _is_of(knowledge, scheme, kind, group)}
        yield Line(id=scheme.id, label=scheme.label, kinds=kinds, groups=tuple(sorted(groups)))
    for name, kind in knowledge.evidence.items():
        if kind.issuer_economy == HOME and kind.yields and not behind[name]:
            yield Line(id=name, label=kind.label, kinds=(name,), groups=tuple(_brought(knowledge, name, as_of)))


def _brought(knowledge: Knowledge, kind: str, as_of: date) -> list[str]:
    """The product groups for which a kind of evidence yields something on the day."""
    entries = [entry for entry in knowledge.evidence[kind].yields if entry.period.contains(as_of)]
    return [group for group in sorted(knowledge.groups) if any(knowledge.covers(entry.products, group) for entry in entries)]


def _is_of(knowledge: Knowledge, scheme: Scheme, kind: str, group: str) -> bool:
    """Whether the scheme issues the kind for the group: one of several that issue a kind does so within its own scope."""
    return knowledge.evidence[kind].scheme == scheme.id or any(knowledge.covers(scope.products, group) for scope in scheme.scopes)


@dataclass(slots=True)
class _Sheets:
    """All product groups in the own requirements of one economy or bloc, and what was read off them."""

    by_group: Mapping[str, Sheet]
    known: dict[tuple[str, tuple[str, ...]], tuple[_Found, ...]] = field(default_factory=dict)

    def found(self, group: str, kinds: tuple[str, ...]) -> tuple[_Found, ...]:
        """The verdicts of the requirements that evidence of ``kinds`` touches; of all requirements where there are no kinds."""
        key = group, kinds
        if key not in self.known:
            entries = [entry for entry in self.by_group[group].requirements if not kinds or _touches(entry, kinds)]
            self.known[key] = tuple((requirement_verdict(entry, kinds).verdict, entry.where) for entry in entries)
        return self.known[key]


def _touches(requirement: SheetRequirement, kinds: Sequence[str]) -> bool:
    return any(set(case.kinds) <= set(kinds) for route in requirement.routes for element in route.elements for case in element.cases)


class _Table:
    """Answers for a line, a market and a product group; each economy and bloc is judged once."""

    def __init__(self, source: LiveSource, as_of: date) -> None:
        self._source, self._knowledge, self._as_of = source, source.knowledge, as_of
        self._sheets: dict[str, _Sheets] = {}
        self._unread: dict[tuple[str, str], bool] = {}

    def verdict(self, market: str, group: str, kinds: tuple[str, ...]) -> Verdict:
        """The best verdict of a requirement that the evidence touches; where it touches none, what the market asks without it."""
        chain = economies_of(self._knowledge, market, self._as_of)
        touched = self._found(market, chain, group, kinds)
        if touched:
            return min(touched, key=BEST_FIRST.index)
        asked = self._found(market, chain, group, ())
        if not asked or "unknown" in asked or self._is_unread(market, chain, group):
            return "unknown"
        return next((word for word in ("barred", "not_required") if set(asked) == {word}), "missing")

    def _found(self, market: str, chain: Sequence[str], group: str, kinds: tuple[str, ...]) -> list[Verdict]:
        return [word for code in chain for word, where in self._of(code).found(group, kinds) if where in (None, market)]

    def _of(self, code: str) -> _Sheets:
        if code not in self._sheets:
            sheets = self._source.sheets([(question, code) for question in self._questions], self._held)
            self._sheets[code] = _Sheets({sheet.product: sheet for sheet in sheets})
        return self._sheets[code]

    @cached_property
    def _questions(self) -> list[Question]:
        return [Question(product=name, as_of=self._as_of, defaults={**SPECIMEN, **group.attributes}) for name, group in self._knowledge.groups.items()]

    @cached_property
    def _held(self) -> list[Held]:
        return [Held(kind=kind) for kind in sorted(self._knowledge.evidence)]

    def _is_unread(self, market: str, chain: Sequence[str], group: str) -> bool:
        """Whether some family of requirements was not read for the product group: then silence says nothing."""
        key = market, group
        if key not in self._unread:
            question, families = Question(product=group, as_of=self._as_of), self._knowledge.groups[group].families
            levels = (own_coverage(self._knowledge, question, code, family).level for code in chain for family in families)
            self._unread[key] = "unknown" in levels
        return self._unread[key]
