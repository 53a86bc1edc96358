"""The report on a portfolio as a workbook: the summary, then a sheet for every table, with all schemes."""

from collections.abc import Iterator
from typing import Final

from mra.language import say
from mra.model.text import Bilingual, Language
from mra.reports.page import Ruling
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.page import Cell, Grid, Head, Matrix, PortfolioPage
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.portfolio.tables import ASSESSED
from mra.reports.workbook import Cell as Value
from mra.reports.workbook import Column, Link, Table, workbook

__all__ = ["render"]

#: How many signs wide a column of a document's width becomes at most.
_SIGNS: Final = 7
_SOURCE: Final = (
    ("number", 7),
    ("title", 40),
    ("name", 40),
    ("publisher", 24),
    ("tier", 14),
    ("address", 48),
    ("published", 11),
    ("checked", 11),
    ("confidence", 8),
)


def render(report: PortfolioReport, language: Language) -> bytes:
    """Every sheet can be sorted, filtered and copied; nothing in it is a formula."""
    page = page_of(report, language, most_schemes=None)
    tables = list(_Sheets(page).tables())
    return workbook(tables, language, title=page.title, day=page.as_of, foot=f"{page.disclaimer} {page.made_from}")


class _Sheets:
    """The sheets of one page."""

    def __init__(self, page: PortfolioPage) -> None:
        self.page = page

    def tables(self) -> Iterator[Table]:
        """The summary with the recognised items of every market, the other tables, the sources."""
        summary, *others = self.page.chapters
        method = others[-1]
        above = [(self.page.title, ""), *(("", remark) for remark in summary.remarks), ("", "")]
        above += [(fact.name, fact.text) for fact in method.facts]
        above += [*(("", remark) for remark in method.remarks), ("", self.page.disclaimer), ("", self.page.made_from), ("", "")]
        items = next(grid for chapter in others for grid in chapter.grids if grid.key == "items")
        yield self.grid(items, "summary", above)
        for chapter in others:
            if chapter.matrix:
                yield self.matrix(chapter.matrix)
            for grid in chapter.grids:
                if grid is not items:
                    yield self.grid(grid, grid.key)
        yield self.sources()

    def grid(self, grid: Grid, name: str, above: list[tuple[str, str]] | None = None) -> Table:
        """A table; a text in the other language, and the numbers of sources, have columns of their own."""
        texts = [place for place, _ in enumerate(grid.heads) if any(line.cells[place].other for line in grid.lines)]
        cited = [place for place, _ in enumerate(grid.heads) if any(line.cells[place].sources for line in grid.lines)]
        columns, rows = [], [list[Value]() for _ in grid.lines]
        for place, head in enumerate(grid.heads):
            columns.append(self.column(head))
            for row, line in zip(rows, grid.lines, strict=True):
                row.append(_value(line.cells[place]))
            if place in texts:
                columns.append(self.beside(head))
                for row, line in zip(rows, grid.lines, strict=True):
                    row.append(line.cells[place].other)
            if place in cited:
                columns.append(Column(head=say("page.column.source-numbers"), widest=14))
                for row, line in zip(rows, grid.lines, strict=True):
                    row.append(", ".join(map(str, line.cells[place].sources)))
        return Table(name=_sheet_name(name), columns=columns, rows=rows, above=above or [(grid.caption, "")])

    def matrix(self, matrix: Matrix) -> Table:
        """Counts by verdict with bars behind them."""
        counts = [Column(head=self.both(ruling), widest=13, is_bar=ruling.key in ASSESSED) for ruling in self.page.rulings]
        columns = [self.column(matrix.first), self.beside(matrix.first), *counts]
        rows: list[tuple[Value, ...]] = [(row.name, row.other, *(row.numbers[ruling.key] for ruling in self.page.rulings)) for row in matrix.rows]
        return Table(name=_sheet_name(matrix.key), columns=columns, rows=rows, above=[(matrix.caption, "")])

    def sources(self) -> Table:
        """One row a source."""
        columns = [self.beside(Head(text="", other="")) if key == "name" else Column(head=say(f"page.column.{key}"), widest=widest) for key, widest in _SOURCE]
        rows: list[tuple[Value, ...]] = [
            (
                line.number,
                line.title,
                line.other,
                line.publisher,
                line.tier,
                Link(line.address) if line.is_link else line.address,
                line.published,
                line.checked,
                line.confidence,
            )
            for line in self.page.sources
        ]
        return Table(name=_sheet_name("sources"), columns=columns, rows=rows)

    def column(self, head: Head) -> Column:
        """A column under a head in both languages."""
        return Column(head=self.bilingual(head.text, head.other or head.text), widest=max(13, _SIGNS * head.width))

    def beside(self, head: Head) -> Column:
        """The column of the same names in the other language."""
        return Column(head=say(f"page.column.name-{'en' if self.page.language == 'zh' else 'zh'}"), widest=max(24, (_SIGNS - 2) * head.width))

    def both(self, ruling: Ruling) -> Bilingual:
        """The word of a verdict in both languages, with its mark."""
        return self.bilingual(f"{ruling.mark} {ruling.word}", f"{ruling.mark} {ruling.other}")

    def bilingual(self, text: str, other: str) -> Bilingual:
        """A text in the language of the page, and in the other."""
        return Bilingual(other, text) if self.page.language == "zh" else Bilingual(text, other)


def _value(cell: Cell) -> Value:
    return cell.text if cell.number is None else cell.number


def _sheet_name(key: str) -> str:
    """The name of a sheet in both languages."""
    name = say(f"portfolio-report.sheet.{key}")
    return f"{name.zh} {name.en}"
