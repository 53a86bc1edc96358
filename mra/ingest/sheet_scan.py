"""The sheets of an XLSX workbook, looked through as bytes: what the reading library keeps silent about, and how far they reach.

Errors and formulas that were never calculated come out of the library as empty cells; here they are found by address.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

_USUAL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ADDRESSED: Final = re.compile(rb"\sr\s*=")
_USUAL_ROW: Final = re.compile(rb'<row r="[0-9]{1,7}"')
_PLAIN_NUMBER: Final = re.compile(rb"""\sr\s*=\s*["'][0-9]{1,7}["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,9})["']""")
_FIRST: Final = re.compile(rb"<((?:\w+:)?)worksheet[\s>]")
#: More than any cell may hold, even with every sign escaped.
_LONGEST: Final = 32 << 20


class TooLong(Exception):
    """A single cell of a sheet is longer than any memory should hold."""


class Misplaced(Exception):
    """A cell or row has an address that is none."""


@dataclass(slots=True)
class SheetScan:
    """How far a sheet reaches, at most, and the cells that hold no value: (row, column) from 0 to the code of the rule."""

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)


def scan_sheet(chunks: Iterable[bytes]) -> SheetScan:
    """Look through the XML of one sheet. Raises ``TooLong`` for a cell that never ends."""
    scan = SheetScan()
    rows = widest = 0
    for part, prefix in _whole_cells(chunks):
        cells = len(re.findall(rb"<" + prefix + rb"c[\s/>]", part))
        found = _USUAL.findall(part)
        if len(found) != cells:  # rare: cells without address stand where the reading library counts them to
            found = _references(part, prefix)
            scan.rows = max([scan.rows, *map(int, _ROW.findall(part))])
            widest = max(widest, *(len(re.findall(rb"<" + prefix + rb"c[\s/>]", row)) for row in part.split(b"</" + prefix + b"row>")))
        rows += _count_rows(part, prefix)
        _reach(scan, found)
        _note_faults(scan, part, prefix)
    if widest:
        scan.rows, scan.columns = scan.rows + rows, scan.columns + 2 * widest  # a row may be cut into two parts
    return scan


def _count_rows(part: bytes, prefix: bytes) -> int:
    """How many rows begin in a part. Raises ``Misplaced`` for a row whose number is none."""
    rows = part.count(b"<" + prefix + b"row")
    if len(_USUAL_ROW.findall(part)) != rows:
        for attributes in re.findall(rb"<" + prefix + rb"row([\s/>][^>]*)", part):
            if _ADDRESSED.search(attributes) and not _PLAIN_NUMBER.search(attributes):
                raise Misplaced
    return rows


def _references(part: bytes, prefix: bytes) -> list[tuple[bytes, bytes]]:
    """The addresses of the cells that have one. Raises ``Misplaced`` for one that is none."""
    found = []
    for attributes in re.findall(rb"<" + prefix + rb"c([\s/>][^>]*)", part):
        if _ADDRESSED.search(attributes):
            reference = _REFERENCE.search(attributes)
            if reference is None:
                raise Misplaced
            found.append((reference[1], reference[2]))
    return found


def _reach(scan: SheetScan, references: list[tuple[bytes, bytes]]) -> None:
    scan.columns = max([scan.columns, *(_column(name) for name in {column for column, _ in references})])
    scan.rows = max([scan.rows, *map(int, {number for _, number in references})])


def _column(name: bytes) -> int:
    """The number of a column from 1, of its letters."""
    number = 0
    for sign in name.upper():
        number = number * 26 + sign - 64
    return number


def _whole_cells(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The bytes in parts that end between two cells, each with the prefix of the element names."""
    rest, prefix, known = b"", b"", False
    for chunk in chunks:
        rest += chunk
        if not known and (first := _FIRST.search(rest)):
            prefix, known = first[1], True
        cut = rest.rfind(b"<" + prefix + b"c ")
        cut = rest.rfind(b"<") if cut < 0 else cut
        if len(rest) - max(cut, 0) > _LONGEST:
            raise TooLong
        if cut > 0:
            yield rest[:cut], prefix
            rest = rest[cut:]
    yield rest, prefix


def _note_faults(scan: SheetScan, part: bytes, prefix: bytes) -> None:
    name = re.escape(prefix)
    if b't="e"' in part or b"t='e'" in part:
        for cell in re.finditer(rb"<" + name + rb"c\s([^>]*)>", part):
            if re.search(rb"""\bt=["']e["']""", cell[1]):
                _note(scan, cell[1], "cell-error")
    if b"<" + prefix + b"f" not in part:
        return
    value = rb"(<" + name + rb"v\s*/>|<" + name + rb"v>\s*</" + name + rb"v>)?\s*"
    formula = rb"<" + name + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</" + name + rb"f>)\s*"
    for cell in re.finditer(rb"<" + name + rb"c\s([^>]*)>\s*" + formula + value + rb"</" + name + rb"c>", part):
        if not (cell[2] and re.search(rb"""\bt=["']str["']""", cell[1])):  # an empty text is a result too
            _note(scan, cell[1], "formula-without-value")


def _note(scan: SheetScan, attributes: bytes, code: str) -> None:
    if found := _REFERENCE.search(b" " + attributes):
        scan.faults[int(found[2]) - 1, _column(found[1]) - 1] = code
