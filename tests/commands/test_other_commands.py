import json
from pathlib import Path

import pytest
import rdflib

from mra.knowledge.locate import Location
from tests.bases import tiny_base
from tests.commands.conftest import Call

ASKED = ("lamp", "ZZ", "Lamp Mark")


def test_explain_unrolls_the_best_route(call: Call) -> None:
    result = call("explain", *ASKED, "--held", "cb_report", "--as-of", "2026-06-01")
    assert result.exit_code == 0, result.output
    assert "× body-listed-stated" in result.stdout
    assert "https://w3id.org/mra/rule/body-listed-stated" in result.stdout
    assert "ruled out: " in result.stdout
    assert "Lamp Safety Act" in result.stdout


def test_explain_in_chinese(call: Call) -> None:
    result = call("explain", *ASKED, "a-cb/safety-test", "--held", "cb_report", language="zh")
    assert "已排除：" in result.stdout
    assert "灯具安全法" in result.stdout
    assert "ruled out" not in result.stdout


def test_explain_as_json_is_the_same_in_both_languages(call: Call) -> None:
    english, chinese = (call("explain", *ASKED, "safety-test", "--held", "ccc,cb_report", "--format", "json", language=language) for language in ("en", "zh"))
    assert english.stdout == chinese.stdout
    data = json.loads(english.stdout)
    assert {element["route"] for element in data["elements"]} == {"a-cb", "b-national"}
    cases = [case for element in data["elements"] for case in element["cases"]]
    assert {tuple(case["evidence"]) for case in cases} == {("ccc",), ("cb_report",)}
    outcomes = {criterion["outcome"] for case in cases for criterion in case["criteria"]}
    assert outcomes == {"passed", "failed"}
    assert all(criterion["shape"].startswith("https://") and criterion["message"]["zh"] for case in cases for criterion in case["criteria"])


def test_explain_markdown(call: Call) -> None:
    assert call("explain", *ASKED, "--held", "ccc", "--format", "md").stdout.startswith("# Certificate for lamps")


def test_explain_a_scheme_that_does_not_apply_yet(call: Call) -> None:
    result = call("explain", *ASKED, "--held", "ccc", "--as-of", "2022-01-01")
    assert "Not required" in result.stdout
    assert "2022-06-01" in result.stdout


@pytest.mark.parametrize("arguments", [("lamp", "ZZ", "Nothing"), ("lamp", "ZZ", "Lamp Mark", "nowhere/nothing")])
def test_explain_names_what_there_is(call: Call, arguments: tuple[str, ...]) -> None:
    result = call("-q", "explain", *arguments, "--held", "ccc")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "a-cb/safety-test" in result.stderr or "zz-lamp-certificate" in result.stderr


@pytest.mark.parametrize("query", ["lamp", "灯", "desk lmap", "940521", "HS 9405.21", "台灯"])
def test_products_are_found(call: Call, query: str) -> None:
    result = call("products", query)
    assert result.exit_code == 0
    assert "lamp" in result.stdout
    assert "consignment.routing" in result.stdout


def test_products_say_what_must_be_given(call: Call) -> None:
    result = call("products", "gadget", language="zh")
    assert "必须说明的属性" in result.stdout
    assert "--attr battery=…" in result.stdout


def test_products_all_and_none(call: Call) -> None:
    assert {"appliance", "gadget", "lamp"} <= set(call("products", "--all").stdout.split())
    nothing = call("products", "zzzzzz")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "No product group fits" in nothing.stderr
    assert call("products").exit_code == 2
    assert call("products", "lamp", "--all").exit_code == 2


def test_products_as_json(call: Call) -> None:
    data = json.loads(call("products", "lamp", "--format", "json").stdout)
    lamp = next(entry for entry in data["products"] if entry["id"] == "lamp")
    assert {"id": "made_in", "default": "CN", "label": {"en": "Made in", "zh": "原产地"}} in lamp["attributes"]
    assert json.loads(call("products", "--all", "--format", "json").stdout)["products"][0]["matched"] is None


def test_several_products_are_listed(call: Call) -> None:
    result = call("products", "appliance")
    assert "HS" in result.stdout
    assert call("products", "85", "94").exit_code == 0


