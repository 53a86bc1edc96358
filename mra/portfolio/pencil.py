"""Writes cells of a workbook row by row: texts stay texts, codes become texts, nothing becomes a formula."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from mra.errors import InputError
from mra.ingest.cleaning import text_of
from mra.ingest.rows import LONGEST_CELL, Value
from mra.language import say
from mra.system import written_whole

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Tone = Literal["plain", "good", "warn", "bad"]
#: Every text as it stands.
_PLAIN: Final = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_CREATED: Final = datetime(2026, 1, 1)
_COLOURS: Final[dict[Tone, str]] = {"good": "#E2EFDA", "warn": "#FFF2CC", "bad": "#F8CBAD"}
_LONGEST_NAME: Final = 31
_WIDTH: Final = 18
#: Floating point keeps fifteen digits; longer numbers are texts.
_EXACT: Final = 10**15
_FIRST_YEAR: Final = 1900
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
#: Signs that no XML holds, and for which there is no escape.
_NO_SIGN: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")


@contextmanager
def new_workbook(target: Path, title: str = "", *, is_streamed: bool) -> "Iterator[Workbook]":
    """A workbook that is written to ``target`` whole or not at all; the same cells give the same bytes.

    ``is_streamed``: its rows are written from the first to the last, and do not stay in memory.

    Raises ``InputError`` if the library is missing, ``OSError`` if the file cannot be written.
    """
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    except ModuleNotFoundError:
        raise InputError(say("template.no-writer")) from None
    try:
        with written_whole(target) as half, Workbook(str(half), {**_PLAIN, "constant_memory": is_streamed}) as book:
            book.set_properties({"title": title, "created": _CREATED})
            yield book
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


class Pencil:
    """The formats of one workbook, and cells written with them."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        text = {"num_format": "@", "font_size": 10, "valign": "top"}
        self._text: Format = book.add_format(text)
        self._plain: Format = book.add_format({"font_size": 10, "valign": "top"})
        self._day: Format = book.add_format({**text, "num_format": "yyyy-mm-dd"})
        self._moment: Format = book.add_format({**text, "num_format": "yyyy-mm-dd hh:mm:ss"})
        self._head: Format = book.add_format({**text, "bold": True, "text_wrap": True, "bg_color": "#EDEDED"})
        wrapped = {**text, "text_wrap": True}
        self._tones: dict[Tone, Format] = {"plain": book.add_format(wrapped)}
        self._tones |= {tone: book.add_format({**wrapped, "bg_color": colour}) for tone, colour in _COLOURS.items()}
        self._names: set[str] = set()

    def sheet(self, name: str) -> "Worksheet":
        """A new sheet, named as nearly so as Excel allows."""
        plain = _NO_NAME.sub("_", name)[:_LONGEST_NAME] or "Sheet"
        wanted, number = plain, 1
        while wanted.casefold() in self._names or wanted.casefold() == "history":
            number += 1
            wanted = f"{plain[: _LONGEST_NAME - 6]} ({number})"
        self._names.add(wanted.casefold())
        return self._book.add_worksheet(wanted)

    def widths(self, sheet: "Worksheet", own: int, added: int) -> None:
        """Width and form of columns, to be said before the first row."""
        sheet.set_column(0, own + added - 1, _WIDTH)

    def row(
        self, sheet: "Worksheet", place: int, cells: Sequence[Value], *, start: int = 0, codes: frozenset[int] = frozenset(), is_head: bool = False
    ) -> None:
        """Some cells of a row; those at ``codes`` as texts whatever they were."""
        for column, value in enumerate(cells, start):
            if value != "":
                self._cell(sheet, place, column, text_of(value) if column in codes and not isinstance(value, str) else value, is_head)

    def head(self, sheet: "Worksheet", place: int, column: int, text: str) -> None:
        """A head."""
        sheet.write_string(place, column, _fitting(text), self._head)

    def answer(self, sheet: "Worksheet", place: int, column: int, text: str, tone: Tone) -> None:
        """A coloured text."""
        sheet.write_string(place, column, _fitting(text), self._tones[tone])

    def _cell(self, sheet: "Worksheet", place: int, column: int, value: Value, is_head: bool) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(place, column, value, self._plain)
        elif isinstance(value, int | float) and abs(value) < _EXACT:
            sheet.write_number(place, column, value, self._plain)
        elif isinstance(value, date) and value.year > _FIRST_YEAR:
            is_moment = isinstance(value, datetime) and value.time() != time()
            sheet.write_datetime(place, column, value, self._moment if is_moment else self._day)
        else:
            text = value if isinstance(value, str) else text_of(value)
            sheet.write_string(place, column, _fitting(text), self._head if is_head else self._text)


def _fitting(text: str) -> str:
    """A text that a cell can hold."""
    return _NO_SIGN.sub("\ufffd", text)[:LONGEST_CELL]
