import json
import re
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from tests.bases import tiny_base
from tests.commands.conftest import Call

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--as-of", "2026-06-01")


def test_a_report_goes_to_standard_output_and_the_remark_does_not(call: Call) -> None:
    result = call(*LAMP, "--held", "cb_report:issuer=GOOD", "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert [entry["verdict"] for entry in report["destinations"][0]["requirements"]] == ["recognized", "recognized"]
    assert result.stderr.startswith("Judged live from the knowledge base")


def test_quiet_leaves_standard_error_empty(call: Call) -> None:
    assert call("--quiet", *LAMP, "--held", "cb_report").stderr == ""
    assert call(*LAMP, "-q", "--held", "cb_report").stderr == ""


def test_without_anything_held_the_report_says_so(call: Call) -> None:
    result = call(*LAMP, "--format", "json")
    assert result.exit_code == 0
    assert "Nothing was said to be held" in result.stderr
    assert {entry["verdict"] for entry in json.loads(result.stdout)["destinations"][0]["requirements"]} == {"missing"}


@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_in_both_languages(call: Call, format_name: str, language: str) -> None:
    result = call(*LAMP, "--held", "ccc", "--format", format_name, language=language)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    assert ("灯具证书" if language == "zh" else "Certificate for lamps") in result.stdout


@pytest.mark.parametrize(
    ("conditions", "held", "status"),
    [
        (["duplicate"], "ccc", 1),
        (["missing"], "ccc", 0),
        (["missing"], "none", 1),
        (["barred,missing"], "none", 1),
        (["barred", "missing"], "none", 1),
        (["duplicate"], "cb_report:issuer=GOOD", 0),
        (["unknown"], "cb_report:issuer=GOOD", 0),
        ([], "none", 0),
    ],
)
def test_fail_on(call: Call, conditions: list[str], held: str, status: int) -> None:
    options = [part for condition in conditions for part in ("--fail-on", condition)]
    result = call(*LAMP, "--held", held, *options)
    assert result.exit_code == status, result.output
    assert result.stdout


def test_fail_on_unknown_sees_coverage(call: Call, tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"economies/yy/economy.toml": 'code = "YY"\nlabel = { en = "Wyland", zh = "外国" }\nsources = ["law-zz"]\n'})
    result = call("gap", "--product", "lamp", "--to", "YY", "--held", "ccc", "--fail-on", "unknown", data=location.root)
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--product", "lamp", "--to", "XX"], "There is no market “XX”"),
        (["--product", "zzzzzz", "--to", "ZZ"], "No product group fits"),
        (["--product", "gadget", "--to", "ZZ"], "no honest default exists for: battery"),
        (["--product", "lamp", "--to", "ZZ", "--held", "cccc"], "is not a kind of evidence"),
        (["--product", "lamp", "--to", "ZZ", "--held", "ccc:colour=red"], "does not qualify ccc"),
        (["--product", "lamp", "--to", "ZZ", "--attr", "colour=red"], "is not an attribute"),
        (["--product", "lamp", "--to", "ZZ", "--as-of", "yesterday"], "is not a day"),
        (["--product", "lamp", "--to", "ZZ", "--fail-on", "bad"], "no condition of --fail-on"),
        (["--product", "lamp", "--to", "ZZ", "--held", "ccc", "--certificates", "x.csv"], "exclude each other"),
        (["--product", "lamp"], "Missing option '--to'"),
        (["--product", "lamp", "--to", "ZZ", "--format", "docx"], "is not one of"),
        (["--product", "lamp", "--to", "ZZ", "--formt", "json"], "Did you mean one of: '--format'"),
        (["--product", "lamp", "--to"], "requires an argument"),
        (["--product", "lamp", "--to", "ZZ", "extra"], "unexpected extra argument"),
    ],
)
def test_a_wrong_call_is_one_clear_line(call: Call, arguments: list[str], said: str, tmp_path: Path) -> None:
    result = call("--quiet", "gap", "--output", str(tmp_path / "report"), *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_wrong_call_in_chinese(call: Call) -> None:
    assert call("gap", "--product", "lamp", language="zh").stderr == "错误：缺少选项 '--to'（见 mra gap --help）\n"
    assert call("gup", language="zh").stderr == "错误：没有命令 'gup'。您是否指 'gap'？（见 mra --help）\n"


def test_output_is_written_whole_or_not_at_all(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("old")
    assert call(*LAMP, "--held", "ccc", "--format", "csv", "--output", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    result = call(*LAMP, "--held", "ccc", "--output", str(tmp_path / "none" / "report.csv"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["report.csv"]


def test_a_dash_is_standard_output(call: Call) -> None:
    assert json.loads(call(*LAMP, "--held", "ccc", "--format", "json", "-o", "-").stdout)["product"]


def test_certificates_are_judged_without_presumption(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "证书.csv"
    file.write_text("证书种类,认证机构,状态,依据标准,发证日期\nCB报告,GOOD,有效,IEC 1:2018,2025-01-01\nCB报告,GOOD,有效,,昨天\n", encoding="gb18030")
    result = call(*LAMP, "--certificates", str(file), "--format", "json")
    assert result.exit_code == 0, result.output
    assert "line 3: 发证日期 “昨天” is not a day. Write it as 2026-11-22." in result.stderr
    report = json.loads(result.stdout)
    assert "recognized" in {entry["verdict"] for entry in report["destinations"][0]["requirements"]}
    assert len(report["held"]) == 1


def test_certificates_of_which_none_is_good_stop_the_call(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "certificates.csv"
    file.write_text("kind\nccx\n\ncccc\n")
    result = call(*LAMP, "--certificates", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none of its rows can be used (2)" in result.stderr
    file.write_text("kind\n")
    result = call(*LAMP, "--certificates", str(file))
    assert (result.exit_code, result.stdout) == (2, "")


def test_broken_knowledge_shows_its_problems(call: Call, tmp_path: Path) -> None:
    sources = [f'source{number} = "x"' for number in range(25)]
    location = tiny_base(tmp_path, {"evidence/none.toml": 'label = { en = "Nothing", zh = "无" }\nissuer_economy = "CN"\n' + "\n".join(sources)})
    result = call(*LAMP, data=location.root)
    assert (result.exit_code, result.stdout) == (3, "")
    lines = result.stderr.splitlines()
    assert "problem(s) in the knowledge base" in lines[0]
    assert re.match(r"mappings/evidence/none\.toml:\d+: ", lines[1])
    assert len(lines) == 22
    assert lines[-1].startswith("… and ")


def test_the_release_gives_the_same_report(call: Call, released: Location) -> None:
    stored = call(*LAMP, "--held", "ccc", "--format", "json", data=released.root)
    live = call(*LAMP, "--held", "ccc", "--format", "json", "--live", data=released.root)
    assert stored.stderr.startswith("Answered from the built release")
    assert live.stderr.startswith("Judged live")
    assert stored.stdout == live.stdout


def test_today_is_fixed_by_source_date_epoch(call: Call) -> None:
    result = call("gap", "--product", "lamp", "--to", "ZZ", "--held", "ccc", "--format", "json")
    assert json.loads(result.stdout)["as_of"] == "2026-01-01"
