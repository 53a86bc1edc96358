"""Write tables of text, piece by piece, as CSV, workbook or Parquet; the same bytes for the same pieces."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: What a workbook holds below one line of heads.
MOST_ROWS: Final = 1_048_575
_BOM: Final = b"\xef\xbb\xbf"
_MADE: Final = datetime(2026, 1, 1)
_WIDTH: Final = 18

Pieces = Iterable[pa.Table]


def write_csv(pieces: Pieces, file: Path) -> None:
    """UTF-8 with a byte order mark and CRLF, as spreadsheets want it."""
    from pyarrow import csv

    with file.open("wb") as stream:
        stream.write(_BOM)
        for number, piece in enumerate(pieces):
            csv.write_csv(piece, stream, csv.WriteOptions(include_header=not number, eol="\r\n", quoting_header="needed", batch_size=len(piece) or 1))


def write_parquet(pieces: Pieces, file: Path) -> None:
    """Text columns; repeated texts are stored once a piece."""
    from pyarrow import parquet

    waiting = iter(pieces)
    first = next(waiting)
    with parquet.ParquetWriter(file, first.schema, store_schema=False) as writer:
        writer.write_table(first)
        for piece in waiting:
            writer.write_table(piece)


def write_xlsx(pieces: Pieces, file: Path) -> None:
    """One sheet of text cells, none of which is a formula, a number or a link; rows go to disk as they come."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(str(file), {**options, "tmpdir": folder})
        book.set_properties({"created": _MADE, "title": "Synthetic portfolio 合成证书清单"})
        sheet = book.add_worksheet("synthetic 合成")
        try:
            _fill(sheet, book.add_format({"num_format": "@"}), pieces)
        except BaseException:
            sheet.row_data_fh.close()  # the rows so far, which go with the folder
            raise
        book.close()


def _fill(sheet: "Worksheet", text: "Format", pieces: Pieces) -> None:
    row = 0
    for piece in pieces:
        if not row:
            sheet.set_column(0, piece.num_columns - 1, _WIDTH, text)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, piece.column_names, text)
        for cells in zip(*(column.to_pylist() for column in piece.columns), strict=True):
            row += 1
            for place, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, place, cell, text)


WRITERS: Final[dict[str, Callable[[Pieces, Path], None]]] = {".csv": write_csv, ".parquet": write_parquet, ".xlsx": write_xlsx}
