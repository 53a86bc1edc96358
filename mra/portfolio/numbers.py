"""The numbers of certificates as the rules see them: given, and of the form of their kind's scheme."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from mra.knowledge.base import Knowledge
from mra.portfolio.coding import EMPTY, Codes


class NumberClasses:
    """Sorts the numbers of certificates into the few classes that the rules tell apart: of a number, whether its kind's pattern takes it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._patterns = {}
        for kind in knowledge.evidence.values():
            scheme = knowledge.schemes.get(kind.scheme or "")
            if scheme is not None and scheme.certificate_number is not None:
                self._patterns[kind.id] = scheme.certificate_number

    def classes(self, kinds: Codes, names: Sequence[str], numbers: pa.Array) -> Codes:
        """The class of each number for its kind, whose name is ``names[code]``: 0 none, 1 without a pattern, 2 misfitting, 3 fitting."""
        found: Codes = pa.compute.not_equal(numbers, "").to_numpy(zero_copy_only=False).astype(np.int64)
        for code, name in enumerate(names):
            if code != EMPTY and name in self._patterns:
                rows = np.flatnonzero((kinds == code) & (found > 0))
                fits = [self._patterns[name].fits(number) for number in numbers.take(pa.array(rows)).to_pylist()]
                found[rows] = np.array(fits, dtype=np.int64) + 2
        return found
