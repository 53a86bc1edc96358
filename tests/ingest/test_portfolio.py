"""Heads in every form, several sheets, columns of one's own, and what single cells mean."""

from pathlib import Path

import pytest

from mra.gap.live import LiveSource
from mra.ingest.cells import PORTFOLIO_COLUMNS, BadCell, cell_readers, goods_code
from mra.ingest.certificates import read_certificates
from mra.ingest.places import is_remark, place_of
from mra.ingest.portfolio import RawPortfolio, read_portfolio
from mra.model.directory import Directory
from tests.ingest.made import workbook


@pytest.fixture(scope="module")
def directory(tiny: LiveSource) -> Directory:
    return tiny.directory


def read(tmp_path: Path, directory: Directory, text: str) -> RawPortfolio:
    path = tmp_path / "portfolio.csv"
    path.write_text(text, encoding="utf-8")
    return read_portfolio(path, directory)


def cells(portfolio: RawPortfolio) -> list[tuple[str, ...]]:
    return [row.cells for row in portfolio.rows()]


def test_every_column_by_key_and_by_each_of_its_names(tmp_path: Path, directory: Directory) -> None:
    from mra.language import say

    for column in PORTFOLIO_COLUMNS:
        names = say(f"certificates.head.{column}")
        for name in (column, *names.en.split("|"), *names.zh.split("|")):
            found = read(tmp_path, directory, "kind,x\nccc,y\n" if column == "kind" else f"kind,{name}\nccc,y\n")
            assert found.columns == (("kind",) if column == "kind" else ("kind", column)), name


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("电池", "attr:battery"),
        ("battery", "attr:battery"),
        ("attr:battery", "attr:battery"),
        ("额定电压", "attr:rated_voltage_v"),
        ("额定电压（伏）", "attr:rated_voltage_v"),
        ("Rated voltage in volts", "attr:rated_voltage_v"),
        ("medical_class.vn", "attr:medical_class.vn"),
        ("lab.country", "attr:lab.country"),
        ("证书编号（必填）", "number"),
        ('"证书编号\nCertificate No."', "number"),
        ("发证日期 / Issue date", "date"),
        ("*Issue date*", "date"),
    ],
)
def test_heads_of_attributes_and_heads_with_more_words(tmp_path: Path, directory: Directory, head: str, column: str) -> None:
    portfolio = read(tmp_path, directory, f"kind,{head}\nccc,1\n")
    assert (portfolio.columns, portfolio.extra, portfolio.head_problems) == (("kind", column), (), ())
    assert cells(portfolio) == [("ccc", "1")]


@pytest.mark.parametrize(
    "head",
    [
        "kind,number,备注\n证书种类,证书编号,\n",
        "证书种类,证书编号,备注\nEvidence kind,Certificate number,Remarks\n",
        "kind,number,\n证书种类,证书编号,备注\nEvidence kind,Certificate number,Remarks\n",
    ],
)
def test_a_head_on_several_lines_is_one_head(tmp_path: Path, directory: Directory, head: str) -> None:
    portfolio = read(tmp_path, directory, f"{head}ccc,1,a\n报告,编号,b\n")
    assert (portfolio.columns, portfolio.extra) == (("kind", "number"), ("备注",))
    assert [(row.cells, row.extra) for row in portfolio.rows()] == [(("ccc", "1"), ("a",)), (("报告", "编号"), ("b",))]


def test_columns_of_ones_own_come_back_with_every_row(tmp_path: Path, directory: Directory) -> None:
    portfolio = read(tmp_path, directory, "备注,kind,备注,价格\na,ccc,b,1\n,ccc\n")
    assert portfolio.extra == ("备注", "备注", "价格")
    assert [row.extra for row in portfolio.rows()] == [("a", "b", "1"), ("", "", "")]
    assert [problem.code for problem in portfolio.head_problems] == ["column-unknown"] * 3
    assert all(map(is_remark, portfolio.head_problems))


def test_every_sheet_of_certificates_is_read_and_says_so(tmp_path: Path, directory: Directory) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "a.xlsx"
    with Workbook(str(path)) as book:
        for name, rows in {
            "A": [["kind", "number", "价格"], ["ccc", "1", "x"]],
            "B": [["备注", "证书编号", "证书种类", "持证人"], ["y", "2", "ccc", "甲"]],
            "说明": [["kind", "number"], ["ccc", "3"]],
            "空": [],
            "产品": [["产品", "型号"], ["灯", "M"]],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    portfolio = read_portfolio(path, directory)
    assert (portfolio.columns, portfolio.extra) == (("kind", "number", "holder"), ("价格", "备注"))
    assert [tuple(row) for row in portfolio.rows()] == [("A", 2, ("ccc", "1", ""), ("x", ""), ()), ("B", 2, ("ccc", "2", "甲"), ("", "y"), ())]
    (row, other) = portfolio.rows()
    assert portfolio.problem("no-product", row, "product").cell == ""
    bad = portfolio.bad_cell(other, "holder", BadCell("formula-text"))
    assert (bad.sheet, bad.cell, bad.line, bad.field) == ("B", "D2", 2, "holder")
    assert place_of(bad).zh == "工作表“B”D2 单元格"


def test_places_of_problems(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["企业名称", "kind"], ["【示例】甲", "ccc"], ["", "ccx"]]))
    (example, bad) = read_certificates(path, directory)[1]
    assert (place_of(example).en, place_of(bad).en) == ("sheet Sheet1 row 2", "sheet Sheet1 cell B3")


def test_what_is_said_of_the_product_is_no_matter_of_a_single_answer(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kind,product,hs,battery\nccc,no such thing,101.21,perhaps\n", encoding="utf-8")
    held, problems = read_certificates(path, directory)
    assert [piece.kind for piece in held] == ["ccc"]
    assert [(problem.code, problem.value) for problem in problems] == [("column-product", "product, hs, battery")]


@pytest.mark.parametrize(
    ("cell", "digits"),
    [("9405.21", "940521"), ("9405 21 00 00", "9405210000"), ("HS: 0101.21", "010121"), ('="0101.21"', "010121"), ("8504401400123", "8504401400123")],
)
def test_goods_codes(cell: str, digits: str) -> None:
    assert goods_code(cell) == digits


@pytest.mark.parametrize(
    ("cell", "code"),
    [("101.21", "goods-code-zero"), ("940", "goods-code-zero"), ("1012100", "goods-code-zero"), ("lamp", "goods-code-form"), ("85", "goods-code-form")],
)
def test_goods_codes_are_never_guessed(cell: str, code: str) -> None:
    with pytest.raises(BadCell) as caught:
        goods_code(cell)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("column", "cell", "read_as"),
    [
        ("number", '="00123"', {"number": "00123"}),
        ("holder", "'=A Ltd", {"holder": "=A Ltd"}),
        ("holder", "'-A", {"holder": "-A"}),
        ("holder", "'t Hart", {"holder": "'t Hart"}),
        ("date", "2025-03-01 09:30:00", {"date": "2025-03-01"}),
        ("date", "2025-03-01T09:30", {"date": "2025-03-01"}),
        ("enterprise", "甲公司", {}),
        ("product", "lamp", {}),
        ("model", "M-1", {}),
        ("hs", "9405.21", {}),
    ],
)
def test_what_a_cell_means(directory: Directory, column: str, cell: str, read_as: dict[str, str]) -> None:
    assert cell_readers(directory)[column](cell) == read_as
