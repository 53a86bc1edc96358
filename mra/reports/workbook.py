"""The door to XlsxWriter: tables as a workbook in which nothing is a formula and the same tables give the same bytes."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mra.model.text import Bilingual, Language
from mra.reports.extra import missing_extra
from mra.reports.layout import display_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Cell", "Column", "Link", "Table", "Word", "workbook"]

_LONGEST_TEXT: Final = 32_767
_LONGEST_LINK: Final = 2_079
_MOST_LINKS: Final = 65_530
_NARROWEST: Final = 7
_LINE_HEIGHT: Final = 13.5
_TALLEST: Final = 409
#: How many signs fit on a landscape page in a size that can be read; wider tables go on to a second page.
_PAGE_WIDTH: Final = 190
_BAR: Final = {"type": "data_bar", "bar_color": "#9DB7D5", "bar_solid": True, "min_type": "num", "min_value": 0, "max_type": "num"}
#: Grounds for verdicts; the word always stands in the cell.
_TONES: Final[Mapping[str, str]] = {
    "recognized": "#D9F0E3",
    "partial": "#FBF1CC",
    "duplicate": "#FBE0D1",
    "missing": "#F8D9E0",
    "not_required": "#E8EAED",
    "barred": "#D0D0D0",
    "unknown": "#E4E1FA",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A text on the ground of a verdict."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that can be followed, as far as a workbook allows."""

    address: str


Cell = str | int | Word | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its bilingual head; it becomes as wide as its texts, up to ``widest`` signs (a Chinese one counts two)."""

    head: Bilingual
    widest: int = 40
    is_bar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet: lines of a name and a text above, then a table with filters."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[tuple[str, str]] = ()


def workbook(tables: Sequence[Table], language: Language, *, title: str, day: date, foot: str) -> bytes:
    """The workbook; ``day`` is its day of creation and ``foot`` stands on every printed page. Raises ``InputError`` without XlsxWriter."""
    try:
        from xlsxwriter import Workbook
    except ModuleNotFoundError:
        raise missing_extra("xlsx") from None
    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, plain) as book:
        book.set_properties({"title": title, "comments": foot, "created": datetime.combine(day, time())})
        draw = _Drawing(book, language, foot)
        for table in tables:
            draw.sheet(table)
    return buffer.getvalue()


class _Drawing:
    """Draws sheets with one set of formats."""

    def __init__(self, book: "Workbook", language: Language, foot: str) -> None:
        self.book, self.language, self.foot = book, language, foot
        text = {"font_size": 10, "num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9C9C9"}
        self.text: Format = book.add_format(text)
        self.number: Format = book.add_format({**text, "num_format": "0"})
        self.link: Format = book.add_format({**text, "font_color": "#0A4A8F", "underline": 1})
        self.head: Format = book.add_format({**text, "bold": True, "bg_color": "#F1F1F1"})
        self.name: Format = book.add_format({"font_size": 10, "bold": True, "num_format": "@", "valign": "top"})
        self.above: Format = book.add_format({"font_size": 10, "num_format": "@", "valign": "top", "text_wrap": True})
        self.tones = {tone: book.add_format({**text, "bold": True, "bg_color": colour}) for tone, colour in _TONES.items()}

    def sheet(self, table: Table) -> None:
        """One sheet: what stands above, the heads in both languages, the rows."""
        sheet = self.book.add_worksheet(table.name)
        widths = [self._width(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)]
        for number, line in enumerate(table.above):
            self._above(sheet, number, line, widths)
        top, heads = len(table.above), [self._head(column) for column in table.columns]
        for number, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(number, number, width)
            sheet.write_string(top, number, head, self.head)
        sheet.set_row(top, _height(heads, widths))
        for number, row in enumerate(table.rows, start=top + 1):
            for place, cell in enumerate(row):
                self._write(sheet, number, place, cell)
            sheet.set_row(number, _height(map(_shown, row), widths))
        self._finish(sheet, table, top, sum(widths))

    def _above(self, sheet: "Worksheet", number: int, line: tuple[str, str], widths: Sequence[int]) -> None:
        """A name and a text over the whole width; the height of joined cells must be said."""
        name, text = line
        sheet.write_string(number, 0, _fitting(name), self.name)
        if text:
            sheet.merge_range(number, 1, number, len(widths) - 1, "", self.above)
            sheet.write_string(number, 1, _fitting(text), self.above)
            sheet.set_row(number, _height([text], [sum(widths[1:])]))

    def _head(self, column: Column) -> str:
        other: Language = "en" if self.language == "zh" else "zh"
        return f"{column.head.read(self.language)}\n{column.head.read(other)}"

    def _width(self, column: Column, cells: Sequence[Cell]) -> int:
        shown = [*map(_shown, cells), *self._head(column).split("\n")]
        return max(min(max(map(display_width, shown)), column.widest), _NARROWEST) + 2

    def _write(self, sheet: "Worksheet", row: int, place: int, cell: Cell) -> None:
        if isinstance(cell, Word):
            sheet.write_string(row, place, cell.text, self.tones[cell.tone])
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell, self.number)
        elif isinstance(cell, Link) and row < _MOST_LINKS and len(quote(cell.address)) <= _LONGEST_LINK:
            sheet.write_url(row, place, cell.address, self.link, string=cell.address)
        else:
            sheet.write_string(row, place, _fitting(_shown(cell)), self.text)

    def _finish(self, sheet: "Worksheet", table: Table, top: int, width: int) -> None:
        """Filters, fixed heads, bars behind numbers, and paper."""
        bottom, last = top + len(table.rows), len(table.columns) - 1
        sheet.autofilter(top, 0, bottom, last)
        sheet.freeze_panes(top + 1, 1)
        barred = [number for number, column in enumerate(table.columns) if column.is_bar]
        highest = max((cell for row in table.rows for number in barred if isinstance(cell := row[number], int)), default=0)
        for number in barred if highest else ():
            sheet.conditional_format(top + 1, number, bottom, number, {**_BAR, "max_value": highest})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(-(-width // _PAGE_WIDTH), 0)
        sheet.repeat_rows(top)
        if width > _PAGE_WIDTH:
            sheet.repeat_columns(0, 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.set_footer(f"&L&8{self.foot.replace('&', '&&')[:200]}&R&8&P / &N")


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Word) else cell.address if isinstance(cell, Link) else str(cell)


def _fitting(text: str) -> str:
    """``text`` as far as a cell holds it; what is cut off shows."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _height(texts: Iterable[str], widths: Sequence[int]) -> float:
    """How tall a row must be for its texts to show in columns of ``widths``: programs do not find out by themselves."""
    lines = [sum(_lines(line, width) for line in text.split("\n")) for text, width in zip(texts, widths, strict=True)]
    return min(_LINE_HEIGHT * max(lines) + 2, _TALLEST)


def _lines(text: str, width: int) -> int:
    return max(1, -(-display_width(text) // (width - 1)))
