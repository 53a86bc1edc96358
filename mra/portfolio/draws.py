"""Draws that depend on a seed, a name and a row number only: the same on every machine, whatever rows are made together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
_Bits = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Draws:
    """Named streams of whole numbers. Numbers come out of integer arithmetic alone, so that no library version changes them."""

    seed: int

    def upto(self, name: str, rows: Whole, limit: int | Whole) -> Whole:
        """For every row a number from 0 to just below ``limit``; the same row of the same stream gives the same number."""
        mixed = _mixed(rows.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + self._start(name))
        drawn: Whole = ((mixed >> np.uint64(1)).astype(np.int64)) % limit
        return drawn

    def hit(self, name: str, rows: Whole, of_thousand: int) -> npt.NDArray[np.bool_]:
        """Which rows are among so many of a thousand."""
        found: npt.NDArray[np.bool_] = self.upto(name, rows, 1000) < of_thousand
        return found

    def _start(self, name: str) -> np.uint64:
        digest = hashlib.blake2b(f"{self.seed}:{name}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "little"))


def _mixed(bits: _Bits) -> _Bits:
    """The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit of the output."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


class Shares:
    """Several tables of weighted choices in one, laid end to end: each row draws from the table that it names."""

    def __init__(self, tables: Sequence[Sequence[int]]) -> None:
        weights = np.array([weight for table in tables for weight in table], dtype=np.int64)
        sizes = np.array([len(table) for table in tables], dtype=np.int64)
        self._ends = np.cumsum(weights)
        self.first: Whole = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
        before = np.concatenate(([0], self._ends))
        self._before: Whole = before[self.first]
        self._totals: Whole = before[self.first + sizes] - self._before

    def choose(self, draws: Draws, name: str, rows: Whole, tables: Whole) -> Whole:
        """For every row the number of its choice, counted over all tables."""
        point = self._before[tables] + draws.upto(name, rows, self._totals[tables])
        chosen: Whole = np.searchsorted(self._ends, point, side="right").astype(np.int64)
        return chosen
