"""What ``gap`` and ``explain`` make of what people type, and which remarks go with the answer."""

import json
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from tests.bases import tiny_base
from tests.commands.conftest import Call

LAMP = ("gap", "--product", "lamp", "--to", "ZZ", "--as-of", "2026-06-01")


@pytest.mark.parametrize(
    ("qualifier", "said"),
    [
        ("report=maybe", "cb_report: report “maybe” is neither yes nor no."),
        ("stage=XXX", "cb_report: stage “XXX” is not known. Use one of: "),
        ("status=fine", "cb_report: status “fine” is not known."),
        ("economy=Mars", "there is no market “MARS”"),
        ("differences=QQ", "there is no market “QQ”"),
        ("factory=Works 2", "factory “Works 2” is not known. Use one of: same, other."),
        ("date=20250301", "“20250301” is not a day"),
        ("date=2025-W09-6", "is not a day"),
    ],
)
def test_a_qualifier_that_means_nothing_is_refused_not_judged(call: Call, qualifier: str, said: str) -> None:
    result = call(*LAMP, "--held", f"cb_report:{qualifier}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("held", "kinds", "qualifiers"),
    [
        ("CCC，cb_report：report＝是，stage=tmp", ["ccc", "cb_report"], {"report": "yes", "stage": "TMP"}),
        ("ccc；CB-REPORT", ["ccc", "cb_report"], {}),
        ("CB报告", ["cb_report"], {}),
        ("cb_report:holder=“灯具，厂”", ["cb_report"], {"holder": "灯具，厂"}),
        ("cb_report:registered=zz+中国", ["cb_report"], {"registered": "ZZ|CN"}),
    ],
)
def test_what_a_chinese_input_method_writes_is_understood(call: Call, held: str, kinds: list[str], qualifiers: dict[str, str]) -> None:
    result = call(*LAMP, "--held", held, "--format", "json")
    assert result.exit_code == 0, result.stderr
    pieces = json.loads(result.stdout)["held"]
    assert [piece["kind"] for piece in pieces] == kinds
    assert pieces[-1]["qualifiers"] == qualifiers


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--held", ""), "“” is not understood"),
        (("--held", "none,ccc"), "cannot stand beside other kinds"),
        (("--as-of", ""), "“” is not a day"),
        (("--fail-on", ""), "“” is no condition of --fail-on"),
        (("--output", ""), "no file is named"),
        (("--to", "BLC-X"), "is not a region"),
        (("--to", "ZZ-12345"), "is not a region"),
    ],
)
def test_an_empty_or_impossible_value_is_an_error(call: Call, arguments: tuple[str, str], said: str) -> None:
    result = call(*LAMP, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_markets_by_name(call: Call) -> None:
    for name in ("中国", "China", "china"):
        result = call("gap", "--product", "lamp", "--to", name, "--held", "ccc", "--format", "json")
        assert [entry["code"] for entry in json.loads(result.stdout)["destinations"]] == ["CN"]


def test_an_error_stands_alone(call: Call) -> None:
    result = call("gap", "--product", "lamp", "--to", "QQ")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize(("text", "is_said"), [("lamp", False), ("台灯", False), ("9405.21", True), ("lmap", True)])
def test_a_product_is_never_guessed_in_silence(call: Call, text: str, is_said: bool) -> None:
    result = call("gap", "--product", text, "--to", "ZZ", "--held", "ccc")
    assert result.exit_code == 0, result.stderr
    assert (f"“{text}” was read as the product group" in result.stderr) is is_said


def test_a_misspelt_value_of_an_attribute_is_pointed_out(call: Call) -> None:
    result = call(*LAMP, "--held", "ccc", "--attr", "consignment.routing=dircet")
    assert "uses consignment.routing=dircet; in use are: direct. Check the spelling." in result.stderr
    assert "Check the spelling" not in call(*LAMP, "--held", "ccc", "--attr", "consignment.routing=direct", "--attr", "made_in=ZZ").stderr


def test_a_stale_release_is_named(call: Call, tmp_path: Path) -> None:
    location = tiny_base(tmp_path)
    location.release.write_bytes(b"not a release")
    result = call(*LAMP, "--held", "ccc", data=location.root)
    assert result.exit_code == 0
    assert "release.sqlite was built from another state" in result.stderr
    assert "another state" not in call(*LAMP, "--held", "ccc", "--live", data=location.root).stderr


def test_what_meets_fail_on_is_named(call: Call) -> None:
    result = call(*LAMP, "--held", "none", "--fail-on", "missing")
    assert result.exit_code == 1
    assert "--fail-on is met by ZZ blc-lamp-declaration, ZZ zz-lamp-certificate." in result.stderr


def test_two_standards_of_one_certificate_are_two(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "certificates.csv"
    file.write_text("kind,issuer,status,standard,date\ncb_report,GOOD,valid,IEC 1:2018；GB 1-2022,2025-01-01\n", encoding="utf-8")
    result = call(*LAMP, "--certificates", str(file), "--format", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["held"][0]["certificate"]["standard"] == "IEC 1:2018|GB 1-2022"


def test_explain_finds_a_requirement_by_a_part_of_its_name_and_wants_one_market(call: Call) -> None:
    assert call("explain", "lamp", "ZZ", "lamp-cert", "--held", "ccc", "--as-of", "2026-06-01").exit_code == 0
    several = call("explain", "lamp", "ZZ", "lamp", "--held", "ccc", "--as-of", "2026-06-01")
    assert several.exit_code == 2
    assert "names several" in several.stderr
    two = call("explain", "lamp", "ZZ,CN", "lamp-cert", "--held", "ccc")
    assert (two.exit_code, two.stderr) == (2, "Error: Give one market, not 2.\n")


def test_explain_and_compare_end_with_the_disclaimer_and_the_release(call: Call, released: Location) -> None:
    for arguments in (
        ("explain", "lamp", "ZZ", "zz-lamp-certificate", "--held", "cb_report", "--as-of", "2026-06-01"),
        ("compare", "zz-lamp-certificate", "blc-lamp-declaration", "--product", "lamp"),
    ):
        text = call(*arguments, data=released.root).stdout
        assert "not legal advice" in text, arguments
        assert f"Made from knowledge base {released.fingerprint()}." in text
