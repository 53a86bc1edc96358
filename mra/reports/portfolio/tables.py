"""The tables of a report on a portfolio."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from mra.model.sheet import Verdict
from mra.portfolio.found import MarketFinding, SchemeFinding
from mra.reports.bars import bars
from mra.reports.portfolio.page import Cell, Grid, Head, Line, Matrix, Row
from mra.reports.portfolio.speaker import Speaker, counted, number

_LEVELS: Final = ("reviewed", "partial", "unknown")
#: What bars show: what is missing or not required is so much more that nothing else would be seen.
ASSESSED: Final[tuple[Verdict, ...]] = ("recognized", "partial", "duplicate")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tables:
    """Draws tables in the words of a speaker."""

    speaker: Speaker

    def schemes(self, key: str, most: int | None, *, cited: int = 0) -> Grid:
        """Schemes with duplicates, ``most`` of them, with the sources of the first ``cited``."""
        speaker = self.speaker
        schemes = [scheme for scheme in speaker.report.findings.schemes if scheme.again or scheme.again_in_part]
        heads = (speaker.head("market", width=3), speaker.head("scheme", width=6), *self._numbers("again", "again-in-part"), speaker.head("cost", width=2))
        lines = [self._scheme(scheme, is_cited=place < cited) for place, scheme in enumerate(schemes[:most])]
        return self._grid(key, heads, lines, len(schemes))

    def _scheme(self, scheme: SchemeFinding, *, is_cited: bool) -> Line:
        speaker = self.speaker
        cost = speaker.amount(scheme.costs) or speaker.say(f"portfolio-report.fee.{'spared' if scheme.with_fee else 'none'}")
        market = speaker.market(speaker.report.economy(scheme.requirement))
        cells = (market, speaker.scheme(scheme.requirement, is_cited=is_cited), counted(scheme.again), counted(scheme.again_in_part))
        return Line(cells=(*cells, Cell(text=cost if scheme.again else "—")))

    def recognized(self, key: str, most: int | None = None) -> Grid:
        """Recognised items by market; where not all are shown, the markets whose own schemes duplicate most, not each member of a bloc."""
        speaker, markets = self.speaker, self.speaker.report.findings.markets
        if most is not None and len(markets) > most:
            own = {market.market: self._own_duplicates(market.market) for market in markets}
            ranked = sorted((market for market in own if own[market]), key=lambda market: -own[market])[:most]
            markets = tuple(market for market in markets if market.market in ranked) or markets[:most]
        numbers = ("requirements", "items", "items-in-part", "recognized", "partial", "again")
        lines = [Line(cells=(speaker.market(market.market), *self._recognized(market))) for market in markets]
        return self._grid(key, (speaker.head("market", width=3), *self._numbers(*numbers)), lines, len(speaker.report.findings.markets))

    def _own_duplicates(self, market: str) -> int:
        report = self.speaker.report
        return sum(scheme.again for scheme in report.findings.schemes if report.economy(scheme.requirement) == market)

    @staticmethod
    def _recognized(market: MarketFinding) -> tuple[Cell, ...]:
        verdicts = market.verdicts
        counts = (market.requirements, market.recognized, market.partial, verdicts["recognized"], verdicts["partial"], verdicts["duplicate"])
        return tuple(map(counted, counts))

    def coverage(self, key: str) -> Grid:
        """How far the requirements of each market were read, in certificates; the matrix leads here."""
        speaker = self.speaker
        levels = speaker.report.directory.concepts["coverage-level"]
        heads = [Head(text=levels[level].label.read(speaker.language), other=speaker.beside(levels[level].label), is_number=True) for level in _LEVELS]
        lines = [
            Line(cells=(speaker.market(market.market), *(counted(market.coverage[level]) for level in _LEVELS)), anchor=f"m-{market.market}")
            for market in speaker.report.findings.markets
        ]
        return self._grid(key, (speaker.head("market", width=3), *heads), lines, len(lines))

    def enterprises(self, key: str) -> Grid:
        """The enterprises with the most duplicates."""
        found = self.speaker.report.findings
        heads = (self.speaker.head("enterprise", width=4), *self._numbers("certificates", "unusable", "again", "recognized", "partial"))
        lines = [
            Line(cells=(Cell(text=entry.name), *map(counted, (entry.certificates, entry.unusable, *_main(entry.verdicts))))) for entry in found.most_duplicates
        ]
        return self._grid(key, heads, lines, len(lines))

    def standings(self, key: str) -> Grid:
        """Why certificates may not be used, or only with a doubt."""
        speaker = self.speaker
        heads = (speaker.head("why", width=6), *self._numbers("unusable", "doubtful"))
        lines = []
        for standing in speaker.report.findings.standings:
            excludes = speaker.report.integrity.by_id[standing.criterion].effect == "no"
            counts = (standing.unusable, 0) if excludes else (0, standing.doubtful)
            if any(counts):
                lines.append(Line(cells=(Cell(text=speaker.criterion(standing.criterion)), *map(counted, counts))))
        return self._grid(key, heads, lines, len(lines))

    def refusals(self, key: str) -> Grid:
        """Why rows could not be read, and what to do."""
        speaker = self.speaker
        heads = (
            speaker.head("rows", is_number=True),
            *(speaker.head(name, width=width) for name, width in (("columns", 2), ("example", 6), ("remedy", 6))),
        )
        lines = [
            Line(
                cells=(
                    counted(refusal.rows),
                    Cell(text=speaker.listed(map(speaker.column, refusal.columns))),
                    Cell(text=speaker.example(refusal)),
                    Cell(text=refusal.remedy.read(speaker.language)),
                )
            )
            for refusal in speaker.report.findings.refusals
        ]
        return self._grid(key, heads, lines, len(lines))

    def matrix(
        self, key: str, found: Sequence[T], name: Callable[[T], Cell], tally: Callable[[T], Mapping[Verdict, int]], anchor: Callable[[T], str]
    ) -> Matrix:
        """Counts by verdict, each with its bar."""
        drawn = bars([{verdict: tally(entry)[verdict] for verdict in ASSESSED} for entry in found], ASSESSED)
        rows = []
        for entry, bar in zip(found, drawn, strict=True):
            cell, numbers = name(entry), tally(entry)
            counts = {verdict: number(count) for verdict, count in numbers.items()}
            rows.append(Row(anchor=anchor(entry), name=cell.text, other=cell.other, numbers=numbers, counts=counts, bar=bar))
        caption = self.speaker.say(f"portfolio-report.caption.{key}")
        return Matrix(key=key, caption=caption, first=self.speaker.head(key, width=3), rows=tuple(rows))

    def _numbers(self, *keys: str) -> Iterable[Head]:
        return (self.speaker.head(key, is_number=True) for key in keys)

    def _grid(self, key: str, heads: Sequence[Head], lines: Sequence[Line], total: int) -> Grid:
        left = total - len(lines)
        more = self.speaker.say(f"portfolio-report.{'more' if key == 'schemes' else 'more-below'}", count=left) if left else ""
        return Grid(key=key, caption=self.speaker.say(f"portfolio-report.caption.{key}"), heads=tuple(heads), lines=tuple(lines), more=more)


def _main(verdicts: Mapping[Verdict, int]) -> tuple[int, ...]:
    return verdicts["duplicate"], verdicts["recognized"], verdicts["partial"]
