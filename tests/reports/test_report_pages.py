"""What people read: the table and the Markdown, in both languages."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from mra.language import say
from mra.model.evidence import Held
from mra.model.report import HeldEvidence
from mra.model.sheet import VERDICTS, Reason
from mra.model.text import Bilingual
from mra.reports import RENDERERS
from mra.reports.layout import display_width
from mra.reports.markdown import plain
from mra.reports.parts import MARKS
from mra.reports.table import render
from tests.reports.conftest import report_of, requirement, sheet_of

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
CATALOGUE = json.loads(files("mra").joinpath("catalogue", "report.json").read_text(encoding="utf-8"))
SOURCES = Path(str(files("mra"))) / "reports"


@pytest.mark.parametrize("format_name", ["table", "md"])
def test_english_has_no_chinese_sign(report, format_name):
    assert not CHINESE.search(RENDERERS[format_name](report, "en"))


@pytest.mark.parametrize("format_name", ["table", "md", "csv"])
def test_chinese_has_no_english_word(report, format_name):
    text = re.sub(r"https?://\S+", "", RENDERERS[format_name](report, "zh"))
    assert "english" not in text
    assert "中文说明" in text


def test_the_catalogue_is_in_its_languages():
    for entry in CATALOGUE.values():
        assert not CHINESE.search(entry["en"])
        assert re.findall(r"[A-Za-z]+", re.sub(r"{\w+}", "", entry["zh"])) in ([], ["HS"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_asked_but_addresses(report, language, width):
    for line in render(report, language, width=width).splitlines():
        assert display_width(line) <= width or line.strip().startswith("https://")
        assert line == line.rstrip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_mark_and_word(report, language):
    text = render(report, language)
    for verdict in VERDICTS:
        assert f"{MARKS[verdict]} {report.labels['verdict'][verdict].read(language)}" in text


def test_marks_and_sentences_fit_a_chinese_console():
    assert set("".join(MARKS.values())) <= set("●○▲△√×→")
    assert len(set(MARKS.values())) == len(VERDICTS)
    for entry in CATALOGUE.values():
        assert (entry["en"] + entry["zh"]).encode("gbk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_table_fits_a_chinese_console(report, language):
    assert render(report, language).encode("gbk")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_name", ["table", "md"])
def test_what_nobody_reviewed_is_said_loudly(report, language, format_name):
    text = RENDERERS[format_name](report, language)
    market = text[text.rindex(report.destinations[1].sheet.label.read(language)) :]
    sentence = say("report.nothing-reviewed").read(language)
    assert sentence in market.replace("\n", " ").replace("   ", " ")
    assert sentence not in text[: text.rindex(report.destinations[1].sheet.label.read(language))]


def test_the_sentence_about_silence(make_report):
    text = RENDERERS["table"](make_report(levels=()), "en")
    assert "!! Nothing was reviewed here for this product; silence does not mean that nothing is required." in text


def test_families_that_nobody_reviewed_are_named(make_report, make_requirement):
    text = RENDERERS["table"](make_report(make_requirement(), levels=("reviewed", "unknown")), "en")
    assert "!! Not reviewed here for this product: english family-1. Silence there does not mean" in text
    assert "Nothing was reviewed" not in text
    assert "!!" not in RENDERERS["table"](make_report(make_requirement(), levels=("reviewed", "partial")), "en")
    recorded = RENDERERS["table"](make_report(make_requirement(), levels=("unknown",)), "en")
    assert "Nothing was reviewed here" in recorded
    assert "only what is recorded so far" in recorded.replace("\n   ", " ")


def test_the_head_says_what_was_asked(report):
    head = render(report, "en").split("====")[0]
    for part in ("english kettle (kettle)", "851610", "2026-11-22", "english alpha (alpha_report:issuer=CQC)", "0123abcd", "english problem"):
        assert part in head
    given, presumed = re.search(r"As given +(.+)", head), re.search(r"Presumed +(.+)", head)
    assert given and given[1] == "english radio (radio=wifi+bluetooth); worn (worn=false)"
    assert presumed and presumed[1] == "english consignment.routing (consignment.routing=direct)"


def test_nothing_held_is_said(make_report):
    assert re.search(r"Held +nothing\n", RENDERERS["table"](make_report(held=()), "en"))


def test_a_block_of_a_market(report):
    text = render(report, "en", width=120)
    assert "english partial: english partial" in text
    assert "english alpha-report: english difference-tests: english alpha-beta." in text.replace("\n" + " " * 62, " ")
    assert "Left to do: english delta" in text
    assert "Left to do, duties (2): english label-duty [1]; english doubtful-duty (" in text
    assert "For every shipment (1): english shipment-duty [1]" in text
    assert "Other routes: english route-b (english missing)" in text
    assert "Exception: english condition (granted by english granter)" in text
    assert "Becomes due with: english claim" in text
    assert "until 2030-01-01" in text
    assert "Note: english caveat" in text
    assert "english local (AA-XX)" in text


def test_sections_stand_in_order_and_hold_each_requirement_once(report):
    text = render(report, "en", width=120)
    heads = ["Required", "Required in parts of the market", "Voluntary", "Not required", "Presumed in these answers", "Sources"]
    places = [text.index(f"\n{head}\n{'-' * len(head)}\n") for head in heads]
    assert places == sorted(places)
    for entry in report.destinations[0].requirements:
        shown = text.count(f"  {entry.requirement.scheme}; ") + text.count(f"→ {entry.requirement.label.en}: ")
        assert shown == 1


@pytest.mark.parametrize("format_name", ["table", "md"])
def test_all_numbers_lead_somewhere(report, format_name):
    text = RENDERERS[format_name](report, "en").replace("\\", "")
    ends = set(re.findall(r"(?m)^(?:- )?\[(A?\d+)\] ", text))
    assert ends == set(re.findall(r"\[(A?\d+)\]", text))
    assert {"1", "2", "A1", "A2"} <= ends
    assert text.count("https://example.org/s-law/") == 1
    assert "Publisher (english law), of 2019-05-01, checked 2026-11-20" in text.replace("\n    ", " ")


def test_an_unmet_condition_does_not_read_as_accepted(report):
    market = report.destinations[0]
    entry = next(entry for entry in market.requirements if entry.requirement.scheme == "aa-partial")
    element = entry.routes[0].elements[0]
    best = replace(element.best, path=replace(element.best.path, how="as_is"))
    route = replace(entry.routes[0], elements=(replace(element, best=best),))
    changed = replace(market, requirements=(replace(entry, routes=(route,)),))
    text = " ".join(render(replace(report, destinations=(changed,)), "en").split())
    assert "Accepted once what is left is done: english alpha-beta." in text


def test_colour_only_adds_bold(report):
    coloured = render(report, "zh", colour=True)
    assert coloured != render(report, "zh")
    assert re.sub(r"\x1b\[[01]m", "", coloured) == render(report, "zh")


@pytest.mark.parametrize("format_name", ["table", "md"])
def test_what_was_typed_cannot_steer_the_terminal(report, format_name):
    held = Held(kind="alpha_report", qualifiers={"issuer": "\x1b[2J\u202eevil\r\n# head"}, is_specimen=False)
    hostile = HeldEvidence(held=held, label=Bilingual("a|b <i>", "甲|乙"), problems=(Reason(code="x", message=Bilingual("*y*", "乙")),))
    text = RENDERERS[format_name](replace(report, held=(hostile,)), "en")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)
    assert "\n# head" not in text


def test_markdown_escapes_what_it_did_not_write():
    assert plain("a|b\n<i>*x*_y_[z](u)`q` # & ~") == "a\\|b \\<i\\>\\*x\\*\\_y\\_\\[z\\](u)\\`q\\` \\# &amp; \\~"


def test_markdown_tables_are_whole(report):
    lines = RENDERERS["md"](report, "zh").splitlines()
    rows = [re.sub(r"\\\|", "", line) for line in lines if line.startswith("|")]
    assert rows
    assert {row.count("|") for row in rows} <= {4, 5}
    assert "- still-open中文说明" in lines


def test_the_same_report_gives_the_same_text(report):
    for name, renderer in RENDERERS.items():
        assert renderer(report, "zh") == renderer(report, "zh"), name


def test_every_key_is_used_and_every_used_key_exists():
    code = "".join(file.read_text(encoding="utf-8") for file in SOURCES.glob("*.py"))
    written = set(re.findall(r'"(report\.[a-z.-]+[a-z])"', code))
    families = tuple(re.findall(r'f"(report\.[a-z.]+\.){', code))
    assert written <= set(CATALOGUE)
    assert {key for key in set(CATALOGUE) - written if not key.startswith(families)} == set()
    for entry in CATALOGUE.values():
        assert sorted(re.findall(r"{\w+}", entry["en"])) == sorted(re.findall(r"{\w+}", entry["zh"]))


def test_formats_are_imported_when_used():
    code = (
        "import sys, mra.reports as r; assert sorted(r.RENDERERS) == ['csv', 'html', 'json', 'md', 'table'];"
        "assert 'mra.reports.table' not in sys.modules; import mra.reports.table, mra.reports.markdown, mra.reports.csv_report;"
        "import mra.reports.json_report;"
        "assert not {'rdflib', 'pyshacl', 'pandas', 'rich', 'jinja2', 'typst', 'xlsxwriter'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SOURCES.parent.parent)


def test_the_table_prints_the_open_points(report):
    assert "What the review left open" in RENDERERS["table"](report, "en")
    assert "- english still-open" in RENDERERS["table"](report, "en")


@pytest.mark.parametrize("name", ["table", "md"])
def test_a_region_is_named_once_and_says_that_it_has_no_rule_of_its_own(name):
    sheet = replace(sheet_of("AA-X", requirement("test"), levels=("reviewed",)), label=Bilingual("Aland (AA-X)", "甲国（AA-X）"))
    text = RENDERERS[name](report_of(sheet), "en")
    assert "(AA-X) (AA-X)" not in text
    assert "No rule of Aland (AA-X) itself" in text
    own = replace(sheet, requirements=(requirement("test", where="AA-X"),))
    assert "No rule of" not in RENDERERS[name](report_of(own), "en")


def test_a_market_read_in_part_is_not_called_unread(report, make_report):
    text = RENDERERS["table"](make_report(levels=("reviewed", "unknown")), "en")
    assert "in some families (the lowest counts)" in text
    assert "in some families" not in RENDERERS["table"](make_report(levels=("unknown", "unknown")), "en")
