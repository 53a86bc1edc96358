"""The report on a portfolio as it is read in a terminal: the sentences of the summary, then tables in columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mra.model.text import Language
from mra.reports.layout import GAP, beside, clean, display_width, hanging, pad, wrap
from mra.reports.page import SourceLine
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.page import Chapter, PortfolioPage
from mra.reports.portfolio.report import PortfolioReport

__all__ = ["DEFAULT_WIDTH", "render"]

DEFAULT_WIDTH: Final = 100
_NARROWEST: Final = 60
_SCHEMES: Final = 20
#: Heads of numbers are broken rather than let a column of small numbers be wider than this.
_NUMBER: Final = 13
#: The least for texts, and for the heads of numbers.
_TEXT: Final = 12
_LEAST: Final = 7


def render(report: PortfolioReport, language: Language, *, width: int = DEFAULT_WIDTH) -> str:
    """Plain text of at most ``width`` columns (60 at least; only addresses may be longer)."""
    return "\n".join(_Writer(page_of(report, language, most_schemes=_SCHEMES), max(width, _NARROWEST)).lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    page: PortfolioPage
    width: int

    def lines(self) -> Iterator[str]:
        """The whole page."""
        page = self.page
        yield from wrap(page.title, self.width)
        for chapter in page.chapters:
            yield from ("", *self.heading(chapter.heading), *self.chapter(chapter))
        if page.sources:
            yield from ("", *self.heading(page.words["sources"]))
            for line in page.sources:
                yield from self.source(line)
        yield from ("", *wrap(page.disclaimer, self.width), *wrap(page.made_from, self.width))

    @staticmethod
    def heading(text: str) -> tuple[str, str]:
        """A heading with a line below it."""
        return text, "=" * display_width(text)

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        """Facts, sentences, tables."""
        column = max((display_width(fact.name) for fact in chapter.facts), default=0) + GAP
        for fact in chapter.facts:
            yield from hanging(fact.text, self.width, pad(fact.name, column))
        for remark in chapter.remarks:
            yield from hanging(remark, self.width, "- ")
        rulings = self.page.rulings
        if matrix := chapter.matrix:
            heads = [matrix.first.text, *(f"{ruling.mark} {ruling.word}" for ruling in rulings)]
            rows = [[row.name, *(row.counts[ruling.key] for ruling in rulings)] for row in matrix.rows]
            yield from self.table(matrix.caption, heads, [False, *(True for _ in rulings)], rows)
        for grid in chapter.grids:
            rows = [[" ".join((cell.text, *(f"[{number}]" for number in cell.sources))) for cell in line.cells] for line in grid.lines]
            yield from self.table(grid.caption, [head.text for head in grid.heads], [head.is_number for head in grid.heads], rows)
            yield from wrap(grid.more, self.width) if grid.more else ()

    def table(self, caption: str, heads: Sequence[str], numbers: Sequence[bool], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Columns side by side, numbers at the right and texts wrapped; where there is no room for them, a paragraph a row."""
        widths = self.widths(heads, numbers, rows)
        yield from ("", *wrap(caption, self.width))
        if sum(widths) + GAP * (len(widths) - 1) > self.width:
            yield from (line for row in rows for line in self.paragraph(heads, row))
            return
        yield from beside([_cell(*entry) for entry in zip(heads, numbers, widths, strict=True)], widths)
        yield (" " * GAP).join("-" * width for width in widths)
        for row in rows:
            yield from beside([_cell(*entry) for entry in zip(row, numbers, widths, strict=True)], widths)

    def paragraph(self, heads: Sequence[str], row: Sequence[str]) -> list[str]:
        """A row as a text: the name, then every head with what stands below it."""
        name, *others = row
        words = self.page.words
        told = words["separator"].join(f"{head}{words['colon']}{text}" for head, text in zip(heads[1:], others, strict=True))
        return hanging(f"{name}{words['colon']}{told}", self.width, "", " " * GAP)

    def widths(self, heads: Sequence[str], numbers: Sequence[bool], rows: Sequence[Sequence[str]]) -> list[int]:
        """As wide as the contents; where that is too wide, heads of numbers and texts give way, the widest first."""
        widths, least = [], []
        for place, (head, is_number) in enumerate(zip(heads, numbers, strict=True)):
            contents = max((display_width(row[place]) for row in rows), default=0)
            widths.append(max(contents, min(display_width(head), _NUMBER)) if is_number else max(contents, display_width(head)))
            least.append(max(contents, _LEAST) if is_number else _TEXT)
        while sum(widths) + GAP * (len(widths) - 1) > self.width and (free := [place for place, width in enumerate(widths) if width > least[place]]):
            widths[max(free, key=widths.__getitem__)] -= 1
        return widths

    def source(self, line: SourceLine) -> Iterator[str]:
        """A source in full."""
        words, mark = self.page.words, f"[{line.number}] "
        days = (f"{words[name]}{words['colon']}{day}" for name, day in (("published", line.published), ("checked", line.checked)) if day)
        yield from hanging(words["separator"].join((line.title, line.publisher, *days)), self.width, mark)
        yield " " * len(mark) + clean(line.address)


def _cell(text: str, is_number: bool, width: int) -> list[str]:
    return [line.rjust(width - display_width(line) + len(line)) if is_number else line for line in wrap(text, width)]
