"""Delimited text as exporters save it: the usual encodings, the usual separators, every cell as text."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mra.errors import InputError
from mra.language import say
from mra.system import system_reason

#: What may stand between two cells; the Chinese comma and semicolon come from an input method left on.
SEPARATORS: Final = (",", "\t", ";", "，", "；")
_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row and the line of the file on which it begins, from 1."""

    number: int
    cells: tuple[str, ...]


def read_text(path: Path) -> str:
    """The text of a file: UTF-16 by its mark, else UTF-8, else GB18030.

    Raises ``InputError`` if the file cannot be read, is a workbook, or is in none of these encodings.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(say("error.file-unreadable", file=path, reason=system_reason(error))) from None
    if data.startswith(_SPREADSHEETS):
        raise InputError(say("certificates.spreadsheet", file=path))
    if data.startswith(_WIDE_MARKS):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(say("error.encoding", file=path))


def read_lines(text: str, knows: Callable[[str], bool]) -> Iterator[Line]:
    """The rows that hold anything, split at the separator with which most cells of the head are heads that ``knows`` knows."""
    rows = max((_split(text, separator) for separator in SEPARATORS), key=lambda lines: _known(lines, knows))
    return (line for line in rows if any(line.cells))


def _known(lines: Sequence[Line], knows: Callable[[str], bool]) -> int:
    head = next((line for line in lines if any(line.cells)), None)
    return sum(knows(cell) for cell in head.cells) if head else 0


def _split(text: str, separator: str) -> list[Line]:
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    lines, before = [], 0
    for cells in reader:
        lines.append(Line(before + 1, tuple(clean(cell) for cell in cells)))
        before = reader.line_num
    return lines


def clean(cell: str) -> str:
    """A cell with compatibility forms unified (full-width digits, ideographic space) and no blanks around it."""
    return unicodedata.normalize("NFKC", cell).strip()
