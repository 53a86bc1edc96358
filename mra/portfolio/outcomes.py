"""What was found for every signature, kept once, and spread over the rows of a table when it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from mra.model.sheet import VERDICTS, Verdict
from mra.portfolio.coding import Codes
from mra.portfolio.columns import CERTIFICATE_ROWS, CUBE_ROWS, ENTERPRISE_ROWS, VERDICT_ROWS

#: The reason where a market, or a family of requirements of it, was not read for the product.
NOT_REVIEWED: Final = "not-reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One row of the result: a market, a requirement, the verdict, and the codes of the reasons that decide it.

    ``requirement`` is empty where something was not read: the verdict is ``unknown``, never "nothing required". ``coverage`` says how far
    the market was read for the product. Money is in ``currency``, days
    are as the source counts them; both are empty where no source states them.
    """

    market: str
    requirement: str = ""
    mandatory: bool = True
    regional: bool = False
    verdict: Verdict = "unknown"
    reasons: str = NOT_REVIEWED
    route: str = ""
    to_do: int = 0
    contains_duplicate: bool = False
    contains_unknown: bool = True
    confidence: str = "low"
    coverage: str = "unknown"
    cost_low: float | None = None
    cost_high: float | None = None
    currency: str = ""
    days_low: int | None = None
    days_high: int | None = None

    @property
    def cell(self) -> tuple[str | bool, ...]:
        """What summaries tell apart, in the order of ``CUBE_ROWS``."""
        return self.market, self.requirement, self.mandatory, self.regional, self.verdict, self.contains_duplicate, self.contains_unknown


@dataclass(frozen=True, slots=True)
class Block:
    """What one signature gets: its kind, its product, whether it is usable and why not, and its rows as numbers of outcomes.

    ``counts``: how many mandatory requirements, but for those of single regions, have each verdict, in the order of ``VERDICTS``.
    """

    kind: str
    product: str
    usable: str
    why: str
    rows: Codes
    counts: Codes


class Outcomes:
    """All outcomes of a run, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[Outcome, int] = {}
        self.all: list[Outcome] = []

    def numbers(self, outcomes: Sequence[Outcome]) -> Codes:
        """The numbers of ``outcomes``."""
        return np.fromiter((self.number(outcome) for outcome in outcomes), dtype=np.int64, count=len(outcomes))

    def number(self, outcome: Outcome) -> int:
        """The number of an outcome; a new one gets the next."""
        number = self._numbers.setdefault(outcome, len(self.all))
        if number == len(self.all):
            self.all.append(outcome)
        return number

    def counts(self, rows: Codes) -> Codes:
        """How many of ``rows`` that are mandatory and of a whole market have each verdict."""
        counted = [VERDICTS.index(found.verdict) for row in rows if (found := self.all[row]).mandatory and not found.regional]
        counts: Codes = np.bincount(np.array(counted, dtype=np.int64), minlength=len(VERDICTS))
        return counts


def certificate_rows(table: pa.Table, blocks: Sequence[Block], of_row: Codes) -> pa.Table:
    """One row a certificate of ``table``, in its order; ``of_row`` is the block of each."""
    arrays: dict[str, pa.Array] = {
        "sheet": _words(table, "sheet"),
        "row": table["row"].combine_chunks(),
        "enterprise": _words(table, "enterprise"),
        "number": _words(table, "number"),
    }
    for name in ("kind", "product", "usable", "why"):
        arrays[name] = _coded([getattr(block, name) for block in blocks], of_row)
    return pa.table([arrays[name] for name in CERTIFICATE_ROWS.names], schema=CERTIFICATE_ROWS)


def verdict_rows(certificates: pa.Table, blocks: Sequence[Block], of_row: Codes, outcomes: Sequence[Outcome]) -> pa.Table:
    """One row a certificate, market and requirement: the certificates in their order, each with the rows of its block."""
    lengths = np.array([len(block.rows) for block in blocks], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    used, pool = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(block.rows for block in blocks)]), return_inverse=True)
    repeats = lengths[of_row]
    certificate = np.repeat(np.arange(len(of_row), dtype=np.int32), repeats)
    found = pool[np.arange(len(certificate)) + np.repeat(starts[of_row] - (np.cumsum(repeats) - repeats), repeats)]
    columns = {name: _spread(certificates[name].combine_chunks(), certificate) for name in certificates.column_names}
    kept = [outcomes[number] for number in used]
    for field in VERDICT_ROWS:
        if field.name not in columns:
            columns[field.name] = _outcome_column(field, kept, found)
    return pa.table([columns[name] for name in VERDICT_ROWS.names], schema=VERDICT_ROWS)


def cube_rows(blocks: Sequence[Block], of_row: Codes, outcomes: Sequence[Outcome]) -> pa.Table:
    """How many certificates have each outcome."""
    held = np.bincount(of_row, minlength=len(blocks))
    groups: dict[tuple[str, str, str], Codes] = {}
    for block, number in zip(blocks, held.tolist(), strict=True):
        counts = groups.setdefault((block.kind, block.product, block.usable), np.zeros(len(outcomes), dtype=np.int64))
        np.add.at(counts, block.rows, number)
    found: dict[tuple[str | bool, ...], int] = {}
    for group, counts in groups.items():
        for row in np.flatnonzero(counts).tolist():
            key = (*group, *outcomes[row].cell)
            found[key] = found.get(key, 0) + int(counts[row])
    rows = [dict(zip(CUBE_ROWS.names, (*key, found[key]), strict=True)) for key in sorted(found)]
    return pa.Table.from_pylist(rows, schema=CUBE_ROWS)


def enterprise_rows(certificates: pa.Table, blocks: Sequence[Block], of_row: Codes) -> pa.Table:
    """How many certificates each enterprise has, how many are not usable, and how many verdicts of each word they meet with."""
    names = certificates["enterprise"].combine_chunks()
    codes, size = names.indices.to_numpy(), len(names.dictionary)
    unusable = np.array([block.usable == "no" for block in blocks], dtype=bool)[of_row]
    counts = np.array([block.counts for block in blocks], dtype=np.int64).reshape(-1, len(VERDICTS))[of_row]
    columns = [np.bincount(codes, minlength=size), np.bincount(codes, weights=unusable, minlength=size)]
    columns += [np.bincount(codes, weights=counts[:, position], minlength=size) for position in range(len(VERDICTS))]
    arrays = [names.dictionary, *(pa.array(column.astype(np.int64)) for column in columns)]
    return pa.table(arrays, schema=ENTERPRISE_ROWS).sort_by("enterprise")


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
    codes = np.array([distinct.index(word) for word in words], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes[rows]), pa.array(distinct, pa.string()))


def _spread(column: pa.Array, rows: np.ndarray[tuple[int], np.dtype[np.int32]]) -> pa.Array:
    if not pa.types.is_dictionary(column.type):
        return pa.array(column.to_numpy()[rows])
    return pa.DictionaryArray.from_arrays(pa.array(column.indices.to_numpy()[rows]), column.dictionary)


def _outcome_column(field: pa.Field, outcomes: Sequence[Outcome], rows: Codes) -> pa.Array:
    values = [getattr(outcome, field.name) for outcome in outcomes]
    if pa.types.is_dictionary(field.type):
        return _coded(values, rows)
    return pa.array(values, field.type).take(pa.array(rows))
