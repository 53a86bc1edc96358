"""A run from a file to a folder: nothing lost, nothing half written, nothing done twice."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.portfolio import run as running
from mra.portfolio.engine import Work, judge_here
from mra.portfolio.parts import Counts, RowsLostError
from mra.portfolio.run import clear, run_portfolio
from mra.portfolio.source import Piece, open_portfolio
from tests.portfolio.conftest import ROWS, Make, write_portfolio
from tests.portfolio.reading import files, rows


def start(file: Path, work: Work) -> Counts:
    return run_portfolio(open_portfolio(file, work.source.directory), work, judge_here).counts


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a piece."""
    monkeypatch.setattr(running, "PIECE", 2)


def test_every_row_is_judged_or_refused(portfolio_file: Path, work: Make) -> None:
    counts = start(portfolio_file, work())
    assert (counts.rows, counts.judged, counts.refused) == (7, 4, 3)
    found = rows(work().folder, "verdicts")
    assert {(row["row"], row["market"]) for row in found} == {(line, market) for line in (2, 3, 5, 8) for market in ("ZZ", "BLC")}


def test_the_verdicts_are_those_of_a_single_answer(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work())
    found = {(row["row"], row["market"], row["requirement"]): row for row in rows(work().folder, "verdicts")}
    listed = found[2, "ZZ", "zz-lamp-certificate"]
    assert (listed["verdict"], listed["reasons"], listed["to_do"]) == ("recognized", "safety-test:accepted_as_is", 1)
    unlisted = found[8, "ZZ", "zz-lamp-certificate"]
    assert (unlisted["verdict"], unlisted["route"]) == ("duplicate", "a-cb")
    unusable = found[3, "ZZ", "zz-lamp-certificate"]
    assert (unusable["usable"], unusable["why"], unusable["verdict"]) == ("no", "certificate-status", "missing")
    assert found[2, "BLC", "blc-lamp-declaration"]["verdict"] == found[2, "ZZ", "blc-lamp-declaration"]["verdict"] == "recognized"


