"""Every engine, any pieces, any number of workers: the same rows."""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.portfolio import cluster as far
from mra.portfolio import run as running
from mra.portfolio.cluster import judge_on_cluster
from mra.portfolio.engine import Engine, Work, judge_here, judge_locally
from mra.portfolio.parts import Counts
from mra.portfolio.run import run_portfolio
from mra.portfolio.source import Piece, open_portfolio
from tests.portfolio.conftest import ROWS, Make, write_portfolio
from tests.portfolio.reading import files, rows

MANY = ROWS * 6


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """42 rows in pieces of three."""
    monkeypatch.setattr(running, "PIECE", 3)
    return write_portfolio(tmp_path / "many.csv", MANY)


def start(file: Path, work: Work, engine: Engine) -> Counts:
    return run_portfolio(open_portfolio(file, work.source.directory), work, engine).counts


def test_two_processes_find_what_one_finds(many: Path, work: Make) -> None:
    one, two = work("one"), work("two")
    assert start(many, one, judge_here) == start(many, two, judge_locally(2))
    assert files(one.folder) == files(two.folder)


def test_other_pieces_hold_the_same_rows(many: Path, work: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    small, whole = work("small"), work("whole")
    start(many, small, judge_here)
    monkeypatch.setattr(running, "PIECE", 1_000)
    start(many, whole, judge_here)
    assert len(list((small.folder / "verdicts").iterdir())) > len(list((whole.folder / "verdicts").iterdir())) == 1
    for name in ("verdicts", "certificates"):
        assert rows(small.folder, name) == rows(whole.folder, name)
    summaries = {name: data for name, data in files(small.folder).items() if "/" not in name}
    assert summaries == {name: data for name, data in files(whole.folder).items() if "/" not in name}


def test_a_failure_in_a_process_ends_the_run(many: Path, work: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = work("run")

    def pieces(work: Work, given: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        yield from judge_locally(2)(work, (_without_kind(piece) for piece in given))

    with pytest.raises(KeyError, match="kind"):
        start(many, broken, pieces)


def _without_kind(piece: Piece) -> Piece:
    return Piece(number=piece.number, rows=piece.rows.drop_columns("kind"), unread=piece.unread)


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A real cluster on this machine: a scheduler, two worker processes that are started again when they die."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as cluster:
        cluster.wait_for_workers(2)
        yield cluster.scheduler_address


def test_a_cluster_finds_the_same_though_a_worker_is_killed(many: Path, work: Make, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = work("here"), work("there")
    start(many, here, judge_here)
    killed: list[int] = []

    def kill_one(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        from distributed import Client

        for found in judge_on_cluster(scheduler)(work, pieces):
            if not killed:
                with Client(scheduler) as client:
                    killed.append(min(client.run(os.getpid).values()))
                os.kill(killed[0], signal.SIGKILL)
            yield found

    assert start(many, there, kill_one).rows == len(MANY)
    assert killed
    assert files(there.folder) == files(here.folder)


def test_a_piece_that_fails_again_and_again_ends_the_run(many: Path, work: Make, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far, "_ATTEMPTS", 2)

    def broken(work: Work, given: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        yield from judge_on_cluster(scheduler)(work, (_without_kind(piece) for piece in given))

    with pytest.raises(KeyError, match="kind"):
        start(many, work(), broken)


class _Cluster:
    """Answers as a client does whose workers have these programs."""

    def __init__(self, programs: dict[str, str]) -> None:
        self.programs = programs

    def run(self, _asked: object) -> dict[str, str]:
        return self.programs


def test_workers_with_another_program_are_refused() -> None:
    far._check_workers(_Cluster({"tcp://a": far.judging_program()}), "tcp://s")
    with pytest.raises(InputError, match=r"another version of mra and could judge otherwise: tcp://b\."):
        far._check_workers(_Cluster({"tcp://a": far.judging_program(), "tcp://b": "older"}), "tcp://s")


def test_a_scheduler_without_workers_is_one_clear_line() -> None:
    with pytest.raises(InputError, match="scheduler at tcp://s has no workers"):
        far._check_workers(_Cluster({}), "tcp://s")


def test_no_scheduler_is_one_clear_line(many: Path, work: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far, "_PATIENCE", "0.2s")
    with pytest.raises(InputError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        start(many, work(), judge_on_cluster("tcp://127.0.0.1:9"))
