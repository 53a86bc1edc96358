"""The table for spreadsheets: encoding, columns, no formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.model.cell import safe
from mra.model.text import Bilingual
from mra.reports import RENDERERS
from mra.reports.csv_report import COLUMNS
from tests.reports.conftest import report_of, requirement, sheet_of


def rows_of(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_bom_crlf_and_quoted_cells(report):
    text = RENDERERS["csv"](report, "en")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == len(rows_of(text)) + 1
    assert text.splitlines()[0].startswith('\ufeff"Destination","Requirement","Scheme id","Mandatory"')


def test_a_row_an_element_and_one_for_a_requirement_without_elements(report):
    rows = rows_of(RENDERERS["csv"](report, "en"))
    elements = sum(max(1, sum(len(route.elements) for route in entry.routes)) for entry in report.destinations[0].requirements)
    unread = [row for row in rows if row["Requirement"].startswith("Coverage: ")]
    assert len(rows) - len(unread) == elements
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert len([row for row in rows if row["Scheme id"] == "aa-partial"]) == 6


def test_what_a_row_says(report):
    row = next(row for row in rows_of(RENDERERS["csv"](report, "en")) if row["Element"] == "english partial-test")
    assert row["Destination"] == "english market-AA (AA)"
    assert row["Verdict of the element"] == "english partial"
    assert row["Left to do"] == "english delta"
    assert row["Evidence"] == "english alpha_report".replace("_", "-")
    assert row["Standards"] == "Y 1:2020"
    assert row["Assumptions"] == "english attribute; english presumed"
    assert row["Sources"].startswith("english title-s-rule <https://example.org/s-rule/")
    assert (row["Applies from"], row["Applies until (excluded)"], row["Checked on"]) == ("2020-01-01", "2030-01-01", "2026-11-20")


def test_a_requirement_without_elements_gives_its_reason_and_sources(report):
    rows = {row["Scheme id"]: row for row in rows_of(RENDERERS["csv"](report, "en"))}
    assert rows["aa-exempt"]["Reason"] == "english excluded"
    assert rows["aa-ban"]["Left to do"] == "english condition"
    assert rows["aa-exempt"]["Sources"]


def test_a_market_that_nobody_has_reviewed_is_not_left_out(report):
    unread = [row for row in rows_of(RENDERERS["csv"](report, "en")) if row["Destination"].endswith("(BB)")]
    assert [row["Requirement"] for row in unread] == ["Coverage: english family-0", "Coverage: english family-1"]
    assert {row["Verdict of the requirement"] for row in unread} == {"english unknown"}
    assert all("silence does not mean that nothing is required" in row["Reason"] for row in unread)


def test_a_region_without_a_rule_of_its_own_says_so():
    rows = rows_of(RENDERERS["csv"](report_of(sheet_of("AA-X", requirement("test"), levels=("reviewed",))), "en"))
    assert "No rule of english market-AA-X itself" in rows[0]["Reason"]


def test_every_row_says_what_was_asked_and_where_it_is_due(make_report, make_requirement):
    for row in rows_of(RENDERERS["csv"](make_report(make_requirement(where="AA-X", note=Bilingual("caveat", "注"))), "en")):
        assert (row["Only in"], row["Notes"], row["Day"], row["Knowledge base"]) == ("AA-X", "caveat", "2026-11-22", "0123abcd")
        assert row["Product"] == "english kettle (kettle)"
        assert row["Held"].startswith("english alpha (alpha_report")
        assert row["Please note"].startswith("This is information, not legal advice")
        assert row["Verdict of the route"] == "english missing"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_nothing_is_a_formula(make_report, make_requirement, start):
    hostile = Bilingual(f'{start}HYPERLINK("http://evil","x")', f"{start}中文")
    for language in ("en", "zh"):
        text = RENDERERS["csv"](make_report(make_requirement(label=hostile)), language)
        cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1]
        assert cells[1] == "'" + hostile.read(language)


def test_quotes_and_line_ends_stay_in_their_cell(make_report, make_requirement):
    label = Bilingual('a "b",\nc', "甲“乙”，\n丙")
    rows = rows_of(RENDERERS["csv"](make_report(make_requirement(label=label)), "en"))
    assert [row["Requirement"] for row in rows] == [label.en]


@given(st.text())
def test_safe_only_puts_an_apostrophe_before(cell):
    assert safe(cell) in (cell, f"'{cell}")
    assert not safe(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
