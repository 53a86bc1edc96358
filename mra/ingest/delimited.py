"""Delimited text as exporters save it: the usual encodings, the usual separators, every cell as text, a row at a time."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NamedTuple

from mra.errors import InputError
from mra.ingest.cleaning import clean
from mra.ingest.content import Content
from mra.ingest.rows import LONGEST_CELL, WHOLE_ROW, Fault, Row, Sheet, Value, too_long
from mra.language import say

#: What may stand between two cells; the Chinese comma and semicolon come from an input method left on.
SEPARATORS: Final = (",", "\t", ";", "，", "；")
_MARKS: Final = {codecs.BOM_UTF16_LE: ("utf-16",), codecs.BOM_UTF16_BE: ("utf-16",), codecs.BOM_UTF8: ("utf-8-sig",)}
#: Longer lines and cells are no table: a quotation mark that is never closed, or another kind of file.
_LONGEST_LINE: Final = 16 << 20
_MOST_COLUMNS: Final = 702
_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_HEAD_ROWS: Final = 20
_SHOWN: Final = 40


class _Record(NamedTuple):
    """The first line of a record, its cells, its last line; if its quotation marks are wrong, its whole text is the one cell."""

    number: int
    cells: list[str]
    last: int
    is_bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A delimited file that may be read: its encoding, its separator, and its rows as the one sheet."""

    encoding: str
    separator: str
    sheet: Sheet


def read_delimited(content: Content, knows: Callable[[str], bool]) -> Text:
    """The table in a text file, split at the separator with which most cells of the head are heads that ``knows`` knows.

    Raises ``InputError`` if it is in none of the encodings, or holds signs that no text holds.
    """
    encoding = _encoding(content)
    with _stream(content, encoding) as stream:
        sample = stream.read(_SAMPLE)
    stated = sample[4] if sample.startswith("sep=") and sample[4:5] and sample[5:6] in ("\r", "\n") else ""  # written by Excel
    separator = stated or max(SEPARATORS, key=lambda sign: _fit(sample, sign, knows))

    def records() -> Iterator[_Record]:
        return (record for record in _records(content, encoding, separator) if not (stated and record.number == 1))

    def values() -> Iterator[tuple[int, Sequence[Value]]]:
        return ((record.number, record.cells) for record in records())

    def rows() -> Iterator[Row]:
        return _rows(content, records())

    return Text(encoding=encoding, separator=separator, sheet=Sheet(name="", rows=rows, values=values))


def _encoding(content: Content) -> str:
    """UTF-16 by its mark, else UTF-8, else GB18030: the first in which the whole file is right."""
    candidates = next((names for mark, names in _MARKS.items() if content.head.startswith(mark)), ("utf-8", "gb18030"))
    for encoding in candidates:
        with suppress(UnicodeError):
            _check(content, encoding)
            return encoding
    raise InputError(say("error.encoding", file=content.path))


def _check(content: Content, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with content.open() as stream:
        while chunk := stream.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                raise InputError(say("table.nul", file=content.path))
        decoder.decode(b"", final=True)


def _stream(content: Content, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(content.open(), encoding=encoding, newline="")


def _fit(sample: str, separator: str, knows: Callable[[str], bool]) -> tuple[int, int]:
    """How many cells of the best of the first rows are known as heads with ``separator``, and how many cells it gives."""
    rows = []
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator, skipinitialspace=True):
            rows += [cells] if any(cells) else []
            if len(rows) == _HEAD_ROWS:
                break
    known = max((sum(knows(cell) for cell in cells) for cells in rows), default=0)
    return known, len(rows[0]) if rows else 0


def _lines(content: Content, stream: io.TextIOWrapper, kept: list[str]) -> Iterator[str]:
    """The lines of a stream; each is also added to ``kept``."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InputError(say("table.line-too-long", file=content.path, line=number))
        kept.append(line)
        yield line


def _records(content: Content, encoding: str, separator: str) -> Iterator[_Record]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
    kept: list[str] = []
    with _stream(content, encoding) as stream:
        reader = csv.reader(_lines(content, stream, kept), delimiter=separator, skipinitialspace=True, strict=True)
        before = 0
        while True:
            is_bad = False
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field larger" in str(error):
                    raise InputError(say("table.line-too-long", file=content.path, line=before + 1)) from None
                cells, is_bad = ["".join(kept).strip()], True
            except UnicodeError:  # the file was changed after its encoding had been found out
                raise InputError(say("error.encoding", file=content.path)) from None
            kept.clear()
            yield _Record(before + 1, cells, reader.line_num, is_bad)
            before = reader.line_num


def _rows(content: Content, records: Iterator[_Record]) -> Iterator[Row]:
    for number, found, last, is_bad in records:
        if is_bad:
            shown = found[0][:_SHOWN]
            yield Row(number, (), (Fault(WHOLE_ROW, "quotes" if last == number else "quotes-over-lines", shown, last),))
            continue
        if len(found) > _MOST_COLUMNS:
            raise InputError(say("table.too-many-columns", file=content.path, limit=_MOST_COLUMNS))
        cells = tuple([cell.strip() if cell.isascii() else clean(cell) for cell in found])
        if not any(cells):
            continue
        if max(map(len, cells)) > LONGEST_CELL:
            faults = tuple(too_long(position, cell) for position, cell in enumerate(cells) if len(cell) > LONGEST_CELL)
            yield Row(number, tuple(cell[:LONGEST_CELL] for cell in cells), faults)
        else:
            yield Row(number, cells)
