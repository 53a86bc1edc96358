"""The numbers of certificates as the rules see them: given, of the form of their kind's schemes, and named in a notice."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from mra.ingest.cells import BadCell, unquoted
from mra.knowledge.base import Knowledge
from mra.model.number import NumberFormat, plain_number
from mra.portfolio.coding import BAD, EMPTY, Codes

#: Classes of numbers: one that nothing is recorded to compare with, one that fits no format of its kind, one that does.
_GIVEN, _MISFITTING, _FITTING = 1, 2, 3
_FIRST_NOTICED = 4


class NumberClasses:
    """Sorts the numbers of certificates into the few classes that the rules tell apart; one that is named in a notice is its own."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._formats: dict[str, tuple[NumberFormat, ...]] = {}
        for kind in knowledge.evidence:
            formats = tuple(scheme.certificate_number for scheme in knowledge.issuing_schemes(kind) if scheme.certificate_number)
            if formats:
                self._formats[kind] = formats
        self._noticed = {number: code for code, number in enumerate(sorted({plain_number(notice.number) for notice in knowledge.notices}), _FIRST_NOTICED)}

    def classes(self, kinds: Codes, names: Sequence[str], given: Codes, numbers: pa.Array) -> Codes:
        """The class of each number for its kind, whose name is ``names[code]``; ``given`` says which numbers there are."""
        found = np.where(given > EMPTY, _GIVEN, EMPTY)
        for code, name in enumerate(names):
            formats = self._formats.get(name, ())
            if code == EMPTY or not (formats or self._noticed):
                continue
            rows = np.flatnonzero((kinds == code) & (given > EMPTY))
            texts = numbers.take(pa.array(rows)).to_pylist()
            found[rows] = np.fromiter((self._class(formats, text) for text in texts), dtype=np.int64, count=len(texts))
        return found

    def _class(self, formats: Sequence[NumberFormat], text: str) -> int:
        try:
            number = plain_number(unquoted(text))
        except BadCell:
            return BAD
        if number in self._noticed:
            return self._noticed[number]
        if not formats:
            return _GIVEN
        written = (number, number.replace(" ", "")) if " " in number else (number,)
        return _FITTING if any(form.fits(way) for form in formats for way in written) else _MISFITTING
