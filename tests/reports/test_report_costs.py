"""Published fees and times in every form of a report, in both languages: with their sources, added up, converted, and never invented."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from mra.model.cost import Amount, Figure, Rates
from mra.reports import DOCUMENTS, RENDERERS
from mra.reports.money import amount
from tests.reports.conftest import both, case, element, report_of, requirement, route, sheet_of, source


def fee(low: float | None, high: float | None, unit: str = "USD", name: str = "model") -> Figure:
    return Figure(what="fee", unit=unit, basis=both(name), source="s-fees", low=low, high=high)


DAYS = Figure(what="days", unit="working-days", basis=both("file"), source="s-fees", high=20)


def report(*figures: Figure, **more: object):
    """A requirement of which a registration is missing and a test is accepted in part, with these figures on both."""
    elements = (element("registration", nature="duty"), element("partial-test", case("partial")), element("file", nature="duty"))
    priced = [replace(part, figures=figures if part.id != "file" else ()) for part in elements]
    sources = {name: source(name) for name in ("s-law", "s-rule", "s-fees")}
    return report_of(sheet_of("AA", requirement("paid", route("a", *priced))), **{"sources": sources, **more})


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (Amount(unit="USD", low=1000, high=1000), "USD 1,000", "USD 1,000"),
        (Amount(unit="USD", low=99.5, high=1000), "USD 99.50 to 1,000", "USD 99.50 至 1,000"),
        (Amount(unit="USD", low=5, high=None), "from USD 5", "USD 5 起"),
        (Amount(unit="USD", low=None, high=5), "up to USD 5", "不超过 USD 5"),
        (Amount(unit="USD", low=0, high=0), "USD 0", "USD 0"),
        (Amount(unit="days", low=1, high=1), "1 day", "1 个日历日"),
        (Amount(unit="days", low=2, high=3), "2 to 3 days", "2 至 3 个日历日"),
        (Amount(unit="working-days", low=None, high=20), "within 20 working days", "20 个工作日以内"),
        (Amount(unit="working-days", low=20, high=None), "at least 20 working days", "至少 20 个工作日"),
        (Amount(unit="working-days", low=1, high=1), "1 working day", "1 个工作日"),
    ],
)
def test_amounts_in_words(found: Amount, english: str, chinese: str) -> None:
    assert (amount(found).en, amount(found).zh) == (english, chinese)


def plain(text: str) -> str:
    """A text without line ends, tags and escapes."""
    return " ".join(re.sub(r"<[^>]+>|\\", "", text).split())


@pytest.mark.parametrize("format_name", ["table", "md", "html"])
def test_what_is_left_is_added_up_with_its_sources(format_name: str) -> None:
    text = plain(RENDERERS[format_name](report(fee(100, 100), fee(20.5, 30, name="year"), DAYS), "en"))
    total = "USD 120.50 to 130 (published for 1 of 3 open items): english registration: USD 100 (english model); USD 20.50 to 30 (english year)"
    assert re.search(rf"Fees of what is left, at least(\*\*)?: {re.escape(total)} \[\d\]", text)
    assert re.search(
        r"longest that is published(\*\*)?: within 20 working days \(published for 1 of 3 open items\): english registration: within 20 working days", text
    )
    # of what counts in part the figures are told apart and not added
    assert re.search(r"not added(\*\*)?: english partial-test: USD 100 \(english model\)", text)
    assert "english title-s-fees" in text


@pytest.mark.parametrize("format_name", ["table", "md", "html"])
def test_in_chinese(format_name: str) -> None:
    text = RENDERERS[format_name](report(fee(100, 100), DAYS), "zh")
    squeezed = re.sub(r"\s|<[^>]+>|\*\*|\\", "", text)
    assert "余下事项的公布费用（至少）：USD100（3个待办要素中1个有公布数据）：registration中文说明：USD100（model中文说明）" in squeezed
    assert "余下事项的公布期限（取最长者）：20个工作日以内" in squeezed


@pytest.mark.parametrize("format_name", [*RENDERERS])
def test_where_nothing_is_published_nothing_is_said(format_name: str) -> None:
    text = RENDERERS[format_name](report(), "en")
    for words in ("what is left, at least", "longest that is published", "USD", "CNY"):
        assert words not in (text if format_name != "csv" else text.split("\n", 1)[1])


def test_the_contract_carries_figures_sums_and_sources() -> None:
    (entry,) = json.loads(RENDERERS["json"](report(fee(100, None), fee(7, 9, "EUR"), DAYS), "en"))["destinations"][0]["requirements"]
    sums = [{"currency": "EUR", "low": 7, "high": 9}, {"currency": "USD", "low": 100, "high": None}]
    assert entry["cost"] == {"at_least": sums, "published_for": 1, "open_elements": 3, "converted": None}
    assert entry["lead_time_days"] == {"at_least": [{"unit": "working-days", "low": None, "high": 20}], "published_for": 1, "open_elements": 3}
    assert entry["routes"][0]["cost"] == entry["cost"]
    figure = entry["elements"][0]["figures"][0]
    assert (figure["what"], figure["low"], figure["high"], figure["unit"], figure["source"]["id"]) == ("fee", 100, None, "USD", "s-fees")
    assert figure["basis"] == both("model").as_dict()
    assert entry["elements"][2]["figures"] == []


def test_the_contract_says_null_where_nothing_is_published() -> None:
    found = json.loads(RENDERERS["json"](report(), "en"))
    (entry,) = found["destinations"][0]["requirements"]
    assert (entry["cost"], entry["lead_time_days"], entry["routes"][0]["cost"], found["rates"]) == (None, None, None, None)


def test_the_columns_of_the_spreadsheet() -> None:
    text = RENDERERS["csv"](report(fee(100, 100), DAYS), "en")
    rows = {row["Element"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}
    row = rows["english registration"]
    assert (row["Published fees"], row["Published times"]) == ("USD 100 (english model)", "within 20 working days (english file)")
    assert row["Cost of what is left in the requirement, at least"] == "USD 100 (published for 1 of 3 open items)"
    assert row["Longest published time of what is left in the requirement"] == "within 20 working days (published for 1 of 3 open items)"
    assert "english title-s-fees" in row["Sources"]
    assert rows["english file"]["Published fees"] == ""


RATES = Rates(day=date(2026, 11, 20), worth={"USD": 7.1})


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ((fee(100, 100),), "USD 100 (published for 1 of 3 open items), or CNY 710 at the rates given for 2026-11-20"),
        (
            (fee(100, 100), fee(5, 5, "EUR")),
            "EUR 5 + USD 100 (published for 1 of 3 open items), or CNY 710 at the rates given for 2026-11-20, without EUR",
        ),
        ((fee(5, 5, "EUR"),), "EUR 5 (published for 1 of 3 open items): "),
        ((fee(5, 5, "CNY"),), "CNY 5 (published for 1 of 3 open items): "),
    ],
)
def test_rates_convert_what_has_one_and_stand_with_their_day(figures: tuple[Figure, ...], sentence: str) -> None:
    text = plain(RENDERERS["table"](report(*figures, rates=RATES), "en"))
    assert sentence in text
    assert "USD 1 = CNY 7.1, for 2026-11-20, as given by the user" in text


def test_the_contract_converts() -> None:
    found = json.loads(RENDERERS["json"](report(fee(100, None), fee(5, 5, "EUR"), rates=RATES), "en"))
    assert found["rates"] == {"day": "2026-11-20", "currency": "CNY", "worth": {"USD": 7.1}}
    cost = found["destinations"][0]["requirements"][0]["cost"]
    assert cost["converted"] == {"currency": "CNY", "low": 710, "high": None, "without": ["EUR"]}
    unknown = json.loads(RENDERERS["json"](report(fee(5, 5, "EUR"), rates=RATES), "en"))
    assert unknown["destinations"][0]["requirements"][0]["cost"]["converted"] is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_documents_hold_them(language: str) -> None:
    found = report(fee(100, 100), DAYS, rates=RATES)
    for render in DOCUMENTS.values():
        assert render(found, language) == render(found, language)
        assert render(found, language) != render(report(fee(200, 200), DAYS, rates=RATES), language)
