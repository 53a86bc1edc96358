"""Make a portfolio of any size that nobody holds: marked as synthetic in every row, the same bytes for the same arguments."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from mra.errors import InputError
from mra.knowledge.base import Knowledge
from mra.language import say
from mra.portfolio.draws import Draws
from mra.portfolio.synthetic_faults import FAULTS, MOST, Faults, number_of_faults
from mra.portfolio.synthetic_files import MOST_ROWS, WRITERS
from mra.portfolio.synthetic_rows import Rows
from mra.system import written_whole

#: So many rows are in memory at a time.
PIECE: Final = 100_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. ``errors``: the share of rows with a planted fault, up to one half."""

    enterprises: int
    certificates: int
    errors: Fraction
    seed: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesized:
    """What was written: rows, and faults by name."""

    rows: int
    faults: Mapping[str, int]


def synthesize(knowledge: Knowledge, wanted: Wanted, target: Path, progress: Progress | None = None) -> Synthesized:
    """Write the portfolio to ``target``, whole or not at all, in the form that its suffix names.

    Raises ``InputError`` where the numbers or the suffix cannot be.
    """
    _check(wanted, target)
    faults: Counter[str] = Counter(dict.fromkeys(FAULTS, 0))
    with written_whole(target) as half:
        WRITERS[target.suffix.lower()](_pieces(knowledge, wanted, faults, progress or (lambda *_: None)), half)
    return Synthesized(rows=wanted.certificates, faults=faults)


def _check(wanted: Wanted, target: Path) -> None:
    suffix = target.suffix.lower()
    if suffix not in WRITERS:
        raise InputError(say("synthesize.suffix", file=target, known=", ".join(WRITERS)))
    if suffix == ".xlsx" and wanted.certificates > MOST_ROWS:
        raise InputError(say("synthesize.too-many", rows=f"{wanted.certificates:,}", most=f"{MOST_ROWS:,}"))
    if not 0 <= wanted.errors <= MOST:
        raise InputError(say("synthesize.share", share=float(wanted.errors)))
    if wanted.enterprises > wanted.certificates:
        raise InputError(say("synthesize.too-few", enterprises=f"{wanted.enterprises:,}", certificates=f"{wanted.certificates:,}"))


def _pieces(knowledge: Knowledge, wanted: Wanted, counted: Counter[str], progress: Progress) -> Iterator[pa.Table]:
    total = wanted.certificates
    made = Rows(knowledge, enterprises=wanted.enterprises, certificates=total, seed=wanted.seed, as_of=wanted.as_of)
    faults = Faults(draws=Draws(wanted.seed), certificates=total, number=number_of_faults(total, wanted.errors))
    for first in range(0, total, PIECE):
        progress(first, total)
        last = min(first + PIECE, total)
        faulty = faults.among(first, last, made.enterprise_of)
        counted.update({name: len(rows) for name, rows in faulty.rows.items()})
        columns = faulty.spoil(made.make(faulty.sources(np.arange(first, last, dtype=np.int64))), first)
        yield pa.table({name: cells.column() for name, cells in columns.items()})
    progress(total, total)
