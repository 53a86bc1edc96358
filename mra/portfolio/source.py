"""A portfolio cut into pieces: Arrow tables of texts, and beside each the rows that could not even be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa

from mra.errors import InputError
from mra.ingest.cells import ATTRIBUTE, COLUMNS, PORTFOLIO_COLUMNS
from mra.ingest.portfolio import RawPortfolio, RawRow, read_portfolio
from mra.language import say
from mra.model.directory import Directory
from mra.model.problem import Problem
from mra.portfolio.columns import PLACE, REFUSED_ROWS, refusal

_PARQUET: Final = b"PAR1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of a portfolio: those that were read, and what was wrong with the ``unread`` others (columns of ``REFUSED_ROWS``)."""

    number: int
    rows: pa.Table
    unread: pa.Table

    @property
    def size(self) -> int:
        """How many rows of the portfolio these are."""
        return int(self.rows.num_rows) + distinct_rows(self.unread)


def distinct_rows(refused: pa.Table) -> int:
    """How many rows of a portfolio the faults in ``refused`` belong to."""
    return len(set(zip(*refused.select(PLACE).to_pydict().values(), strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A portfolio that can be read piece by piece, more than once. ``remarks``: what is wrong with its heads and sheets."""

    path: Path
    remarks: tuple[Problem, ...]
    raw: RawPortfolio | None

    @property
    def is_workbook(self) -> bool:
        """Whether a spreadsheet program wrote it."""
        return self.raw is not None and self.raw.form != "csv"

    def pieces(self, size: int) -> Iterator[Piece]:
        """The portfolio in pieces of ``size`` rows."""
        return _parquet_pieces(self.path, size) if self.raw is None else _pieces(self.raw, size)


def open_portfolio(path: Path, directory: Directory) -> Portfolio:
    """A table as ``mra.ingest.portfolio`` reads it, or a Parquet file whose columns have the names of ``--held``'s qualifiers.

    Raises ``InputError`` if it is neither, or has no column for the kind of evidence.
    """
    if not _is_parquet(path):
        raw = read_portfolio(path, directory)
        return Portfolio(path=path, remarks=raw.head_problems, raw=raw)
    names = _parquet_names(path)
    if "kind" not in names:
        raise InputError(say("error.certificate-columns", file=path, known=", ".join(COLUMNS)))
    return Portfolio(path=path, remarks=(), raw=None)


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_PARQUET)) == _PARQUET
    except OSError:  # the reader of tables says what is wrong with the file
        return False


def _parquet_names(path: Path) -> Sequence[str]:
    from pyarrow import parquet

    try:
        return list(parquet.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(say("portfolio.parquet", file=path, reason=" ".join(str(error).split()))) from None


def _parquet_pieces(path: Path, size: int) -> Iterator[Piece]:
    """Every known column as text; the rows are counted from 1."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name in PORTFOLIO_COLUMNS or name.startswith(ATTRIBUTE)]
        first = 1
        for number, batch in enumerate(file.iter_batches(batch_size=size, columns=names)):
            columns = {name: batch[name].cast(pa.string()).fill_null("") for name in names}
            rows = pa.array(range(first, first + batch.num_rows), pa.int32())
            first += batch.num_rows
            yield Piece(number=number, rows=pa.table({"sheet": pa.array([""] * batch.num_rows), "row": rows, **columns}), unread=REFUSED_ROWS.empty_table())


def _pieces(raw: RawPortfolio, size: int) -> Iterator[Piece]:
    rows = raw.rows()
    number = 0
    while part := list(islice(rows, size)):
        yield Piece(number=number, rows=_table(raw.columns, [row for row in part if not row.problems]), unread=_unread(part))
        number += 1


def _table(columns: Sequence[str], rows: Sequence[RawRow]) -> pa.Table:
    cells = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(columns)
    place = {"sheet": pa.array([row.sheet for row in rows], pa.string()), "row": pa.array([row.number for row in rows], pa.int32())}
    return pa.table(place | {name: pa.array(column, pa.string()) for name, column in zip(columns, cells, strict=True)})


def _unread(rows: Sequence[RawRow]) -> pa.Table:
    faults = [
        refusal(row.sheet, row.number, problem.field, problem.value, problem.code, problem.message, problem.remedy) for row in rows for problem in row.problems
    ]
    return pa.Table.from_pylist(faults, schema=REFUSED_ROWS)
