"""The report as a workbook."""

import io
import sys
import warnings
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mra.errors import InputError
from mra.model.evidence import Held
from mra.model.report import HeldEvidence
from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual
from mra.reports import DOCUMENTS
from mra.reports.parts import MARKS
from mra.reports.workbook import Column, Link, Table, Word, workbook
from mra.reports.xlsx_report import render
from tests.reports.conftest import both

SHEETS = ["总览 Summary", "要求 Requirements", "要素 Elements", "来源 Sources", "假设 Assumptions"]


def opened(data):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported")  # openpyxl does not know solid bars
        return load_workbook(io.BytesIO(data))


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def column(sheet, head, top=1):
    place = next(cell.column for cell in sheet[top] if head in str(cell.value).split("\n"))
    return [sheet.cell(row, place).value for row in range(top + 1, sheet.max_row + 1)]


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture
def book(report, language):
    return opened(render(report, language))


def top_of(book):
    """The row of heads of the summary."""
    return next(cell.row for cell in cells(book[SHEETS[0]]) if str(cell.value) in ("目的市场\nMarket", "Market\n目的市场"))


def test_the_sheets_are_named_in_both_languages(book):
    assert book.sheetnames == SHEETS


def test_heads_are_in_both_languages_frozen_and_filtered(book, language):
    for sheet in book:
        top = top_of(book) if sheet.title == SHEETS[0] else 1
        heads = [str(cell.value).split("\n") for cell in sheet[top]]
        assert all(len(head) == 2 for head in heads)
        chinese = [head[0 if language == "zh" else 1] for head in heads]
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in head) for head in chinese), chinese
        assert sheet.freeze_panes == f"B{top + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{top}:")


