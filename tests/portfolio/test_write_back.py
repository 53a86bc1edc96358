"""The user's own table comes back: rows, order and columns as they were, answers beside them, nothing a formula."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.ingest.heads import RESULT
from mra.ingest.portfolio import read_portfolio
from mra.model.text import Bilingual
from mra.portfolio.template import write_template
from mra.portfolio.workbook import ResultCell, Results, write_back
from tests.ingest.made import SAMPLES

HEADS = (Bilingual("Verdict", "判定"), Bilingual("Status", "状态"))


def answer(sheet: str, number: int) -> Sequence[ResultCell]:
    return [ResultCell(text=f"{sheet}{number}", tone="bad", comment="why"), ResultCell(text="=1+1", tone="good")]


RESULTS = Results(heads=HEADS, cells=answer)


def back(source: Path, target: Path, tiny: LiveSource) -> list[tuple[object, ...]]:
    write_back(read_portfolio(source, tiny.directory), target, RESULTS)
    return list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))


def test_a_text_comes_back_as_a_workbook(tmp_path: Path, tiny: LiveSource) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes('证书编号,kind,备注,HS编码\r\n００1,ccc,"=1+1",0101.21\r\n\r\n"x"y,ccc\r\n2,CB报告,+86,,beyond\r\n'.encode("gb18030"))
    rows = back(source, tmp_path / "b.xlsx", tiny)
    assert rows[0] == ("证书编号", "kind", "备注", "HS编码", f"{RESULT}判定\nVerdict", f"{RESULT}状态\nStatus", None)
    assert rows[1] == ("００1", "ccc", "=1+1", "0101.21", "2", "=1+1", None)
    assert rows[2] == (None,) * 7
    assert rows[3][0] == '"x"y,ccc'
    assert rows[4] == ("2", "CB报告", "+86", None, "5", "=1+1", "beyond")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert (sheet["E2"].fill.fgColor.rgb, sheet["F2"].fill.fgColor.rgb) == ("FFF8CBAD", "FFE2EFDA")
    assert sheet["E2"].comment.text == "why"
    assert sheet["D2"].number_format == "@"


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_workbook_comes_back_with_all_its_sheets(form: str, tmp_path: Path, tiny: LiveSource) -> None:
    source = SAMPLES / f"certificates.{form}"
    rows = back(source, tmp_path / "b.xlsx", tiny)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["证书", "旧证书", "说明 Notes", "产品"]
    assert book["旧证书"].sheet_state == "hidden"
    assert [cell.value for cell in book["产品"][2]] == ["台灯", "M1"]
    assert rows[0][1] == "深圳某企业证书台账"
    assert rows[2][1:] == ("证书种类", "证书编号", "持证人", "发证日期", "是否有报告", "HS编码", "备注", f"{RESULT}判定\nVerdict", f"{RESULT}状态\nStatus")
    assert rows[6][6] == "101.21"
    assert rows[7][2] == "20240001"
    assert rows[3][8:] == ("证书4", "=1+1")
    first, second = read_portfolio(source, tiny.directory), read_portfolio(tmp_path / "b.xlsx", tiny.directory)
    assert [row[:4] for row in first.rows()] == [row[:4] for row in second.rows()]
    assert "column-twice" not in {problem.code for problem in second.head_problems}


def test_answers_of_an_earlier_run_are_replaced(tmp_path: Path, tiny: LiveSource) -> None:
    once = back(SAMPLES / "certificates.ods", tmp_path / "b.xlsx", tiny)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    book.worksheets[0]["K3"] = "本厂备注"
    book.worksheets[0]["K4"] = "mine"
    book.save(tmp_path / "b.xlsx")
    twice = back(tmp_path / "b.xlsx", tmp_path / "c.xlsx", tiny)
    assert [row[8] for row in twice[2:4]] == ["本厂备注", "mine"]
    assert [row[9:] for row in twice[2:]] == [row[8:10] for row in once[2:]]


def test_the_template_comes_back_with_its_hidden_keys(tmp_path: Path, tiny: LiveSource) -> None:
    write_template(tiny.directory, tmp_path / "a.xlsx")
    back(tmp_path / "a.xlsx", tmp_path / "b.xlsx", tiny)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert (sheet.row_dimensions[1].hidden, sheet["A1"].value, sheet["A2"].value) == (True, "enterprise", "出口企业")
    assert sheet.freeze_panes == "A4"
    assert read_portfolio(tmp_path / "b.xlsx", tiny.directory).head_problems == ()


def test_more_rows_than_a_sheet_holds_go_on_under_the_same_head(tmp_path: Path, tiny: LiveSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mra.portfolio.workbook._MOST_ROWS", 3)
    source = tmp_path / "a.csv"
    source.write_text("kind,number\n" + "".join(f"ccc,{number}\n" for number in range(5)), encoding="utf-8")
    back(source, tmp_path / "b.xlsx", tiny)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    found = [[row[1] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    assert found == [["number", "0", "1"], ["number", "2", "3"], ["number", "4"]]
    assert [row.cells[1] for row in read_portfolio(tmp_path / "b.xlsx", tiny.directory).rows()] == list("01234")


def test_a_failure_leaves_nothing(tmp_path: Path, tiny: LiveSource, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(sheet: str, number: int) -> Sequence[ResultCell]:
        raise RuntimeError(sheet)

    portfolio = read_portfolio(SAMPLES / "certificates.xlsx", tiny.directory)
    with pytest.raises(RuntimeError):
        write_back(portfolio, tmp_path / "b.xlsx", Results(heads=HEADS, cells=fail))
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(InputError, match="pip install"):
        write_back(portfolio, tmp_path / "b.xlsx", RESULTS)
    assert list(tmp_path.iterdir()) == []


CELLS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"), max_size=10), min_size=3, max_size=3)


@given(st.lists(CELLS, max_size=5))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, tiny: LiveSource, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("back")
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["kind", "number", "x"], *rows])
    (folder / "a.csv").write_bytes(text.getvalue().encode())
    first = read_portfolio(folder / "a.csv", tiny.directory)
    write_back(first, folder / "b.xlsx", RESULTS)
    second = read_portfolio(folder / "b.xlsx", tiny.directory)
    expected = [(row.cells, row.extra) for row in first.rows()]
    assert [(row.cells, row.extra) for row in second.rows()] == [(tuple(map(held, cells)), tuple(map(held, extra))) for cells, extra in expected]


def held(text: str) -> str:
    """What a workbook can hold of a text: two signs are none of XML's."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
