"""From the findings of a run to the page model of its report."""

from dataclasses import dataclass, replace
from typing import Final

from mra.model.sheet import VERDICTS
from mra.model.text import Language
from mra.reports.page import Fact
from mra.reports.plain import plain_values
from mra.reports.portfolio.page import Chapter, Grid, Matrix, PortfolioPage
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.portfolio.speaker import Speaker, number
from mra.reports.portfolio.summary import sentences
from mra.reports.portfolio.tables import Tables
from mra.reports.source_lines import source_line_of

__all__ = ["page_of"]

#: What fits on the one page of the summary.
_TOP_SCHEMES: Final = 8
_TOP_MARKETS: Final = 12
#: How many schemes a report on paper lists (a workbook has all, and all names), and of how many it names the sources.
_SCHEMES: Final = 40
_CITED: Final = _TOP_SCHEMES
_METHOD: Final = ("alone", "counted", "once", "unusable", "cost", "unknown")
_WORDS: Final = ("contents", "sources", "assumptions", "published", "checked", "read-at", "confidence", "separator", "colon")


def page_of(report: PortfolioReport, language: Language, *, most_schemes: int | None = _SCHEMES) -> PortfolioPage:
    """The page of ``report`` in ``language``; ``most_schemes`` are listed, all where it is ``None``."""
    return plain_values(_Composer(report, Speaker(report, language), most_schemes).page())


@dataclass(frozen=True, slots=True)
class _Composer:
    report: PortfolioReport
    speaker: Speaker
    most_schemes: int | None

    def page(self) -> PortfolioPage:
        """The whole page; the numbers of sources follow from the order in which schemes cite them."""
        speaker, found = self.speaker, self.report.findings
        occurring = [verdict for verdict in VERDICTS if any(market.verdicts[verdict] for market in found.markets)]
        sources = self.report.knowledge.sources
        chapters = tuple(self.chapters())
        words = {name: speaker.say(f"page.word.{name}") for name in _WORDS}
        return PortfolioPage(
            language=speaker.language,
            title=speaker.say("portfolio-report.title", file=found.run.file),
            as_of=found.run.as_of,
            release=found.run.knowledge,
            rulings=tuple(map(speaker.ruling, occurring)),
            chapters=chapters,
            sources=tuple(source_line_of(sources[name], place, speaker.language, speaker.label) for name, place in speaker.sources.order.items()),
            disclaimer=speaker.say("report.disclaimer"),
            made_from=speaker.say("report.made-from", release=found.run.knowledge),
            words={**words, "bar": speaker.say("portfolio-report.bar"), "number": speaker.say("page.number", page="{page}", pages="{pages}")},
        )

    def chapters(self) -> list[Chapter]:
        """The summary first, then the tables, then how they were made."""
        tables = Tables(self.speaker)
        is_cut = self.most_schemes is None or len(self.report.findings.markets) > _TOP_MARKETS
        items = (tables.recognized("items"),) if is_cut else ()
        top = (_bare(tables.schemes("top", _TOP_SCHEMES)), _bare(tables.recognized("items", _TOP_MARKETS)))
        schemes = tables.schemes("schemes", self.most_schemes, cited=_CITED)
        return [
            self.chapter("summary", remarks=tuple(sentences(self.speaker)), grids=top),
            self.chapter("markets", matrix=self.markets(tables), grids=(*items, tables.coverage("coverage"))),
            self.chapter("schemes", grids=(schemes,)),
            self.chapter("products", matrix=self.products(tables)),
            self.chapter("kinds", matrix=self.kinds(tables)),
            self.chapter("enterprises", grids=(tables.enterprises("enterprises"),)),
            self.chapter("certificates", grids=(tables.standings("certificates"),)),
            self.chapter("refused", grids=(tables.refusals("refused"),)),
            self.chapter("method", remarks=tuple(self.speaker.say(f"portfolio-report.method.{key}") for key in _METHOD), facts=self.facts()),
        ]

    def chapter(
        self, key: str, *, remarks: tuple[str, ...] = (), facts: tuple[Fact, ...] = (), matrix: Matrix | None = None, grids: tuple[Grid, ...] = ()
    ) -> Chapter:
        """A chapter; a table without rows gives way to a sentence that says so."""
        filled = tuple(grid for grid in grids if grid.lines)
        missing = tuple(self.speaker.say(f"portfolio-report.none.{grid.key}") for grid in grids if not grid.lines)
        shown = matrix if matrix and matrix.rows else None
        return Chapter(
            key=key, heading=self.speaker.say(f"portfolio-report.chapter.{key}"), remarks=(*remarks, *missing), facts=facts, matrix=shown, grids=filled
        )

    def markets(self, tables: Tables) -> Matrix:
        """Markets by verdict; each leads to how far it was read."""
        return tables.matrix(
            "market",
            self.report.findings.markets,
            lambda entry: self.speaker.market(entry.market),
            lambda entry: entry.verdicts,
            lambda entry: f"m-{entry.market}",
        )

    def products(self, tables: Tables) -> Matrix:
        """Product groups by verdict."""
        groups = self.report.directory.groups
        return tables.matrix(
            "product", self.report.findings.products, lambda entry: self.speaker.name(groups[entry.key].label), lambda entry: entry.verdicts, lambda _: ""
        )

    def kinds(self, tables: Tables) -> Matrix:
        """Kinds of evidence by verdict."""
        kinds = self.report.directory.kinds
        return tables.matrix("kind", self.report.findings.kinds, lambda entry: self.speaker.name(kinds[entry.key]), lambda entry: entry.verdicts, lambda _: "")

    def facts(self) -> tuple[Fact, ...]:
        """The file, the day and what judged."""
        speaker, run = self.speaker, self.report.findings.run
        rows = speaker.say("portfolio-report.rows", rows=run.rows, judged=run.judged, refused=run.refused)
        markets = speaker.listed(speaker.market(market).text for market in run.markets)
        found = (
            ("file", run.file), ("sha256", run.sha256), ("rows", rows), ("day", speaker.say("report.day-meaning", day=run.as_of)),
            ("verdicts", number(run.verdicts)), ("markets", markets), ("knowledge", run.knowledge), ("program", run.program),
        )  # fmt: skip
        return tuple(Fact(name=speaker.say(f"portfolio-report.fact.{key}"), text=text) for key, text in found)


def _bare(grid: Grid) -> Grid:
    """A table without the names in the other language, so that the summary stays on its page."""
    return replace(grid, lines=tuple(replace(line, cells=tuple(replace(cell, other="") for cell in line.cells)) for line in grid.lines))
