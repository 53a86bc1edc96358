"""A column of cells as codes: every distinct text is read once, and what the rules cannot tell apart has one code.

Cells repeat: a hundred thousand certificates have a few hundred standards, bodies and days between them.
"""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from mra.ingest.cells import BadCell

Codes = np.ndarray[tuple[int], np.dtype[np.signedinteger]]
#: The code of an empty cell, and of one that cannot be read.
EMPTY: Final = 0
BAD: Final = -1
#: An empty day; days are counted as ``date.toordinal`` does.
NO_DAY: Final = 0
_REMEMBERED: Final = 100_000


class Column:
    """Turns texts to codes. ``read`` gives the class of a text, which has one code; it raises ``BadCell`` for what cannot be read."""

    #: The class behind each code.
    class_of: list[Hashable]

    def __init__(self, read: Callable[[str], Hashable]) -> None:
        self._read = read
        self._classes: dict[Hashable, int] = {}
        self._texts: dict[str, int] = {}
        self.class_of: list[Hashable] = [None]

    def codes(self, cells: pa.Array) -> Codes:
        """The code of every cell."""
        return distinct(cells, self._code)

    def _code(self, text: str) -> int:
        if not text:
            return EMPTY
        known = self._texts.get(text)
        if known is not None:
            return known
        if len(self._texts) >= _REMEMBERED:  # a column of millions of different texts must not fill the memory
            self._texts.clear()
        try:
            code = self._intern(self._read(text))
        except BadCell:
            code = BAD
        self._texts[text] = code
        return code

    def _intern(self, found: Hashable) -> int:
        code = self._classes.setdefault(found, len(self.class_of))
        if code == len(self.class_of):
            self.class_of.append(found)
        return code


class Days:
    """Turns texts to days."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._texts: dict[str, int] = {}

    def days(self, cells: pa.Array) -> Codes:
        """The day of every cell; ``NO_DAY`` where there is none, ``BAD`` where it cannot be read."""
        return distinct(cells, self._day)

    def _day(self, text: str) -> int:
        if not text:
            return NO_DAY
        if text not in self._texts:
            try:
                self._texts[text] = date.fromisoformat(self._read(text)).toordinal()
            except BadCell:
                self._texts[text] = BAD
        return self._texts[text]


def distinct(cells: pa.Array, code: Callable[[str], int]) -> Codes:
    """Ask ``code`` once for every distinct text of ``cells``."""
    coded = cells.dictionary_encode()
    codes = np.fromiter((code(text) for text in coded.dictionary.to_pylist()), dtype=np.int64, count=len(coded.dictionary))
    found: Codes = codes[coded.indices.to_numpy(zero_copy_only=False)]
    return found


def joined(columns: list[Codes]) -> tuple[Codes, Codes]:
    """Rows that agree in all columns get one number: the first row of each number, and the number of each row.

    The columns are joined one after the other, so that no combination of codes is ever too large for an integer.
    """
    first = np.zeros(1, dtype=np.int64)
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, codes = np.unique(column, return_inverse=True)
        _, first, numbers = np.unique(numbers * len(values) + codes, return_index=True, return_inverse=True)
    return first, numbers
