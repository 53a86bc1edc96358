"""Certificates told apart only where the rules tell them apart: one signature, one judgement.

A signature is a row of codes: the classes of the cells, and for the days the place between the critical days of that certificate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mra.ingest.cells import ATTRIBUTE, BadCell, Reader, cell_readers
from mra.knowledge.base import Knowledge
from mra.model.directory import Directory
from mra.portfolio.classes import DAY_COLUMNS, OWN_COLUMNS, attribute_reader, class_readers
from mra.portfolio.clocks import order_of, places
from mra.portfolio.coding import BAD, EMPTY, Codes, Column, Days, joined
from mra.portfolio.critical_days import CriticalDays, usual_months
from mra.portfolio.numbers import NumberClasses

#: The columns on which the critical days of a certificate depend.
_CLOCKED: Final = ("kind", "standard", "issuer", "lab")
#: What a cell that is nearly always plain looks like where it may be a formula, a quoted text or a rounded number.
_ODD: Final = r"""^["'=]|[eE]\+?\d"""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of the rows of one table.

    ``keys``: one a signature, the same for the same certificate in every table of a run. ``first``: its first row in the table.
    ``of_row``: the number of the signature of each row. ``classes``: per qualifier and signature, what the rules of recognition tell apart;
    a qualifier without a column is not here. ``bad``: the rows with a cell that cannot be read; their signature means nothing.
    """

    keys: Sequence[bytes]
    first: Codes
    of_row: Codes
    classes: Mapping[str, Codes]
    bad: np.ndarray[tuple[int], np.dtype[np.bool_]]


class Signer:
    """Signs tables; the codes are remembered from one table to the next."""

    def __init__(self, knowledge: Knowledge, directory: Directory, critical: CriticalDays) -> None:
        self._knowledge = knowledge
        self._directory = directory
        self._critical = critical
        self._columns = {name: Column(read) for name, read in class_readers(directory, critical).items()}
        self._readers = cell_readers(directory)
        self._days = {name: Days(partial(_read_one, self._readers[name], name)) for name in DAY_COLUMNS}
        self._numbers = NumberClasses(knowledge)
        self._known: dict[tuple[int, ...], Codes] = {}

    def group_of(self, code: int, column: str) -> str | None:
        """The product group behind a code of the columns ``product`` and ``hs``."""
        found = self._columns[column].class_of[code]
        return None if found is None else str(found)

    def sign(self, table: pa.Table) -> Signatures:
        """The signatures of ``table``."""
        names = [name for name in table.column_names if name.startswith(ATTRIBUTE) or name in self._columns]
        codes = {name: self._column(name).codes(column(table, name)) for name in sorted(names)}
        days = {name: self._days[name].days(column(table, name)) for name in DAY_COLUMNS if name in table.column_names}
        own = {name: _given(column(table, name), self._readers[name]) for name in OWN_COLUMNS if name in table.column_names}
        bad = np.logical_or.reduce([found == BAD for found in (*codes.values(), *days.values(), *own.values())])
        kinds = np.where(codes["kind"] == BAD, EMPTY, codes["kind"])
        parts = [
            *codes.values(),
            *own.values(),
            *self._clocks(codes, days),
            *order_of(days, self._months()[kinds]),
        ]
        if "number" in table.column_names:
            parts.append(self._numbers.classes(kinds, [str(kind) for kind in self._columns["kind"].class_of], own["number"], column(table, "number")))
        first, of_row = joined(parts)
        matrix = np.stack([part[first] for part in parts], axis=1)
        classes = {name: found[first] for name, found in codes.items()} | self._recognition_clocks(
            kinds[first], {name: found[first] for name, found in days.items()}
        )
        return Signatures([row.tobytes() for row in matrix], first, of_row, classes, bad)

    def _recognition_clocks(self, kinds: Codes, days: Mapping[str, Codes]) -> dict[str, Codes]:
        """The days as recognition reads them: by age and clock; of the last valid day, only that there is one (usability judges it)."""
        distinct, groups = np.unique(kinds, return_inverse=True)
        critical = [self._critical_days({"kind": int(kind)}) for kind in distinct]
        return {name: (found > 0).astype(np.int64) if name == "valid_until" else places(found, groups, critical) for name, found in days.items()}

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            self._columns[name] = Column(attribute_reader(self._directory, name))
        return self._columns[name]

    def _months(self) -> Codes:
        kinds = self._columns["kind"].class_of
        return np.array([usual_months(self._knowledge, str(kind)) or 0 if kind else 0 for kind in kinds], dtype=np.int64)

    def _clocks(self, codes: dict[str, Codes], days: dict[str, Codes]) -> list[Codes]:
        named = [name for name in _CLOCKED if name in codes]
        first, groups = joined([codes[name] for name in named])
        keys = [tuple(int(codes[name][row]) for name in named) for row in first]
        critical = [self._critical_days(dict(zip(named, key, strict=True))) for key in keys]
        return [places(found, groups, critical) for found in days.values()]

    def _critical_days(self, codes: dict[str, int]) -> Codes:
        key = tuple(codes.values())
        if key not in self._known:
            found = {name: self._columns[name].class_of[code] if code > EMPTY else None for name, code in codes.items()}
            kind, standards = found["kind"], found.get("standard")
            bodies = [str(name) for name in (found.get("issuer"), found.get("lab")) if name]
            known = self._critical.of(str(kind), standards if isinstance(standards, tuple) else (), bodies) if kind else ()
            self._known[key] = np.array(known, dtype=np.int64)
        return self._known[key]


def _read_one(read: Reader, name: str, text: str) -> str:
    return read(text)[name]


def column(table: pa.Table, name: str) -> pa.Array:
    """A text column in one piece."""
    return table[name].combine_chunks()


def _given(cells: pa.Array, read: Reader) -> Codes:
    """Whether each cell is given: 1, ``EMPTY``, or ``BAD`` where it cannot be read; only an odd one is read at all."""
    given: Codes = pc.not_equal(cells, "").to_numpy(zero_copy_only=False).astype(np.int64)
    for row in np.flatnonzero(pc.match_substring_regex(cells, _ODD).to_numpy(zero_copy_only=False)).tolist():
        try:
            read(cells[row].as_py())
        except BadCell:
            given[row] = BAD
    return given
