"""``mra portfolio`` as its user calls it."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from mra.model.text import Language
from tests.commands.conftest import Call
from tests.portfolio.conftest import ROWS, write_portfolio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_portfolio(tmp_path / "证书.csv", ROWS)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "7 rows = 4 judged + 3 refused; 12 verdicts."), ("zh", "7 行 = 已判定 4 + 未能使用 3；12 条结论。")],
)
def test_a_run_says_what_became_of_every_row(call: Call, file: Path, tmp_path: Path, language: Language, told: str) -> None:
    result = call("portfolio", "run", str(file), "--to", "ZZ,BLC", "-o", str(tmp_path / "run"), "--workers", "1", language=language)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith(f"{told}\n")
    manifest = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert (manifest["finished"], manifest["rows"], manifest["markets"], manifest["as_of"]) == (True, 7, ["ZZ", "BLC"], "2026-01-01")


def test_all_is_every_market_but_the_one_at_home(call: Call, file: Path, tmp_path: Path) -> None:
    call("portfolio", "run", str(file), "-o", str(tmp_path / "run"), "--workers", "1")
    assert json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["markets"] == ["BLC", "ZZ"]


def test_a_region_is_named_after_its_economy(call: Call, file: Path, tmp_path: Path) -> None:
    result = call("portfolio", "run", str(file), "--to", "ZZ-N,CN", "-o", str(tmp_path / "run"), "--workers", "1", "--workbook")
    assert result.exit_code == 0, result.output
    assert "ZZ-N,泽国（ZZ-N）,Zedland (ZZ-N)," in (tmp_path / "run" / "by-market.csv").read_text(encoding="utf-8-sig")


def test_the_users_table_comes_back_with_the_answers(call: Call, file: Path, tmp_path: Path) -> None:
    result = call("portfolio", "run", str(file), "--to", "ZZ", "-o", str(tmp_path / "run"), "--workers", "1", "--workbook")
    assert "Your table with the answers beside its rows" in result.stderr
    sheet = openpyxl.load_workbook(tmp_path / "run" / "证书.mra.xlsx").worksheets[0]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [line[2] for line in lines[1:]] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [line[-2] for line in lines[1:]] == [
        "usable",
        "not usable",
        "could not be read",
        "usable, with doubts",
        "could not be read",
        "could not be read",
        "usable",
    ]
    assert [line[-1] for line in lines[1:3]] == ["Recognised 2", "Missing 2"]
    assert "is not a day" in str(sheet.cell(4, len(lines[0]) - 1).comment)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--engine", "dask"), "--engine dask and --scheduler ADDRESS belong together"),
        (("--scheduler", "tcp://127.0.0.1:1"), "--engine dask and --scheduler ADDRESS belong together"),
        (("--to", "XX"), "XX"),
        (("--as-of", "tomorrow"), "tomorrow"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(call: Call, file: Path, tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    result = call("portfolio", "run", str(file), "-o", str(tmp_path / "run"), *options)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert told in result.stderr
    assert not (tmp_path / "run").exists()


def test_a_broken_parquet_file_is_one_line(call: Call, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing else")
    result = call("portfolio", "run", str(tmp_path / "broken.parquet"), "-o", str(tmp_path / "run"))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "begins like a Parquet file and cannot be read" in result.stderr


def test_ctrl_c_leaves_a_run_that_can_be_resumed(call: Call, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mra.portfolio import engine

    with monkeypatch.context() as patch:
        patch.setattr(engine, "write_part", _interrupt)
        result = call("portfolio", "run", str(file), "-o", str(tmp_path / "run"), "--workers", "1")
    assert result.exit_code == 130
    assert "give the same command again to go on" in result.stderr
    assert list((tmp_path / "run" / "verdicts").iterdir()) == []
    assert call("portfolio", "run", str(file), "-o", str(tmp_path / "run"), "--workers", "1").exit_code == 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_template_can_be_run(call: Call, tmp_path: Path) -> None:
    assert call("portfolio", "template", "--output", str(tmp_path / "t.xlsx")).exit_code == 0
    result = call("portfolio", "run", str(tmp_path / "t.xlsx"), "-o", str(tmp_path / "run"), "--workers", "1")
    assert re.search(r": ([1-9]) rows = 0 judged \+ \1 refused", result.stdout), "the examples are refused, none is judged"