def test_nothing_is_a_formula_and_codes_are_text(report):
    held = Held(kind="alpha_report", qualifiers={"issuer": "=cmd|'/C calc'!A0", "number": "00123"}, is_specimen=False)
    hostile = HeldEvidence(held=held, label=Bilingual("=1+1", "@SUM(A1)"))
    book = opened(render(replace(report, held=(hostile,), product_label=Bilingual("=2+5", "-2+5")), "en"))
    found = [cell for sheet in book for cell in cells(sheet)]
    assert not [cell.coordinate for cell in found if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=1+1") for cell in found)
    assert {cell.number_format for cell in found if isinstance(cell.value, str)} == {"@"}


def test_a_verdict_has_its_mark_and_its_word(report, book, language):
    found = set(column(book[SHEETS[1]], "结论"))
    assert found == {f"{MARKS[verdict]} {report.labels['verdict'][verdict].read(language)}" for verdict in VERDICTS}


def test_counts_are_numbers(report, book):
    sheet, top = book[SHEETS[0]], top_of(book)
    for verdict in VERDICTS:
        word = f"{MARKS[verdict]} {report.labels['verdict'][verdict].en}"
        assert column(sheet, word, top) == [report.destinations[0].summary[verdict], 0], word


def test_the_summary_says_what_was_asked_and_what_this_is_not(report):
    texts = [str(cell.value) for cell in cells(opened(render(report, "en"))["总览 Summary"])]
    for part in ("Market access gap report: english kettle", "This is information, not legal advice.", "0123abcd", "2026-11-22"):
        assert any(part in text for text in texts), part


def test_every_element_of_every_route_has_a_row(report, book):
    rows = sum(len(route.elements) for market in report.destinations for entry in market.requirements for route in entry.routes)
    assert len(column(book[SHEETS[2]], "要素")) == rows
    assert set(column(book[SHEETS[2]], "是否采用")) in ({"yes", "no"}, {"是", "否"})


def test_a_row_of_an_element_tells_what_is_left_and_why(report):
    sheet = opened(render(report, "en"))["要素 Elements"]
    row = column(sheet, "Element").index("english partial-test")
    told = {head: column(sheet, head)[row] for head in ("Evidence", "Left to do", "Standards", "Confidence", "Scheme id", "Name in Chinese")}
    assert told == {
        "Evidence": "english alpha-report",
        "Left to do": "english delta",
        "Standards": "Y 1:2020",
        "Confidence": "english medium",
        "Scheme id": "aa-partial",
        "Name in Chinese": "partial中文说明",
    }
    assert "english difference-tests: english alpha-beta" in column(sheet, "Reason")[row]


def test_notes_of_a_requirement(report):
    sheet = opened(render(report, "en"))["要求 Requirements"]
    notes = dict(zip(column(sheet, "Scheme id"), column(sheet, "Notes"), strict=True))
    assert notes["aa-partial"] == "Route taken: english route-a\nOther routes: english route-b — english missing\nNote: english caveat"
    assert notes["aa-ban"] == "Exception: english condition (granted by english granter)"


def test_numbers_of_sources_lead_to_their_sheet(report, book):
    cited = {int(number) for text in column(book[SHEETS[1]], "来源编号") if text for number in text.split(", ")}
    assert cited <= set(column(book[SHEETS[3]], "编号"))
    assumed = {number for text in column(book[SHEETS[2]], "假设编号") if text for number in text.split(", ")}
    assert assumed <= set(column(book[SHEETS[4]], "编号"))


def test_addresses_can_be_followed_and_read(book):
    sheet = book[SHEETS[3]]
    linked = [cell for cell in cells(sheet) if cell.hyperlink]
    assert {cell.value for cell in linked} == {cell.hyperlink.target for cell in linked}
    assert all(str(cell.value).startswith("https://example.org/") for cell in linked)
    assert len(linked) == 2


def test_it_prints_on_landscape_a4_with_its_heads_on_every_page(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        assert "0123abcd" in sheet.oddFooter.left.text


def test_the_same_report_gives_the_same_bytes(report, language):
    data = render(report, language)
    assert data == DOCUMENTS["xlsx"](report, language)
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {1980}
    assert opened(data).properties.created.date() == report.as_of


def written(rows, heads=2):
    columns = [Column(head=both(f"head-{number}")) for number in range(heads)]
    return workbook([Table(name="T", columns=columns, rows=rows)], "en", title="t", day=date(2026, 1, 1), foot="A & B")


def small(rows):
    return opened(written(rows))


def test_what_a_cell_or_a_link_cannot_hold_is_told_in_text():
    long = "https://example.org/" + "x" * 3000
    sheet = small([("a" * 40_000, Link(long)), ("b", Link("https://example.org/ü x"))]).worksheets[0]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("a…")
    assert (sheet["B2"].value, sheet["B2"].hyperlink) == (long, None)
    assert sheet["B3"].value == "https://example.org/ü x"
    grows = "https://example.org/" + "[" * 1500
    assert small([("a", Link(grows))]).worksheets[0]["B2"].value == grows


def test_an_ampersand_in_the_foot_is_no_code():
    sheet = zipfile.ZipFile(io.BytesIO(written([]))).read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "&amp;L&amp;8A &amp;&amp; B&amp;R" in sheet


def test_rows_are_tall_and_columns_wide_enough_for_chinese():
    sheet = small([("短", "一" * 60), ("x", "y")]).worksheets[0]
    assert sheet.column_dimensions["B"].width >= 40
    assert sheet.row_dimensions[2].height > 2.5 * sheet.row_dimensions[3].height
    assert sheet.row_dimensions[1].height > 1.5 * sheet.row_dimensions[3].height


def test_bars_of_all_columns_have_one_measure():
    columns = [Column(head=both("name")), *(Column(head=both(f"count-{number}"), is_bar=True) for number in range(2))]
    for rows, measured in (([("a", 3, 0), ("b", 13, 1)], 2), ([("a", 0, 0)], 0), ([], 0)):
        data = workbook([Table(name="T", columns=columns, rows=rows)], "en", title="t", day=date(2026, 1, 1), foot="f")
        sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode("utf-8")
        assert sheet.count('<cfvo type="num" val="0"/><cfvo type="num" val="13"/>') == measured
        assert sheet.count("<dataBar>") == measured


def test_a_word_stands_on_its_ground():
    sheet = small([(Word("missing", "missing"), Word("recognized", "recognized"))]).worksheets[0]
    assert sheet["A2"].value == "missing"
    assert sheet["A2"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=50))
@settings(max_examples=40)
def test_any_text_comes_back_as_it_was(text):
    found = small([(text, "x")]).worksheets[0]["A2"]
    assert found.data_type in ("s", "n")
    assert (found.value or "") == text or str(found.value).strip() == text.strip()


def test_without_xlsxwriter_one_line_says_what_to_install(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r'xlsx needs an extra of this program: pip install "mra\[report\]"'):
        render(report, "en")
