"""The report on a portfolio: its sentences, its tables, every format; what was found is made up here."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from mra.gap.source import LiveSource
from mra.model.sheet import VERDICTS
from mra.model.text import Bilingual
from mra.portfolio.found import (
    Cost,
    EnterpriseFinding,
    FinishedRun,
    GroupFinding,
    MarketFinding,
    PortfolioFindings,
    Refusal,
    SchemeFinding,
    Standing,
    Tally,
)
from mra.reports.portfolio import PORTFOLIO_DOCUMENTS, PORTFOLIO_RENDERERS
from mra.reports.portfolio.compose import page_of
from mra.reports.portfolio.json_report import SCHEMA
from mra.reports.portfolio.page import Chapter, PortfolioPage
from mra.reports.portfolio.report import PortfolioReport
from mra.reports.portfolio.text_report import render as as_text
from tests.bases import ROOT
from tests.reports.test_report_html import Tree
from tests.reports.test_report_pdf import tool

RUN = FinishedRun(
    file="清单.csv",
    sha256="ab" * 32,
    knowledge="kb1",
    program="p1",
    as_of=date(2026, 1, 1),
    markets=("ZZ", "BLC"),
    rows=2010,
    judged=2000,
    refused=10,
    verdicts=9000,
)


def tally(**counts: int) -> Tally:
    return {verdict: counts.get(verdict, 0) for verdict in VERDICTS}


def market(code: str, **counts: int) -> MarketFinding:
    coverage = {"reviewed": 1500, "partial": 400, "unknown": 100}
    return MarketFinding(market=code, coverage=coverage, verdicts=tally(**counts), again_in_part=5, requirements=2, recognized=1, partial=1)


@pytest.fixture
def report(tiny: LiveSource) -> PortfolioReport:
    """Two markets, two schemes; enterprises and values that would like to be markup."""
    findings = PortfolioFindings(
        run=RUN,
        enterprises=300,
        unnamed=4,
        usable={"yes": 1900, "unknown": 70, "no": 30},
        standings=(Standing(criterion="certificate-status", unusable=30, doubtful=0), Standing(criterion="certificate-issuer-given", unusable=3, doubtful=70)),
        refusals=(
            Refusal(
                rule="wrong-day",
                rows=10,
                columns=("battery", "date"),
                sheet="一月",
                row=7,
                message=Bilingual("<b> is no day.", "<b>不是日期。"),
                remedy=Bilingual("Write a day.", "请写日期。"),
            ),
        ),
        markets=(market("ZZ", recognized=11, duplicate=1400, unknown=3), market("BLC", recognized=10, duplicate=1200)),
        schemes=(
            SchemeFinding(requirement="blc-lamp-declaration", markets=("ZZ", "BLC"), verdicts=tally(recognized=10, duplicate=1200), again_in_part=0),
            SchemeFinding(requirement="zz-lamp-certificate", markets=("ZZ",), verdicts=tally(partial=1, duplicate=200, unknown=3), again_in_part=5),
        ),
        products=(GroupFinding(key="lamp", certificates=2000, verdicts=tally(recognized=21, duplicate=2600)),),
        kinds=(GroupFinding(key="ccc", certificates=2000, verdicts=tally(recognized=21, duplicate=2600)),),
        most_duplicates=(EnterpriseFinding(name="=cmd|<script>&\n“厂”", certificates=9, unusable=1, verdicts=tally(duplicate=12)),),
    )
    return PortfolioReport(findings=findings, directory=tiny.directory, knowledge=tiny.knowledge, integrity=tiny.integrity)


def with_costs(report: PortfolioReport, with_fee: int, *costs: Cost) -> PortfolioReport:
    """The same with fees for the first scheme."""
    first, *others = report.findings.schemes
    return replace(report, findings=replace(report.findings, schemes=(replace(first, with_fee=with_fee, costs=costs), *others)))


def summary(report: PortfolioReport, language: str = "en") -> str:
    return "\n".join(page_of(report, language).chapters[0].remarks)  # type: ignore[arg-type]


def chapter(page: PortfolioPage, key: str) -> Chapter:
    return next(entry for entry in page.chapters if entry.key == key)


# -- the sentences


def test_the_summary_in_english(report: PortfolioReport) -> None:
    assert page_of(report, "en").chapters[0].remarks == (
        "2,000 certificates of 300 enterprises were judged for 2 markets, for goods placed on the market on 2026-01-01.",
        "Usable as evidence: 1,900; usable with a doubt: 70; not usable: 30. Rows refused: 10.",
        "Duplicate certification: in 1,400 pairs of a certificate and a mandatory requirement the same subject was assessed already, nothing makes the market"
        " accept it, and the work is done again; in 5 more pairs a part of it is.",
        "What this costs: no published fee is recorded for any of the 1,400 duplicates, so no amount is stated.",
        "Recognised: 10 pairs in full and 1 in part.",
        "Recognised items: of 2 different mandatory requirements, some certificate of this portfolio is recognised for 1 in full, and for 1 in part only.",
        "Not read yet: in 200 of 4,000 pairs of a certificate and a market, some family of requirements for the product was never reviewed. There may be more"
        " requirements there, and more duplicates.",
    )


def test_the_summary_in_chinese(report: PortfolioReport) -> None:
    told = summary(report, "zh")
    assert "共判定 300 家企业的 2,000 张证书，目的市场 2 个" in told
    assert "均未收录公布的收费标准，故不列金额" in told
    assert "2 项不同的强制要求中，本清单有证书获完全承认的 1 项，仅获部分承认的 1 项" in told
    assert not re.search(r"[a-z]{3,}", told)


def test_what_is_not_recorded_is_never_zero(report: PortfolioReport) -> None:
    (line, *_) = chapter(page_of(report, "en"), "schemes").grids[0].lines
    assert line.cells[-1].text == "not recorded"
    found = json.loads(PORTFOLIO_RENDERERS["json"](report, "en"))
    assert (found["summary"]["costs"], found["schemes"][0]["costs"]) == (None, None)


def test_costs_stay_in_their_currencies(report: PortfolioReport) -> None:
    costly = with_costs(report, 40, Cost(currency="EUR", low=Decimal("2500.9"), tasks=3), Cost(currency="USD", low=Decimal(10), tasks=1))
    assert "What this costs at least: EUR 2,500, USD 10. A published fee is recorded for 40 of the 1,400 duplicates; the others are not in the sum." in summary(
        costly
    )
    assert "费用至少为：EUR 2,500、USD 10。1,400 个重复认证中有 40 个收录有公布的收费标准，其余未计入。" in summary(costly, "zh")


def test_only_given_rates_convert(report: PortfolioReport) -> None:
    costs = (Cost(currency="CNY", low=Decimal(100), tasks=1), Cost(currency="EUR", low=Decimal(10), tasks=1), Cost(currency="USD", low=Decimal(5), tasks=1))
    costly = replace(with_costs(report, 40, *costs), rates={"EUR": Decimal("7.8"), "JPY": Decimal("0.05")})
    assert "What this costs at least: CNY 178, USD 5." in summary(costly)
    assert "Converted at the rates that were given: 1 EUR = 7.8 CNY." in summary(costly)


def test_fees_that_nobody_is_certain_to_pay(report: PortfolioReport) -> None:
    assert "nothing is certain to be paid" in summary(with_costs(report, 40))
    (line, *_) = chapter(page_of(with_costs(report, 40), "en"), "schemes").grids[0].lines
    assert line.cells[-1].text == "nothing certain"


def test_enterprises_that_are_not_named_are_not_counted(report: PortfolioReport) -> None:
    nobody = replace(report, findings=replace(report.findings, enterprises=0))
    assert "2,000 certificates of enterprises that are not named were judged" in summary(nobody)


def test_a_table_without_rows_is_a_sentence(report: PortfolioReport) -> None:
    bare = replace(report, findings=replace(report.findings, schemes=(), refusals=(), standings=(), most_duplicates=(), products=(), kinds=()))
    page = page_of(bare, "en")
    assert [chapter(page, key).remarks for key in ("schemes", "enterprises", "certificates", "refused")] == [
        ("No certificate is tested again, as far as is known.",),
        ("No enterprise is named whose certificates are tested again.",),
        ("Nothing is wrong with any certificate, as far as is known.",),
        ("No row was refused.",),
    ]
    assert "What this costs" not in summary(bare)
    for render in (*PORTFOLIO_RENDERERS.values(), *PORTFOLIO_DOCUMENTS.values()):
        assert render(bare, "zh")


# -- the tables


def test_duplicates_by_market_and_scheme_cite_their_sources(report: PortfolioReport) -> None:
    page = page_of(report, "en")
    first, second = chapter(page, "schemes").grids[0].lines
    assert [cell.text for cell in first.cells] == ["The Bloc (BLC)", "Declaration for lamps", "1,200", "0", "not recorded"]
    assert [cell.other for cell in second.cells] == ["泽国", "灯具证书", "", "", ""]
    assert first.cells[1].sources == (1,)
    assert [(line.title, line.publisher, line.address, line.checked) for line in page.sources] == [
        ("Lamp Safety Act", "Parliament of ZZ", "https://law.example/lamp", "2026-01-03")
    ]


def test_a_criterion_that_excludes_counts_no_doubts_and_the_other_way_round(report: PortfolioReport) -> None:
    """A certificate that is excluded anyway is no certificate with a doubt."""
    lines = chapter(page_of(report, "en"), "certificates").grids[0].lines
    assert [[cell.text for cell in line.cells] for line in lines] == [
        ["The certificate does not stand.", "30", "0"],
        ["The body that issued the certificate is not given.", "0", "70"],
    ]


def test_refused_rows_show_an_example_and_the_remedy(report: PortfolioReport) -> None:
    (line,) = chapter(page_of(report, "zh"), "refused").grids[0].lines
    assert [cell.text for cell in line.cells] == ["10", "电池、签发日期", "工作表“一月”第 7 行：<b>不是日期。", "请写日期。"]


def test_bars_show_what_was_assessed_already(report: PortfolioReport) -> None:
    matrix = chapter(page_of(report, "en"), "markets").matrix
    assert matrix is not None
    assert [(part.key, part.count) for part in matrix.rows[0].bar] == [("recognized", 11), ("duplicate", 1400)]
    assert matrix.rows[0].counts["duplicate"] == "1,400"


def test_the_summary_names_economies_with_schemes_of_their_own_and_the_rest_stands_below(report: PortfolioReport) -> None:
    many = tuple(replace(report.findings.markets[0], market="CN") for _ in range(12))
    page = page_of(replace(report, findings=replace(report.findings, markets=(*many, *report.findings.markets))), "en")
    grid = next(grid for grid in page.chapters[0].grids if grid.key == "items")
    assert [line.cells[0].text for line in grid.lines] == ["Zedland (ZZ)", "The Bloc (BLC)"]
    assert grid.more == "12 more stand in the tables below."
    assert len(next(grid for grid in chapter(page, "markets").grids if grid.key == "items").lines) == 14


def test_paper_lists_forty_schemes_and_a_workbook_all(report: PortfolioReport) -> None:
    many = replace(report, findings=replace(report.findings, schemes=report.findings.schemes[:1] * 50))
    grid = chapter(page_of(many, "en"), "schemes").grids[0]
    assert (len(grid.lines), grid.more) == (40, "10 more are not shown here; --format csv, xlsx and json have all.")
    assert len(chapter(page_of(many, "en", most_schemes=None), "schemes").grids[0].lines) == 50
    assert PORTFOLIO_RENDERERS["table"](many, "en").count("Declaration for") == 8 + 20


# -- the formats


@pytest.mark.parametrize("language", ["en", "zh"])
def test_html_is_whole_and_safe(report: PortfolioReport, language: str) -> None:
    text = PORTFOLIO_RENDERERS["html"](report, language)  # type: ignore[arg-type]
    tree = Tree(text)
    assert not {tag for tag, _ in tree.tags} & {"script", "img", "link", "iframe"}
    assert "&lt;script&gt;" in text
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(attrs["href"])[1:] for attrs in tree.all("a") if str(attrs["href"]).startswith("#")} <= set(ids)
    assert {str(attrs["aria-labelledby"]) for _, attrs in tree.tags if "aria-labelledby" in attrs} <= set(ids)
    assert len(tree.all("svg")) == sum(attrs.get("class") in ("bar", "key") for attrs in tree.all("svg")) > 4
    assert all(attrs["scope"] in ("col", "row") for attrs in tree.all("th"))
    assert re.search(r"not legal advice|不构成法律意见", text)


@pytest.mark.parametrize(("language", "first", "second"), [("en", "Summary for policy", "Market by market"), ("zh", "政策摘要", "各目的市场")])
def test_the_first_page_of_a_pdf_is_the_summary_and_nothing_else(report: PortfolioReport, tmp_path: Path, language: str, first: str, second: str) -> None:
    """Also with as much as the summary can hold."""
    regions = tuple(market(f"ZZ-{number:02}", duplicate=number) for number in range(10))
    many = replace(report.findings, markets=(*report.findings.markets, *regions), schemes=report.findings.schemes * 30)
    data = PORTFOLIO_DOCUMENTS["pdf"](replace(report, findings=many), language)  # type: ignore[arg-type]
    (tmp_path / "report.pdf").write_bytes(data)
    pages = tool("pdftotext", "-layout", tmp_path / "report.pdf", "-").split("\f")
    assert first in pages[0] and second not in pages[0]
    assert pages[1].strip().startswith(second)
    assert data == PORTFOLIO_DOCUMENTS["pdf"](replace(report, findings=many), language)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid bars
def test_a_workbook_has_a_sheet_for_every_table_and_no_formula(report: PortfolioReport) -> None:
    data = PORTFOLIO_DOCUMENTS["xlsx"](report, "zh")
    assert data == PORTFOLIO_DOCUMENTS["xlsx"](report, "zh")
    book = openpyxl.load_workbook(io.BytesIO(data))
    names = [
        "摘要 Summary",
        "市场 Markets",
        "审阅程度 Review",
        "重复认证 Duplicates",
        "产品组 Products",
        "证据 Evidence",
        "企业 Enterprises",
        "证书问题 Certificates",
    ]
    assert book.sheetnames == [*names, "未能使用 Refused", "来源 Sources"]
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert book["企业 Enterprises"]["A3"].value == "=cmd|<script>& “厂”"
    assert [cell.value for cell in book["重复认证 Duplicates"][3]] == [
        "集团（BLC）",
        "The Bloc",
        "灯具合格声明",
        "Declaration for lamps",
        "1",
        1200,
        0,
        "未收录",
    ]


def test_csv_has_a_row_for_every_requirement(report: PortfolioReport) -> None:
    text = PORTFOLIO_RENDERERS["csv"](report, "en")
    head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert text.startswith("\ufeff") and "\r\n" in text
    first = dict(zip(head, lines[0], strict=True))
    assert (len(lines), first["Market code"], first["Scheme id"], first["Tested again"], first["Recognised"]) == (
        2,
        "BLC",
        "blc-lamp-declaration",
        "1200",
        "10",
    )
    assert (first["Counts in these markets of the run"], first["Costs at least"], first["Knowledge base"]) == ("ZZ BLC", "", "kb1")
    assert "not legal advice" in first["Please note"]


def test_markdown_escapes_what_it_shows(report: PortfolioReport) -> None:
    text = PORTFOLIO_RENDERERS["md"](report, "en")
    assert r"=cmd\|\<script\>&amp; “厂”" in text
    assert "| The Bloc (BLC) | Declaration for lamps \\[1\\] | 1,200 | 0 | not recorded |" in text
    assert "- \\[1\\] Lamp Safety Act; Parliament of ZZ; checked on: 2026-01-03 <https://law.example/lamp>" in text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 100, 160])
def test_a_terminal_page_keeps_to_its_width(report: PortfolioReport, language: str, width: int) -> None:
    from mra.reports.layout import display_width

    text = as_text(report, language, width=width)  # type: ignore[arg-type]
    assert [line for line in text.splitlines() if display_width(line) > width] == []
    assert "\n\n\n" not in text


def test_json_is_the_same_in_both_languages_and_documented(report: PortfolioReport) -> None:
    text = PORTFOLIO_RENDERERS["json"](report, "en")
    assert text == PORTFOLIO_RENDERERS["json"](report, "zh")
    found = json.loads(text)
    assert (found["schema"], found["as_of"], found["kb_version"]) == (SCHEMA, "2026-01-01", "kb1")
    assert found["summary"]["recognized_items"] == 1
    assert found["markets"][0] == {
        "market": "ZZ",
        "label": {"en": "Zedland", "zh": "泽国"},
        "recognized_items": 1,
        "partial_items": 1,
        "coverage": {"reviewed": 1500, "partial": 400, "unknown": 100},
        "verdicts": dict(tally(recognized=11, duplicate=1400, unknown=3)),
        "again_in_part": 5,
        "requirements": 2,
    }
    page = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
    assert SCHEMA in page
    assert sorted(key for key in _keys(found) if f"`{key}`" not in page) == []


def _keys(value: object) -> set[str]:
    """Every key but those that are data: ids of sources, languages, verdicts, currencies."""
    if isinstance(value, list):
        return set().union(*map(_keys, value))
    if not isinstance(value, dict):
        return set()
    data = {"en", "zh", *VERDICTS, "reviewed", "yes", "no", "law-zz"}
    return {key for key in value if key not in data}.union(*map(_keys, value.values()))
