"""Judge the pieces of a portfolio on the processors of this machine."""

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, fields, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from mra.gap.source import LiveSource
from mra.knowledge.base import Knowledge
from mra.knowledge.derived import Derived
from mra.model.text import Bilingual
from mra.portfolio.judge import Judge, Judged
from mra.portfolio.parts import Counts, Format, judge_piece, made_part, write_part
from mra.portfolio.source import Piece
from mra.recognition.applicability import market_label

#: What an engine does: judge pieces, in any order, write their parts to the folder, and tell the number and the counts of each.
Engine = Callable[["Work", Iterable[Piece]], Iterator[tuple[int, Counts]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every worker needs to know; it can be sent between processes and machines."""

    source: LiveSource
    markets: tuple[str, ...]
    as_of: date
    form: Format
    folder: Path

    def judge(self) -> Judge:
        """A judge who remembers nothing yet."""
        return Judge(self.source, self.markets, self.as_of)

    def market_labels(self) -> dict[str, Bilingual]:
        """The names of the markets; a region without a record is named after its economy."""
        return {market: market_label(self.source.knowledge, market) for market in self.markets}

    def to_send(self) -> "Work":
        """The same with everything in memory: a knowledge base that is read out of a file as it is asked for stays on its machine."""
        knowledge = self.source.knowledge
        parts = {field.name: _in_memory(getattr(knowledge, field.name)) for field in fields(knowledge)}
        return replace(self, source=replace(self.source, knowledge=Knowledge(**parts)), folder=self.folder.absolute())


def _in_memory(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Derived):
        return Derived(**{field.name: dict(getattr(value, field.name)) for field in fields(value)})
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def judge_here(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
    """In this process, one piece after the other."""
    judge = work.judge()
    for piece in pieces:
        part = judge_piece(judge, piece, work.form)
        write_part(work.folder, part)
        yield part.number, part.counts


def judge_locally(workers: int) -> Engine:
    """In ``workers`` processes: this one reads and judges, the others spread the results over the rows and write them.

    What is judged once is remembered, so judging does not gain by being shared out, and memory does not pay for it twice. At most two
    pieces a writer are in memory.
    """
    writers = max(1, workers - 1)

    def run(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        judge = work.judge()
        with ProcessPoolExecutor(writers, get_context("spawn"), _leave_interrupts) as pool:
            running: set[Future[tuple[int, Counts]]] = set()
            try:
                for piece in pieces:
                    judged = judge.judge(piece.rows).to_send()
                    running.add(pool.submit(_write, judged, piece, work.form, work.folder.absolute()))
                    if len(running) >= 2 * writers:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        yield from (future.result() for future in done)
                yield from (future.result() for future in running)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    return run


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that judges."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _write(judged: Judged, piece: Piece, form: Format, folder: Path) -> tuple[int, Counts]:
    part = made_part(judged, piece, form)
    write_part(folder, part)
    return part.number, part.counts
