"""Workbooks (XLSX, XLS, ODS): the only door to python-calamine, which is given only files that were looked through before."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from mra.errors import InputError
from mra.ingest.cleaning import text_of
from mra.ingest.content import Content
from mra.ingest.inspection import Form, InspectedSheet, Inspection, inspect_ole, inspect_zip
from mra.ingest.recognise import refused
from mra.ingest.rows import LONGEST_CELL, Fault, Row, Sheet, Value, address, too_long
from mra.language import say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST_SHEETS: Final = 200
_MOST_ROWS: Final = 1_048_576
#: Up to column ZZ.
_MOST_COLUMNS: Final = 702
#: Cells of all sheets, the empty ones between filled ones included: the reading library keeps them in memory, 32 bytes each.
_MOST_CELLS: Final = 30_000_000
#: What the reading library raises at damaged files; its panics are no ``Exception``.
_ITS_ERRORS: Final = frozenset({"CalamineError", "PanicException", "UnicodeDecodeError", "OverflowError", "ValueError", "OSError"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A workbook that may be read: its form, its sheets, and whether it holds macros (which nobody runs)."""

    form: Form
    sheets: tuple[Sheet, ...]
    has_macros: bool


def read_workbook(content: Content, container: Literal["zip", "ole"]) -> Workbook:
    """The sheets of a workbook. Raises ``InputError`` if it is damaged, protected, something else, or swells beyond the limits."""
    seen = inspect_zip(content) if container == "zip" else inspect_ole(content)
    _check_sizes(content, seen)
    book = _open(content, seen.safe or content.kept)
    if len(book.sheet_names) != len(seen.sheets):
        raise refused(content, "damaged")
    hidden = [str(entry.visible) != "SheetVisibleEnum.Visible" for entry in book.sheets_metadata]
    entries = zip(book.sheet_names, hidden, seen.sheets, strict=True)
    sheets = tuple(_sheet(content, book, name, is_hidden, inspected) for name, is_hidden, inspected in entries)
    return Workbook(form=seen.form, sheets=sheets, has_macros=seen.has_macros)


def _check_sizes(content: Content, seen: Inspection) -> None:
    if len(seen.sheets) > _MOST_SHEETS:
        raise InputError(say("table.too-many-sheets", file=content.path, limit=_MOST_SHEETS))
    if any(sheet.columns > _MOST_COLUMNS for sheet in seen.sheets):
        raise InputError(say("table.too-many-columns", file=content.path, limit=_MOST_COLUMNS))
    if any(sheet.rows > _MOST_ROWS for sheet in seen.sheets):
        raise InputError(say("table.too-many-rows", file=content.path, limit=_MOST_ROWS))
    if sum(sheet.rows * sheet.columns for sheet in seen.sheets) > _MOST_CELLS:
        raise InputError(say("table.too-many-cells", file=content.path, limit=_MOST_CELLS))


def _open(content: Content, data: bytes | None) -> "CalamineWorkbook":
    try:
        from python_calamine import load_workbook
    except ModuleNotFoundError:
        raise InputError(say("table.no-reader", file=content.path)) from None
    with _its_errors_are_damage(content):
        return load_workbook(str(content.path) if data is None else io.BytesIO(data))


@contextmanager
def _its_errors_are_damage(content: Content) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        names = {base.__name__ for base in type(error).__mro__}
        if "PasswordError" in names:
            raise refused(content, "password") from None
        if names & _ITS_ERRORS:
            raise refused(content, "damaged") from None
        raise


def _sheet(content: Content, book: "CalamineWorkbook", name: str, is_hidden: bool, inspected: InspectedSheet) -> Sheet:
    @cache
    def loaded() -> "CalamineSheet":
        with _its_errors_are_damage(content):
            return book.get_sheet_by_name(name)

    def values() -> Iterator[tuple[int, Sequence[Value]]]:
        sheet = loaded()
        before = [""] * (sheet.start[1] if sheet.start else 0)
        with _its_errors_are_damage(content):
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield number, before + cells

    def merged() -> tuple[str, ...]:
        ranges = loaded().merged_cell_ranges or ()
        return inspected.merged or tuple(f"{address(left, top + 1)}:{address(right, bottom + 1)}" for (top, left), (bottom, right) in ranges)

    return Sheet(name=name, rows=lambda: _rows(values(), inspected.faults_by_row()), values=values, is_hidden=is_hidden, merged=merged)


def _rows(values: Iterator[tuple[int, Sequence[Value]]], faults: Mapping[int, tuple[Fault, ...]]) -> Iterator[Row]:
    number = 0
    for number, found in values:
        cells = tuple([value.strip() if type(value) is str and value.isascii() else text_of(value) for value in found])
        wrong = faults.get(number, ())
        if not (any(cells) or wrong):
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            wrong += tuple(too_long(position, cell) for position, cell in enumerate(cells) if len(cell) > LONGEST_CELL)
            cells = tuple(cell[:LONGEST_CELL] for cell in cells)
        numeric = tuple([position for position, value in enumerate(found) if type(value) is float or type(value) is int])
        yield Row(number, cells, wrong, numeric)
    for beyond in sorted(row for row in faults if row > number):  # rows that hold nothing but cells without value
        yield Row(beyond, (), faults[beyond])
