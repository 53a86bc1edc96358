"""The sheets of an ODS workbook, looked through before they are read: repeated rows, cells and blanks swell when unpacked."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.parsers import expat

from mra.ingest.rows import address

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS: Final = frozenset({_TABLE + "table-cell", _TABLE + "covered-table-cell"})
_MOST_BLANKS: Final = 32_767


class Swollen(Exception):
    """The file says that something is repeated more often than any table needs."""


class SheetSize:
    """How far the filled cells of a sheet reach, its merged ranges, and its cells that hold an error."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.errors: list[tuple[int, int]] = []
        self.merged: list[str] = []


class OdsScan:
    """Reads ``content.xml`` in pieces. Raises ``expat.ExpatError`` if it is no XML and ``Swollen`` if it would grow without bound."""

    def __init__(self) -> None:
        self.sheets: list[SheetSize] = []
        self._row = self._column = self._times = self._width = self._repeat = 0
        self._is_filled = False

    def read(self, chunks: Iterable[bytes]) -> list[SheetSize]:
        """The sizes of the sheets, in their order."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return self.sheets

    def _begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _TABLE + "table":
            self.sheets.append(SheetSize())
            self._row = 0
        elif name == _TABLE + "table-row":
            self._times, self._column, self._width = _number(attributes, _TABLE + "number-rows-repeated"), 0, 0
        elif name in _CELLS:
            self._repeat = _number(attributes, _TABLE + "number-columns-repeated")
            self._is_filled = _OFFICE + "value-type" in attributes or _TABLE + "formula" in attributes
            self._note(attributes)
        elif name == _TEXT + "p":
            self._is_filled = True
        elif name == _TEXT + "s" and _number(attributes, _TEXT + "c") > _MOST_BLANKS:
            raise Swollen

    def _note(self, attributes: Mapping[str, str]) -> None:
        if not self.sheets:
            return
        if attributes.get(_CALC) == "error":
            self.sheets[-1].errors.append((self._row, self._column))
        down, right = _number(attributes, _TABLE + "number-rows-spanned"), _number(attributes, _TABLE + "number-columns-spanned")
        if down > 1 or right > 1:
            last = address(self._column + right - 1, self._row + down)
            self.sheets[-1].merged.append(f"{address(self._column, self._row + 1)}:{last}")

    def _ends(self, name: str) -> None:
        if name in _CELLS:
            self._column += self._repeat
            self._width = self._column if self._is_filled else self._width
        elif name == _TABLE + "table-row" and self.sheets:
            self._row += self._times
            if self._width:
                sheet = self.sheets[-1]
                sheet.rows, sheet.columns = self._row, max(sheet.columns, self._width)


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise Swollen
    return int(text)
