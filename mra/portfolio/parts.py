"""The results of one piece as files: written whole, the last of them saying that all are there, so that a broken-off run can go on."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa

from mra.model.cell import safe
from mra.portfolio.judge import Judge, Judged
from mra.portfolio.source import Piece, distinct_rows
from mra.system import written_whole

Format = Literal["parquet", "csv"]
#: Folders of a run: what it is for, and what it needs until it is finished.
RESULTS: Final = ("certificates", "verdicts")
WORKING: Final = "parts"
TALLIES: Final = ("cube", "products", "enterprises", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows of a piece: ``rows`` is ``judged`` and ``refused`` together."""

    rows: int
    judged: int
    refused: int
    verdicts: int

    def __post_init__(self) -> None:
        if self.rows != self.judged + self.refused:
            raise RowsLostError(f"{self.rows} rows were given, {self.judged} judged and {self.refused} refused")


class RowsLostError(RuntimeError):
    """Rows were given that were neither judged nor refused: no result may be written."""


@dataclass(frozen=True, slots=True)
class Part:
    """The files of one piece by name below the folder of the run, and what they hold; it can be sent between machines."""

    number: int
    files: Mapping[str, bytes]
    counts: Counts


def judge_piece(judge: Judge, piece: Piece, form: Format) -> Part:
    """Judge a piece and make its files."""
    return made_part(judge.judge(piece.rows), piece, form)


def made_part(judged: Judged, piece: Piece, form: Format) -> Part:
    """The files of a piece that was judged."""
    refused = pa.concat_tables([piece.unread, judged.refused])
    encode = _ENCODERS[form]
    certificates, _ = encode([judged.certificates])
    verdicts, number = encode(judged.verdict_tables())
    counts = Counts(rows=piece.size, judged=judged.certificates.num_rows, refused=distinct_rows(refused), verdicts=number)
    files = {f"{folder}/{piece.number:06}.{form}": data for folder, data in zip(RESULTS, (certificates, verdicts), strict=True)}
    tallies = {"cube": judged.cube, "products": judged.products, "enterprises": judged.enterprises, "refused": refused}
    files |= {f"{WORKING}/{piece.number:06}.{name}.parquet": _parquet([table])[0] for name, table in tallies.items()}
    return Part(piece.number, files, counts)


def write_part(folder: Path, part: Part) -> None:
    """Write the files of a part; its counts come last and say that it is complete."""
    for name, data in (*part.files.items(), (_marker(part.number), json.dumps(asdict(part.counts)).encode())):
        with written_whole(folder / name) as half:
            half.write_bytes(data)


def finished_parts(folder: Path) -> dict[int, Counts]:
    """The parts that a run has finished, by number."""
    found = sorted((folder / WORKING).glob("*.json"))
    return {int(file.stem): Counts(**json.loads(file.read_text(encoding="utf-8"))) for file in found}


def tally(folder: Path, name: str, number: int) -> pa.Table:
    """One of the tallies of a part."""
    from pyarrow import parquet

    return parquet.read_table(folder / WORKING / f"{number:06}.{name}.parquet")


def read_results(folder: Path, name: str) -> Iterator[pa.Table]:
    """The tables of a folder of results, piece by piece."""
    from pyarrow import csv, parquet

    for file in sorted((folder / name).glob("[0-9]*")):
        yield parquet.read_table(file) if file.suffix == ".parquet" else csv.read_csv(file)


def _marker(number: int) -> str:
    return f"{WORKING}/{number:06}.json"


def _parquet(tables: Iterable[pa.Table]) -> tuple[bytes, int]:
    """The tables as one file, and how many rows they have."""
    from pyarrow import parquet

    stream, rows = io.BytesIO(), 0
    waiting = iter(tables)
    first = next(waiting)
    with parquet.ParquetWriter(stream, first.schema, compression="zstd", store_schema=False) as writer:
        for table in chain([first], waiting):
            writer.write_table(table)
            rows += table.num_rows
    return stream.getvalue(), rows


def _csv(tables: Iterable[pa.Table]) -> tuple[bytes, int]:
    """As ``_parquet``: UTF-8 with a byte order mark and CRLF, as spreadsheets want it; no text begins like a formula."""
    from pyarrow import csv

    stream, rows = io.BytesIO(), 0
    stream.write(b"\xef\xbb\xbf")
    for table in tables:
        options = csv.WriteOptions(include_header=not rows, eol="\r\n", quoting_style="needed")
        csv.write_csv(pa.table({name: _plain(table[name]) for name in table.column_names}), stream, options)
        rows += table.num_rows
    return stream.getvalue(), rows


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of words as texts, those that a spreadsheet would take for a formula behind an apostrophe."""
    if not pa.types.is_dictionary(column.type):
        return column
    cells = column.combine_chunks()
    words = pa.array([safe(word) for word in cells.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([words.take(cells.indices)])


_ENCODERS: Final = {"parquet": _parquet, "csv": _csv}
