"""The user's own table back as a workbook: rows, order and columns as they were, the answers beside them, nothing a formula."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mra.ingest.heads import RESULT, Head
from mra.ingest.portfolio import Part, RawPortfolio
from mra.ingest.rows import Sheet, Value
from mra.language import say
from mra.model.text import Bilingual
from mra.portfolio.pencil import Pencil, Tone, new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Columns whose digits are names, never quantities.
_CODES: Final = ("number", "hs", "model")
_MOST_ROWS: Final = 1_048_576
#: Each costs memory until the file is written; what a row most needs to say stands in its cells.
_MOST_COMMENTS: Final = 50_000

_Numbered = tuple[int, Sequence[Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCell:
    """One answer beside a row: its text, how good it is, and what more there is to say."""

    text: str
    tone: Tone = "plain"
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answers to a portfolio: the heads of the columns to add, and the cells for the row of a sheet, by its number."""

    heads: Sequence[Bilingual]
    cells: Callable[[str, int], Sequence[ResultCell]]


def write_back(portfolio: RawPortfolio, target: Path, results: Results) -> None:
    """Write the user's table with ``results`` to ``target`` (XLSX), whole or not at all; of other sheets the values are kept.

    Answers of an earlier run are replaced. A table with more rows than a sheet holds goes on, under its head, on another sheet.
    Raises ``InputError`` if the library is missing.
    """
    parts = {part.sheet.name: part for part in portfolio.parts}
    with new_workbook(target, is_streamed=True) as book:
        writer = _Writer(book, results)
        for sheet in portfolio.table.sheets:
            if sheet.name in parts:
                writer.answered(parts[sheet.name])
            else:
                writer.copied(sheet)


class _Writer:
    """Writes sheets with one set of formats."""

    def __init__(self, book: "Workbook", results: Results) -> None:
        self._pencil = Pencil(book)
        self._results = results
        self._comments = 0

    def copied(self, sheet: Sheet) -> None:
        """A sheet without answers, as it was."""
        copy = self._pencil.sheet(sheet.name)
        if sheet.is_hidden:
            copy.hide()
        for place, (_, cells) in enumerate(islice(sheet.values(), _MOST_ROWS)):
            self._pencil.row(copy, place, cells)

    def answered(self, part: Part) -> None:
        """A sheet of certificates with the answers beside its rows."""
        head = part.head
        rows = part.sheet.values()
        above: list[_Numbered] = []
        for row in rows:
            above.append(row)
            if row[0] >= head.rows[-1]:
                break
        form = _Form(part, above)
        following: _Numbered | None = next(rows, None)
        is_first = True
        while following is not None or is_first:
            is_first = False
            sheet = self._begin(part.sheet.name, form)
            here = rows if following is None else chain([following], rows)
            for place, row in enumerate(islice(here, _MOST_ROWS - len(above)), len(above)):
                self._row(sheet, place, row, form, part.sheet.name)
            following = next(rows, None)

    def _begin(self, name: str, form: "_Form") -> "Worksheet":
        """A sheet with what stands above the rows of data."""
        sheet = self._pencil.sheet(name or say("template.sheet").zh)
        self._pencil.widths(sheet, form.beside, len(self._results.heads))
        for place, (number, cells) in enumerate(form.above):
            is_head = number in form.head.rows
            self._pencil.row(sheet, place, form.own(cells), is_head=is_head)
            if number == form.head.rows[-1]:
                for offset, head in enumerate(self._results.heads):
                    self._pencil.head(sheet, place, form.beside + offset, f"{RESULT}{head.zh}\n{head.en}")
            if form.hides(number):
                sheet.set_row(place, None, None, {"hidden": True})
        sheet.freeze_panes(len(form.above), 0)
        return sheet

    def _row(self, sheet: "Worksheet", place: int, row: _Numbered, form: "_Form", name: str) -> None:
        number, cells = row
        own = form.own(cells)
        self._pencil.row(sheet, place, own[: form.beside], codes=form.codes)
        if not any(cells):
            return
        found = self._results.cells(name, number)
        for offset, cell in enumerate(found):
            at = form.beside + offset
            self._pencil.answer(sheet, place, at, cell.text, cell.tone)
            if cell.comment and self._comments < _MOST_COMMENTS:
                self._comments += 1
                sheet.write_comment(place, at, cell.comment, {"x_scale": 2})
        self._pencil.row(sheet, place, own[form.beside :], start=form.beside + len(self._results.heads))


class _Form:
    """How one sheet is laid out: which of its cells are the user's own, and from which column on the answers stand."""

    def __init__(self, part: Part, above: list[_Numbered]) -> None:
        self.head: Head = part.head
        self.above = above
        self._old = frozenset(part.head.results)
        kept = {place: place - sum(old < place for old in self._old) for place in part.head.texts if place not in self._old}
        self.beside = max(max(kept.values()) + 1, *(len(self.own(cells)) for _, cells in above))
        self.codes = frozenset(kept[place] for place, column in part.head.columns.items() if column in _CODES)
        self._keys = all(part.head.texts[place] == column for place, column in part.head.columns.items())

    def own(self, cells: Sequence[Value]) -> Sequence[Value]:
        """The cells without the answers of an earlier run."""
        return [cell for place, cell in enumerate(cells) if place not in self._old] if self._old else cells

    def hides(self, number: int) -> bool:
        """Whether a row holds the keys of the template, over heads that people read."""
        return self._keys and len(self.head.rows) > 1 and number == self.head.rows[0]
