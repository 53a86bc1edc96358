"""Arrow tables of results: outcomes spread over the rows of certificates, and tallied."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mra.model.sheet import VERDICTS
from mra.portfolio.coding import Codes
from mra.portfolio.columns import CERTIFICATE_ROWS, CUBE_ROWS, ENTERPRISE_ROWS, PRODUCT_ROWS, VERDICT_ROWS
from mra.portfolio.outcomes import Block, Outcome

#: So many verdicts are in memory at a time.
_TABLE: Final = 200_000
Word = TypeVar("Word", bound=Hashable)


def certificate_rows(table: pa.Table, blocks: Sequence[Block], of_row: Codes) -> pa.Table:
    """One row a certificate of ``table``, in its order; ``of_row`` is the block of each."""
    arrays: dict[str, pa.Array] = {
        "sheet": _words(table, "sheet"),
        "row": table["row"].combine_chunks(),
        "enterprise": _enterprises(table),
        "number": _words(table, "number"),
    }
    for name in ("kind", "product", "usable", "why"):
        arrays[name] = _coded([getattr(block, name) for block in blocks], of_row)
    return pa.table([arrays[name] for name in CERTIFICATE_ROWS.names], schema=CERTIFICATE_ROWS)


def verdict_rows(certificates: pa.Table, blocks: Sequence[Block], of_row: Codes, outcomes: Sequence[Outcome]) -> Iterator[pa.Table]:
    """One row a certificate, market and requirement: the certificates in their order, each with the rows of its block, in tables of bounded size."""
    shared, of_block = _numbered([id(block.rows) for block in blocks])
    rows_of = {id(block.rows): block.rows for block in blocks}
    lengths = np.array([len(rows_of[name]) for name in shared], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    used, pool = np.unique(_joined([rows_of[name] for name in shared]), return_inverse=True)
    pool, of_row = pool.astype(np.int32), of_block[of_row]
    kept = [outcomes[number] for number in used]
    fields = {field.name: _field(field, kept) for field in VERDICT_ROWS if field.name not in CERTIFICATE_ROWS.names}
    ends = np.cumsum(lengths[of_row])
    first = 0
    while first < len(of_row):
        done = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, done + _TABLE, side="right")), first + 1)
        repeats = lengths[of_row[first:last]]
        certificate = np.repeat(np.arange(first, last, dtype=np.int32), repeats)
        begins = np.cumsum(repeats) - repeats
        found = pool[np.arange(len(certificate)) + np.repeat(starts[of_row[first:last]] - begins, repeats)]
        columns = {name: _spread(certificates[name].combine_chunks(), certificate) for name in certificates.column_names}
        columns |= {name: _spread(column, found) for name, column in fields.items()}
        yield pa.table([columns[name] for name in VERDICT_ROWS.names], schema=VERDICT_ROWS)
        first = last


def cube_rows(blocks: Sequence[Block], of_row: Codes, outcomes: Sequence[Outcome]) -> pa.Table:
    """How many certificates have each outcome, by kind of evidence."""
    names = CUBE_ROWS.names[2:-1]
    cells = [tuple(getattr(entry, name) for name in names) for entry in outcomes]
    return _tallied(CUBE_ROWS, [(block.kind, block.usable) for block in blocks], cells, blocks, of_row)


def product_rows(blocks: Sequence[Block], of_row: Codes, outcomes: Sequence[Outcome]) -> pa.Table:
    """How many certificates times mandatory requirements of a whole market have each verdict, by product group."""
    cells = [(entry.market, entry.verdict) if entry.mandatory and not entry.regional else None for entry in outcomes]
    return _tallied(PRODUCT_ROWS, [(block.product,) for block in blocks], cells, blocks, of_row)


def _tallied(
    schema: pa.Schema, groups: Sequence[tuple[str, ...]], cells: Sequence[tuple[str | bool, ...] | None], blocks: Sequence[Block], of_row: Codes
) -> pa.Table:
    """Certificates counted by the group of their block and the cell of their outcomes; an outcome without a cell is not counted."""
    of_cell, cell_codes = _numbered(cells)
    held: dict[tuple[tuple[str, ...], int], int] = {}
    rows_of: dict[int, Codes] = {}
    for group, block, number in zip(groups, blocks, np.bincount(of_row, minlength=len(blocks)).tolist(), strict=True):
        rows_of[id(block.rows)] = block.rows  # blocks that get the same share one array
        held[group, id(block.rows)] = held.get((group, id(block.rows)), 0) + number
    of_group, group_codes = _numbered([group for group, _ in held])
    rows = [rows_of[name] for _, name in held]
    lengths = np.array([len(part) for part in rows], dtype=np.int64)
    counted, places = np.unique(np.repeat(group_codes, lengths) * len(of_cell) + cell_codes[_joined(rows)], return_inverse=True)
    counts = np.bincount(places, weights=np.repeat(list(held.values()), lengths), minlength=len(counted)).astype(np.int64)
    found = []
    for code, count in zip(counted.tolist(), counts.tolist(), strict=True):
        cell = of_cell[code % len(of_cell)]
        if cell is not None:
            found.append((*of_group[code // len(of_cell)], *cell, count))
    columns = zip(*sorted(found), strict=True) if found else [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _joined(parts: Sequence[Codes]) -> Codes:
    return np.concatenate([np.empty(0, dtype=np.int32), *parts])


def _numbered(entries: Sequence[Word]) -> tuple[list[Word], Codes]:
    """The distinct entries, and the number of each."""
    numbers: dict[Word, int] = {}
    codes = np.fromiter((numbers.setdefault(entry, len(numbers)) for entry in entries), dtype=np.int64, count=len(entries))
    return list(numbers), codes


def enterprise_rows(certificates: pa.Table, blocks: Sequence[Block], of_row: Codes) -> pa.Table:
    """How many certificates each enterprise has, how many are not usable, and how many verdicts of each word they meet with."""
    names = certificates["enterprise"].combine_chunks()
    codes, size = names.indices.to_numpy(), len(names.dictionary)
    unusable = np.array([block.usable == "no" for block in blocks], dtype=bool)[of_row]
    counts = np.array([block.counts for block in blocks], dtype=np.int64).reshape(-1, len(VERDICTS))[of_row]
    columns = [np.bincount(codes, minlength=size), np.bincount(codes, weights=unusable, minlength=size)]
    columns += [np.bincount(codes, weights=counts[:, position], minlength=size) for position in range(len(VERDICTS))]
    arrays = [names.dictionary.dictionary_encode(), *(pa.array(column.astype(np.int64)) for column in columns)]
    return pa.table(arrays, schema=ENTERPRISE_ROWS)


def _enterprises(table: pa.Table) -> pa.DictionaryArray:
    """Who exports: the holder where nothing else is said."""
    stated = [table[name] for name in ("enterprise", "holder") if name in table.column_names]
    if len(stated) < 2:
        return _words(table, "enterprise" if "enterprise" in table.column_names else "holder")
    enterprise, holder = stated
    return _words(pa.table({"enterprise": pc.if_else(pc.equal(enterprise, ""), holder, enterprise)}), "enterprise")


def _words(table: pa.Table, name: str) -> pa.DictionaryArray:
    """A text column as codes of its words, in the order in which they come; a column that the table lacks is empty."""
    if name not in table.column_names:
        return _coded([""], np.zeros(table.num_rows, dtype=np.int64))
    cells = table[name].combine_chunks()
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int32()), coded.dictionary)


def _coded(words: Sequence[str], rows: Codes) -> pa.DictionaryArray:
    """``words[row]`` for every row, each word once."""
    distinct = sorted(set(words))
    places = {word: place for place, word in enumerate(distinct)}
    codes = np.array([places[word] for word in words], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes[rows]), pa.array(distinct, pa.string()))


def _field(field: pa.Field, outcomes: Sequence[Outcome]) -> pa.Array:
    """One field of every outcome."""
    values = [getattr(outcome, field.name) for outcome in outcomes]
    return _coded(values, np.arange(len(values))) if pa.types.is_dictionary(field.type) else pa.array(values, field.type)


def _spread(column: pa.Array, rows: np.ndarray[tuple[int], np.dtype[np.signedinteger]]) -> pa.Array:
    """``column[row]`` for every row."""
    if not pa.types.is_dictionary(column.type):
        return column.take(pa.array(rows))
    return pa.DictionaryArray.from_arrays(pa.array(column.indices.to_numpy()[rows]), column.dictionary)
