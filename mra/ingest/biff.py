"""The records of an XLS workbook, looked through before it is read: how far its sheets reach, cells that hold errors, a password."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mra.ingest.ole import DamagedFile

_SHEET_BEGINS, _SHEET_ENDS, _SHEET_NAMED, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_ERROR_OR_FLAG, _FORMULA = 0x0205, 0x0006
#: Records of single cells; all begin with row and column.
_CELLS: Final = frozenset({_ERROR_OR_FLAG, _FORMULA, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6})
#: Records of several cells in a row; they end with the last column.
_SPANS: Final = frozenset({0x00BD})
_ERROR: Final = 2
_DIMENSIONS: Final = 0x0200
#: Drawings are of no use here, and the lengths in them are believed by the reading library.
_DRAWINGS: Final = frozenset({0x00EB, 0x00EC, 0x00ED, 0x005D, 0x01B6})
_NOTHING: Final = b"\xff\x7f"
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


@dataclass(slots=True)
class SheetExtent:
    """How far the filled cells of one sheet reach, and which of them hold an error, as (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Count a cell in."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extents:
    """What was seen of a workbook: its sheets in their order, whether it is protected, and what is to be changed in its records."""

    sheets: tuple[SheetExtent, ...]
    is_protected: bool
    changes: Mapping[int, bytes]


def look_through(stream: bytes) -> Extents:
    """The extents of the sheets in a stream of records. Raises ``DamagedFile`` for a sheet that says it is larger than any."""
    sheets: dict[int, SheetExtent] = {}
    order: list[int] = []
    current: SheetExtent | None = None
    depth = 0
    is_protected = False
    changes: dict[int, bytes] = {}
    for place, kind, body in _records(stream):
        if kind == _SHEET_BEGINS:
            depth += 1
            current = sheets.setdefault(place, SheetExtent()) if depth == 1 else current
        elif kind == _SHEET_ENDS:
            depth = max(depth - 1, 0)
        elif kind == _SHEET_NAMED and len(body) >= 4:
            order.append(struct.unpack_from("<I", body)[0])
        elif kind == _PASSWORD:
            is_protected = True
        elif kind in _DRAWINGS:
            changes[place] = _NOTHING
        elif kind == _DIMENSIONS:
            _check_dimensions(body)
        elif current is not None and depth == 1:
            _count(current, kind, body)
    return Extents(sheets=tuple(sheets.get(place, SheetExtent()) for place in order), is_protected=is_protected, changes=changes)


def _check_dimensions(body: bytes) -> None:
    """The reading library makes room for what this record says."""
    form = "<IIHH" if len(body) >= 14 else "<HHHH"
    if len(body) < struct.calcsize(form):
        raise DamagedFile
    top, bottom, left, right = struct.unpack_from(form, body)
    if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
        raise DamagedFile


def _count(sheet: SheetExtent, kind: int, body: bytes) -> None:
    if kind in _SPANS and len(body) >= 6:
        row, _ = struct.unpack_from("<HH", body)
        sheet.reach(row, struct.unpack_from("<H", body, len(body) - 2)[0])
    elif kind in _CELLS and len(body) >= 6:
        row, column = struct.unpack_from("<HH", body)
        sheet.reach(row, column)
        is_error = (kind == _ERROR_OR_FLAG and body[7:8] == b"\1") or (kind == _FORMULA and body[6:7] == bytes([_ERROR]) and body[12:14] == b"\xff\xff")
        if is_error:
            sheet.errors.append((row, column))


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and body of each record."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
