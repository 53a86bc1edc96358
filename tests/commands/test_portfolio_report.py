"""``mra portfolio report`` as its user calls it, on a run that was really made."""

import json
from pathlib import Path

import pytest

from mra.model.text import Language
from tests.commands.conftest import Call
from tests.portfolio.conftest import ROWS, write_portfolio

FORMATS = ("table", "json", "csv", "md", "html", "xlsx", "pdf")


@pytest.fixture
def folder(call: Call, tmp_path: Path) -> Path:
    """A finished run over seven rows, four of which were judged."""
    file = write_portfolio(tmp_path / "证书.csv", ROWS)
    assert call("portfolio", "run", str(file), "--to", "ZZ,BLC", "-o", str(tmp_path / "run"), "--workers", "1").exit_code == 0
    return tmp_path / "run"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            ("Portfolio report: 证书.csv", "4 certificates of 2 enterprises were judged for 2 markets", "Zedland (ZZ)", "Beta", "no published fee is recorded"),
        ),
        ("zh", ("证书清单报告：证书.csv", "共判定 2 家企业的 4 张证书，目的市场 2 个", "泽国（ZZ）", "均未收录公布的收费标准", "不构成法律意见")),
    ],
)
def test_the_report_is_read_in_a_terminal(call: Call, folder: Path, language: Language, told: tuple[str, ...]) -> None:
    result = call("portfolio", "report", str(folder), language=language)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [words for words in told if words not in result.stdout] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_the_same_twice(call: Call, folder: Path, tmp_path: Path, format_name: str, language: Language) -> None:
    files = [tmp_path / f"{number}.{format_name}" for number in range(2)]
    for file in files:
        result = call("portfolio", "report", str(folder), "--format", format_name, "-o", str(file), language=language)
        assert (result.exit_code, result.output) == (0, "")
    assert files[0].read_bytes() == files[1].read_bytes() != b""


def test_the_numbers_are_those_of_the_run(call: Call, folder: Path) -> None:
    found = json.loads(call("portfolio", "report", str(folder), "--format", "json").stdout)
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert {name: found["run"][name] for name in ("rows", "judged", "refused", "verdicts")} == {"rows": 7, "judged": 4, "refused": 3, "verdicts": 12}
    assert (found["kb_version"], found["as_of"]) == (manifest["knowledge"], "2026-01-01")
    assert found["summary"]["verdicts"]["duplicate"] == 2
    assert [(entry["requirement"], entry["again"], entry["markets"]) for entry in found["schemes"]] == [
        ("zz-lamp-certificate", 1, ["ZZ"]),
        ("blc-lamp-declaration", 1, ["ZZ", "BLC"]),
    ]


def test_a_rate_that_is_not_needed_is_told(call: Call, folder: Path) -> None:
    result = call("portfolio", "report", str(folder), "--rate", "eur=7.8")
    assert (result.exit_code, result.stderr) == (0, "No cost is recorded in EUR; the rate was not needed.\n")


@pytest.mark.parametrize("rates", [("EUR",), ("EUR=0",), ("EUR=-1",), ("EURO=7",), ("EUR=7,8",), ("EUR=1e3",), ("EUR=7.8", "eur=7.9")])
def test_what_is_no_rate_is_refused(call: Call, folder: Path, rates: tuple[str, ...]) -> None:
    result = call("portfolio", "report", str(folder), *(part for rate in rates for part in ("--rate", rate)))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f"--rate {rates[-1]} is no rate, or names a currency twice" in result.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [("{}", "holds no run of mra portfolio run"), ('{"finished": false, "knowledge": ""}', "was broken off; give the same mra portfolio run command again")],
)
def test_a_folder_that_is_no_finished_run_is_one_line(call: Call, folder: Path, tmp_path: Path, text: str, told: str) -> None:
    (folder / "run.json").write_text(text, encoding="utf-8")
    result = call("portfolio", "report", str(folder), "--format", "html", "-o", str(tmp_path / "report.html"))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert told in result.stderr
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(("language", "told"), [("en", "Report on the finished run in FOLDER"), ("zh", "就 文件夹 中已完成的运行写出报告")])
def test_the_help_is_in_the_language_of_the_call(call: Call, language: Language, told: str) -> None:
    result = call("portfolio", "report", "--help", language=language)
    assert result.exit_code == 0
    assert told in result.stdout and "--rate" in result.stdout