def test_refused_rows_say_what_is_wrong_and_what_to_do(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work())
    lines = (work().folder / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("sheet,row,column,value,rule,message_en,message_zh,remedy_en,remedy_zh")
    assert [line.split(",")[1:5] for line in lines[1:]] == [
        ["4", "date", "2024-13-01", "wrong-day"],
        ["6", "enterprise", "'=cmd", "formula-text"],
        ["6", "kind", "no_kind", "unknown-kind"],
        ["7", "product", "", "no-product"],
    ]


def test_summaries_add_up_to_the_verdicts(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work())
    found = rows(work().folder, "verdicts")
    market = _table(work().folder / "by-market.csv")
    for line in market:
        of_market = [row["verdict"] for row in found if row["market"] == line["market"]]
        assert {word: int(line[word]) for word in ("recognized", "unknown", "duplicate", "missing")} == {
            word: of_market.count(word) for word in ("recognized", "unknown", "duplicate", "missing")
        }
    assert {line["market_zh"] for line in market} == {"泽国", "集团"}
    enterprises = {line["enterprise"]: (line["certificates"], line["not_usable"]) for line in _table(work().folder / "by-enterprise.csv")}
    assert enterprises == {"Alpha": ("3", "1"), "Beta": ("1", "0")}
    schemes = {(line["market"], line["requirement"]): line["requirement_en"] for line in _table(work().folder / "by-scheme.csv")}
    assert schemes["ZZ", "zz-lamp-certificate"] == "Certificate for lamps"
    assert {line["product"] for line in _table(work().folder / "by-product.csv")} == {"lamp"}


def test_csv_results_are_for_spreadsheets(portfolio_file: Path, work: Make) -> None:
    start(write_portfolio(portfolio_file, (ROWS[0].replace("Alpha", "'=SUM(A1)"),)), work(form="csv"))
    text = (work().folder / "certificates" / "000000.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf") and b"\r\n" in text
    assert b"'=SUM(A1)" in text and b",=SUM" not in text and b'"=SUM' not in text


def test_the_same_input_gives_the_same_bytes(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work("one"))
    start(portfolio_file, work("two"))
    assert files(work("one").folder) == files(work("two").folder)


@pytest.mark.usefixtures("small_pieces")
def test_a_run_that_was_broken_off_goes_on(portfolio_file: Path, work: Make) -> None:
    whole, broken = work("whole"), work("broken")
    start(portfolio_file, whole)

    def break_off(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        for number, found in enumerate(judge_here(work, pieces)):
            if number == 2:
                raise KeyboardInterrupt
            yield found

    portfolio = open_portfolio(portfolio_file, broken.source.directory)
    with pytest.raises(KeyboardInterrupt):
        run_portfolio(portfolio, broken, break_off)
    assert json.loads((broken.folder / "run.json").read_text())["finished"] is False
    (broken.folder / "verdicts" / ".000003.parquet.1.half").write_bytes(b"half")
    given: list[int] = []

    def watch(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        for piece in pieces:
            given.append(piece.number)
            yield from judge_here(work, [piece])

    finished = run_portfolio(portfolio, broken, watch)
    assert (finished.resumed, given) == (3, [3])
    assert finished.counts.rows == 7
    assert files(broken.folder) == files(whole.folder)


@pytest.mark.usefixtures("small_pieces")
def test_a_part_without_its_last_file_is_judged_again(portfolio_file: Path, work: Make) -> None:
    def stop(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        yield from judge_here(work, pieces)
        (work.folder / "parts" / "000001.json").unlink()
        raise KeyboardInterrupt

    portfolio = open_portfolio(portfolio_file, work().source.directory)
    with pytest.raises(KeyboardInterrupt):
        run_portfolio(portfolio, work(), stop)
    assert run_portfolio(portfolio, work(), judge_here).resumed == 3


def test_a_finished_run_is_not_done_again(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work())
    with pytest.raises(InputError, match="holds the finished results of this very run; give --restart"):
        start(portfolio_file, work())
    clear(work().folder)
    assert list(work().folder.iterdir()) == []
    assert start(portfolio_file, work()).rows == 7


def test_a_folder_never_holds_two_kinds_of_results(portfolio_file: Path, work: Make) -> None:
    start(portfolio_file, work())
    with pytest.raises(InputError, match=r"other settings \(as_of\)"):
        start(portfolio_file, work(as_of=date(2026, 2, 1)))
    write_portfolio(portfolio_file, ROWS[:1])
    with pytest.raises(InputError, match=r"other settings \(sha256, form\)"):
        start(portfolio_file, work(form="csv"))


def test_a_folder_with_other_things_is_left_alone(portfolio_file: Path, work: Make) -> None:
    work().folder.mkdir()
    (work().folder / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        start(portfolio_file, work())
    with pytest.raises(InputError, match="holds no run that could be replaced"):
        clear(work().folder)
    assert [file.name for file in work().folder.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder_and_a_broken_manifest_is_no_run(portfolio_file: Path, work: Make) -> None:
    with pytest.raises(InputError, match="is a file; name a folder"):
        run_portfolio(open_portfolio(portfolio_file, work().source.directory), work("portfolio.csv"), judge_here)
    work().folder.mkdir()
    (work().folder / "run.json").write_text("{")
    with pytest.raises(InputError, match=r"run\.json cannot be read"):
        start(portfolio_file, work())


def test_a_portfolio_without_rows_is_refused_before_anything_is_written(portfolio_file: Path, work: Make) -> None:
    with pytest.raises(InputError, match="has no rows below its head"):
        start(write_portfolio(portfolio_file, ()), work())
    assert not work().folder.exists()


def test_progress_tells_how_many_rows_are_judged(portfolio_file: Path, work: Make) -> None:
    told: list[int] = []
    run_portfolio(open_portfolio(portfolio_file, work().source.directory), work(), judge_here, told.append)
    assert told == [7]


def test_lost_rows_stop_everything() -> None:
    with pytest.raises(RowsLostError, match="7 rows were given, 4 judged and 2 refused"):
        Counts(rows=7, judged=4, refused=2, verdicts=0)


@pytest.mark.usefixtures("small_pieces")
def test_an_engine_that_loses_a_piece_is_found_out(portfolio_file: Path, work: Make) -> None:
    def lose_one(work: Work, pieces: Iterable[Piece]) -> Iterator[tuple[int, Counts]]:
        yield from judge_here(work, (piece for piece in pieces if piece.number != 1))

    with pytest.raises(RowsLostError, match=r"pieces \[1\] were given out"):
        run_portfolio(open_portfolio(portfolio_file, work().source.directory), work(), lose_one)
    assert json.loads((work().folder / "run.json").read_text())["finished"] is False


def _table(file: Path) -> list[dict[str, str]]:
    import csv

    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
