"""``mra certificates check``: rows in are rows judged and rows refused, in every form and both languages."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.conftest import Call

HEAD = "证书类型,证书编号,持证人,发证机构,标准,签发日期,有效期至,状态,生产企业\n"
GOOD = "ccc,A1,企业,CQC,GB 1-2022,2024-01-10,2029-01-10,有效,same\n"
SUSPENDED = "ccc,A2,企业,CQC,GB 1-2022,2024-01-10,2029-01-10,暂停,same\n"
DOUBTFUL = "ccc,A3,,CQC,GB 1-2022,2024-01-10,2029-01-10,有效,same\n"
BROKEN = "ccc,A4,企业,CQC,GB 1-2022,2024-13-01,2029-01-10,不明白,same\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "certificates.csv"
    path.write_text(HEAD + GOOD + SUSPENDED + DOUBTFUL + BROKEN, encoding="utf-8")
    return path


def test_each_certificate_has_its_word_and_its_reasons(call: Call, file: Path) -> None:
    result = call("certificates", "check", str(file), "--product", "lamp", "--as-of", "2026-01-10")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Certificates in certificates.csv on 2026-01-10 (lamp); knowledge base ")
    assert lines[2:9] == [
        "√ Usable: CCC certificate A1",
        "× Not usable: CCC certificate A2",
        "    The certificate does not stand (Suspended). [certificate-status]",
        "△ Doubtful: CCC certificate A3",
        "    The holder is not given. [certificate-holder-given]",
        "○ Refused: line 5",
        "    签发日期 “2024-13-01” is not a day. Write it as 2026-11-22.",
    ]
    assert "4 row(s): 3 judged (1 usable, 1 doubtful, 1 not usable), 1 refused." in lines
    assert "not legal advice" in lines[-1]


def test_in_chinese_whatever_the_product(call: Call, file: Path) -> None:
    result = call("certificates", "check", str(file), "--as-of", "2026-01-10", language="zh")
    assert "（不限产品）" in result.stdout
    assert "× 不可用：CCC证书 A2\n    证书当前状态无效（暂停）。 [certificate-status]\n" in result.stdout
    assert "共 4 行：判定 3 行（可用 1，存疑 1，不可用 1），未采用 1 行。" in result.stdout
    assert "usable" not in result.stdout


def test_the_day_is_the_day_of_the_call(call: Call, file: Path) -> None:
    assert " on 2026-01-01 (any product)" in call("certificates", "check", str(file)).stdout
    late = call("certificates", "check", str(file), "--as-of", "2029-01-11").stdout
    assert "× Not usable: CCC certificate A1\n    The certificate had expired on the day asked about (2029-01-10). [certificate-unexpired]" in late


def test_as_json_rows_in_are_rows_judged_and_refused(call: Call, file: Path) -> None:
    english, chinese = (call("certificates", "check", str(file), "--format", "json", language=language).stdout for language in ("en", "zh"))
    assert english == chinese
    data = json.loads(english)
    assert (data["schema"], data["file"], data["product"]) == ("mra-certificate-check/1", "certificates.csv", None)
    assert data["summary"] == {"rows": 4, "judged": 3, "refused": 1, "yes": 1, "unknown": 1, "no": 1}
    assert [entry["usable"] for entry in data["certificates"]] == ["yes", "no", "unknown"]
    (reason,) = data["certificates"][1]["reasons"]
    assert (reason["code"], reason["severity"], reason["shape"]) == ("certificate-status", "no", "https://w3id.org/mra/rule/certificate-status")
    assert "certificate-status" in data["certificates"][0]["passed"]
    assert data["refused"][0]["place"]["en"] == "line 5"
    assert len(data["refused"][0]["why"]) == 2


@pytest.mark.parametrize(("language", "words"), [("en", ["Usable", "Not usable", "Doubtful", "Refused"]), ("zh", ["可用", "不可用", "存疑", "未采用"])])
def test_as_csv_each_row_in_is_a_row_out(call: Call, file: Path, language: str, words: list[str]) -> None:
    text = call("certificates", "check", str(file), "--format", "csv", language=language).stdout
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == words
    assert rows[2][-1] == "certificate-status"
    assert len({len(row) for row in rows}) == 1


def test_a_cell_never_becomes_a_formula(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text(HEAD + GOOD.replace("企业", "+cmd|x"), encoding="utf-8")
    assert '"\'+cmd|x"' in call("certificates", "check", str(path), "--format", "csv").stdout


@pytest.mark.parametrize(
    ("rows", "condition", "status"),
    [
        (GOOD, "unusable", 0),
        (GOOD, "doubt", 0),
        (DOUBTFUL, "unusable", 0),
        (DOUBTFUL, "doubt", 1),
        (SUSPENDED, "unusable", 1),
        (SUSPENDED, "doubt", 1),
        (GOOD + BROKEN, "unusable", 1),
    ],
)
def test_fail_on(call: Call, tmp_path: Path, rows: str, condition: str, status: int) -> None:
    path = tmp_path / "some.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    assert call("certificates", "check", str(path), "--fail-on", condition).exit_code == status


def test_output_goes_whole_into_a_file(call: Call, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    result = call("certificates", "check", str(file), "--format", "json", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["rows"] == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--product", "zzzz"), "zzzz"),
        (("--kind", "ccc"), "digital"),
        (("--as-of", "soon"), "soon"),
        (("--fail-on", "missing"), "missing"),
    ],
)
def test_a_wrong_call_is_one_clear_line(call: Call, file: Path, arguments: tuple[str, ...], sentence: str) -> None:
    result = call("certificates", "check", str(file), *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert sentence in result.stderr


def test_a_file_without_a_row_or_that_is_not_there_is_refused(call: Call, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text(HEAD, encoding="utf-8")
    for path in (empty, tmp_path / "nowhere.csv"):
        result = call("certificates", "check", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert path.name in result.stderr


def test_the_group_names_its_command_in_both_languages(call: Call) -> None:
    assert "check  Say which certificates may be used as evidence, and why not." in " ".join(call("certificates", "--help").stdout.split("\n"))
    assert "判断哪些证书可作为证据" in call("certificates", "--help", language="zh").stdout


def test_gap_leaves_out_what_is_not_usable_and_says_why(call: Call, file: Path) -> None:
    result = call("gap", "--product", "lamp", "--to", "ZZ", "--certificates", str(file), "--format", "json", "--as-of", "2026-01-10")
    held = json.loads(result.stdout)["held"]
    assert [piece["usable"] for piece in held] == ["yes", "no", "unknown"]
    assert [len(piece["problems"]) for piece in held] == [0, 1, 1]
    assert held[1]["problems"][0]["message"]["zh"] == "CCC证书 A2 不作为证据使用：证书当前状态无效（暂停）。"
    table = call("gap", "--product", "lamp", "--to", "ZZ", "--certificates", str(file), "--as-of", "2026-01-10").stdout
    assert "is not used as evidence" in " ".join(table.split())
