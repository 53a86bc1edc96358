"""The report on a portfolio as Markdown, for a ticket, a wiki or a letter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mra.model.text import Language
from mra.reports.markdown import plain
from mra.reports.page import SourceLine
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.page import Cell, Chapter, Grid, Matrix, PortfolioPage
from mra.reports.portfolio.report import PortfolioReport

__all__ = ["render"]


def render(report: PortfolioReport, language: Language) -> str:
    """CommonMark with tables; every text is escaped."""
    return "\n".join(_Writer(page_of(report, language)).lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    page: PortfolioPage

    def lines(self) -> Iterator[str]:
        """The whole page."""
        page = self.page
        yield f"# {plain(page.title)}"
        yield from ("", plain(f"{page.disclaimer} {page.made_from}"))
        for chapter in page.chapters:
            yield from ("", *self.chapter(chapter))
        if page.sources:
            yield from ("", f"## {plain(page.words['sources'])}", "")
            yield from map(self.source, page.sources)
        yield from ("", plain(page.disclaimer), "", plain(page.made_from))

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        """A chapter."""
        yield from (f"## {plain(chapter.heading)}", "")
        yield from (f"- **{plain(fact.name)}**{self.page.words['colon']}{plain(fact.text)}" for fact in chapter.facts)
        yield from (f"- {plain(remark)}" for remark in chapter.remarks)
        if chapter.matrix:
            yield from self.matrix(chapter.matrix)
        for grid in chapter.grids:
            yield from self.grid(grid)

    def matrix(self, matrix: Matrix) -> Iterator[str]:
        """Counts by verdict; the bars are left out, they say nothing more."""
        rulings = self.page.rulings
        heads = [matrix.first.text, *(f"{ruling.mark} {ruling.word}" for ruling in rulings)]
        rows = [[row.name, *(row.counts[ruling.key] for ruling in rulings)] for row in matrix.rows]
        yield from self.table(matrix.caption, heads, [False, *(True for _ in rulings)], rows)

    def grid(self, grid: Grid) -> Iterator[str]:
        """A table."""
        rows = ([_cited(cell) for cell in line.cells] for line in grid.lines)
        yield from self.table(grid.caption, [head.text for head in grid.heads], [head.is_number for head in grid.heads], rows)
        if grid.more:
            yield from ("", plain(grid.more))

    @staticmethod
    def table(caption: str, heads: Iterable[str], numbers: Iterable[bool], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        """A table with its caption above it; numbers stand at the right."""
        yield from ("", f"**{plain(caption)}**", "", f"| {' | '.join(map(plain, heads))} |")
        yield f"|{'|'.join(' ---: ' if is_number else ' --- ' for is_number in numbers)}|"
        for row in rows:
            yield f"| {' | '.join(map(plain, row))} |"

    def source(self, line: SourceLine) -> str:
        """A source in one line."""
        words = self.page.words
        days = (f"{words[name]}{words['colon']}{day}" for name, day in (("published", line.published), ("checked", line.checked)) if day)
        address = f"<{line.address}>" if line.is_link else plain(line.address)
        return f"- {plain(f'[{line.number}]')} {plain(words['separator'].join((line.title, line.publisher, *days)))} {address}"


def _cited(cell: Cell) -> str:
    return " ".join((cell.text, *(f"[{number}]" for number in cell.sources)))
