"""Judge the pieces of a portfolio on a Dask cluster that the user has. Workers need this package and nothing of this machine's disk."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from mra.errors import InputError
from mra.language import say
from mra.portfolio.engine import Engine, Work
from mra.portfolio.judge import Judge
from mra.portfolio.parts import Counts, Part, judge_piece, write_part
from mra.portfolio.program import judging_program
from mra.portfolio.source import Piece

if TYPE_CHECKING:
    from distributed import Client, Future

#: How often a piece is given out before its failure is the run's.
_ATTEMPTS: Final = 5
_PATIENCE: Final = "10s"


def judge_on_cluster(address: str) -> Engine:
    """On the workers of the scheduler at ``address``; the parts come back and are written here.

    Raises ``InputError`` if there is no scheduler, it has no worker, or a worker has another version of this package.
    """

    def run(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        with _connected(address) as client:
            _check_workers(client, address)
            for part in _parts(client, work.to_send(), pieces):
                write_part(work.folder, part)
                yield part.number, part.counts

    return run


def _connected(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise InputError(say("portfolio.no-cluster-extra")) from None
    try:
        return Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(say("portfolio.no-scheduler", address=address, reason=" ".join(str(error).split()))) from None


def _check_workers(client: "Client", address: str) -> None:
    programs = client.run(judging_program)
    if not programs:
        raise InputError(say("portfolio.no-workers", address=address))
    if strange := sorted(worker for worker, found in programs.items() if found != judging_program()):
        raise InputError(say("portfolio.other-program", workers=", ".join(strange)))


def _parts(client: "Client", work: Work, pieces: Iterable[Piece]) -> Iterator[Part]:
    """At most two pieces a thread of the cluster are on their way; one whose worker is lost is given out again."""
    from distributed import as_completed

    given = _Given(client, replace(work, folder=Path()))
    most = 2 * max(1, sum(client.nthreads().values()))
    waiting = iter(pieces)
    done = as_completed([given.out(piece) for piece in islice(waiting, most)])
    for future in done:
        part = given.back(future)
        if isinstance(part, Part):
            yield part
            piece = next(waiting, None)
            if piece is not None:
                done.add(given.out(piece))
        else:
            done.add(given.out(part))


class _Given:
    """The pieces that are on their way, and the work that is shared by all workers."""

    def __init__(self, client: "Client", work: Work) -> None:
        self._client = client
        self._work = work
        self._shared: Future | None = None
        self._pieces: dict[str, Piece] = {}
        self._attempts: dict[int, int] = {}

    def out(self, piece: Piece) -> "Future":
        """Give a piece out. The work is shared anew where it was lost with its workers."""
        if self._shared is None or self._shared.status != "finished":
            self._shared = self._client.scatter(self._work, broadcast=True, hash=False)
        future = self._client.submit(judge_far, self._shared, self._shared.key, piece, pure=False)
        self._pieces[future.key] = piece
        return future

    def back(self, future: "Future") -> Part | Piece:
        """The part that a future brings, or the piece to give out again. Raises what the worker raised when that happens too often."""
        piece = self._pieces.pop(future.key)
        if future.status == "finished":
            part: Part = future.result()
            return part
        attempts = self._attempts[piece.number] = self._attempts.get(piece.number, 0) + 1
        if attempts >= _ATTEMPTS:
            future.result()
            raise RuntimeError(f"piece {piece.number} was given out {attempts} times and came back {future.status}")
        return piece


#: The judge of each run in this worker process, and who may use it: a worker may have several threads.
_judges: dict[str, tuple[Judge, Lock]] = {}
_opening: Final = Lock()


def judge_far(work: Work, run: str, piece: Piece) -> Part:
    """Judge a piece in a worker process, which keeps one judge a run."""
    with _opening:
        if run not in _judges:
            _judges.clear()
            _judges[run] = work.judge(), Lock()
        judge, one_at_a_time = _judges[run]
    with one_at_a_time:
        return judge_piece(judge, piece, work.form)