def test_check_finds_nothing_in_order(call: Call) -> None:
    result = call("check")
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert "in order" in result.stderr


BROKEN = {"economies/cn/economy.toml": 'code = "CN"\nlabel = { en = "China", zh = "中国" }\nsources = ["nowhere", "100%: a,b"]\n'}


@pytest.mark.parametrize("format_name", ["text", "json", "github"])
def test_check_reports_problems(call: Call, tmp_path: Path, format_name: str) -> None:
    location = tiny_base(tmp_path, BROKEN)
    result = call("check", "--format", format_name, data=location.root)
    assert result.exit_code == 3
    if format_name == "text":
        assert "mappings/economies/cn/economy.toml:3: " in result.stdout
    elif format_name == "json":
        problem = json.loads(result.stdout)["problems"][0]
        assert (problem["file"], problem["line"], problem["code"]) == ("mappings/economies/cn/economy.toml", 3, "undefined")
    else:
        assert "::error file=mappings/economies/cn/economy.toml,line=3,title=undefined::" in result.stdout
        assert "100%25: a,b" in result.stdout


def test_check_without_shapes(call: Call) -> None:
    assert call("check", "--no-shapes").exit_code == 0


def test_build_writes_a_release_and_says_how_far_it_is(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "release.sqlite"
    result = call("build", "--output", str(target), "--as-of", "2026-06-01")
    assert result.exit_code == 0, result.output
    assert "2026-06-01" in result.stdout
    assert "% done" in result.stderr
    first = target.read_bytes()
    assert call("-q", "build", "--output", str(target), "--as-of", "2026-06-01").stderr == ""
    assert target.read_bytes() == first


def test_build_refuses_a_place_that_is_not_there(call: Call, tmp_path: Path) -> None:
    result = call("-q", "build", "--output", str(tmp_path / "none" / "release.sqlite"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1


def test_build_draws_a_bar_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from mra.commands.build import Progress

    bar = Progress(is_quiet=False, is_terminal=True, language="zh")
    bar("ZZ", 0, 2)
    assert capsys.readouterr().err == ""
    bar.begun -= 2
    bar("ZZ", 1, 2)
    bar("", 2, 2)
    bar("", 0, 0)
    assert capsys.readouterr().err.count("\r") == 2


@pytest.mark.parametrize("format_name", ["turtle", "jsonld", "nquads"])
def test_export_is_the_whole_graph_and_the_same_each_time(call: Call, format_name: str) -> None:
    first, second = (call("export", "--format", format_name).stdout for _ in range(2))
    assert first == second
    dataset = rdflib.Dataset()
    dataset.parse(data=first, format={"turtle": "turtle", "jsonld": "json-ld", "nquads": "nquads"}[format_name])
    scheme = rdflib.URIRef("https://w3id.org/mra/scheme/zz-lamp-certificate")
    assert any(dataset.quads((scheme, None, None, None)))


def test_verify(call: Call, tmp_path: Path) -> None:
    case = 'product = "lamp"\nto = "ZZ"\nheld = ["cb_report:issuer=GOOD"]\nas_of = 2026-06-01\n\n[[expect]]\nscheme = "Lamp Mark"\nverdict = "{}"\n'
    (tmp_path / "good.recognized.toml").write_text(case.format("recognized"))
    result = call("verify", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "1 case(s) as expected, 0 different.\n")
    (tmp_path / "bad.missing.toml").write_text(case.format("missing"))
    result = call("verify", str(tmp_path))
    assert result.exit_code == 1
    assert "bad.missing.toml: " in result.stdout
    (tmp_path / "empty").mkdir()
    assert call("verify", str(tmp_path / "empty")).exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(call: Call, shell: str) -> None:
    result = call("completion", shell)
    assert result.exit_code == 0
    assert "_MRA_COMPLETE" in result.stdout


def test_help_needs_no_command(call: Call, tiny_location: Location) -> None:
    result = call(language="zh")
    assert result.exit_code == 0
    assert "各市场的要求" in result.stdout
    assert "completion" in result.stdout
    assert call("--version").stdout.startswith("mra ")
