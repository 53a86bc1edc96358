"""Tables are told by their content and read alike, whatever they come in."""

import csv
import io
import os
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.ingest.cleaning import clean, text_of
from mra.ingest.portfolio import read_portfolio
from mra.ingest.rows import Row, letters
from mra.ingest.table import open_table
from tests.ingest.made import SAMPLES, changed, edited, part, sheet_xml, workbook

#: Texts that a cell can hold: no control characters, no halves of signs.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=12)
CHINESE = st.text(st.sampled_from("证书编号，；“”,;\"'\t=+-@ 0１aé\n"), max_size=8)
ENCODINGS, SEPARATORS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]), st.sampled_from([",", "\t", ";", "，", "；"])
TABLES = st.lists(st.lists(CHINESE, min_size=3, max_size=3), max_size=6)


def rows_of(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for sheet in open_table(path, lambda head: head == "kind").sheets for row in sheet.rows()]


def filled(rows: list[list[str]]) -> list[tuple[str, ...]]:
    cleaned = [tuple(clean(cell) for cell in row) for row in rows]
    return [row for row in cleaned if any(row)]


@given(TABLES, ENCODINGS, SEPARATORS, st.sampled_from(["\n", "\r\n"]))
def test_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str, separator: str, end: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["kind", "kind", "kind"], *rows])
    path = tmp_path_factory.mktemp("table") / "table.txt"
    path.write_bytes(text.getvalue().encode(encoding))
    assert rows_of(path) == filled([["kind", "kind", "kind"], *rows])


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6))
def test_workbooks_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("table") / "table.bin"
    path.write_bytes(workbook([["kind", "b", "c"], *rows]))
    assert rows_of(path) == filled([["kind", "b", "c"], *rows])


@given(st.lists(st.one_of(st.integers(-(10**14), 10**14), st.booleans(), st.dates(date(1900, 3, 1)), TEXT), min_size=1, max_size=8))
def test_values_of_a_workbook_by_openpyxl(tmp_path_factory: pytest.TempPathFactory, values: list[object]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for value in ["kind", *values]:
        cell = book.active.cell(row=book.active.max_row + 1, column=1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    path = tmp_path_factory.mktemp("table") / "table.xlsx"
    book.save(path)
    expected = ["kind", *(("yes" if value else "no") if isinstance(value, bool) else clean(str(value)) for value in values)]
    assert [cells[0] for cells in rows_of(path)] == [text for text in expected if text]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123.0, "123"),
        (0.1 + 0.2, "0.3"),
        (101.21, "101.21"),
        (6.9e12, "6900000000000"),
        (-0.5, "-0.5"),
        (float("inf"), "inf"),
        (7, "7"),
        (True, "yes"),
        (False, "no"),
        (date(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1, 9, 30), "2025-03-01 09:30:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (" ００１２　", "0012"),
    ],
)
def test_what_a_cell_shows(value: object, text: str) -> None:
    assert text_of(value) == text  # type: ignore[arg-type]


@given(st.integers(0, 20_000))
def test_letters_of_columns(position: int) -> None:
    number = 0
    for sign in letters(position):
        number = number * 26 + ord(sign) - 64
    assert number == position + 1


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_the_same_table_in_every_form(form: str, tmp_path: Path, tiny: LiveSource) -> None:
    path = tmp_path / "renamed.csv"  # the name says nothing
    path.write_bytes((SAMPLES / f"certificates.{form}").read_bytes())
    portfolio = read_portfolio(path, tiny.directory)
    assert (portfolio.form, portfolio.columns, portfolio.extra) == (form, ("kind", "number", "holder", "date", "report", "hs"), ("备注",))
    rows = list(portfolio.rows())
    assert [(row.sheet, row.number) for row in rows] == [("证书", number) for number in range(4, 10)]
    assert rows[0].cells == ("CB报告", "00123", "甲公司", "2025-03-01", "是", "9405.21")
    assert rows[1].cells == ("ccc", "2024-1", "乙公司", "2024-12-31", "no", "940521")
    assert rows[4].cells == ("ccc", "20240001", "戊公司", "2025-01-02", "", "")
    assert [row.extra for row in rows[:2]] == [("第一行",), ("",)]
    assert [(row.number, problem.code, problem.cell) for row in rows for problem in row.problems] == [(6, "cell-error", "E6"), (7, "goods-code-number", "G7")]


def test_the_separator_that_excel_states_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=|\r\nkind|number\r\nccc|1,2;3\r\n")
    table = open_table(path)
    assert table.separator == "|"
    assert list(table.sheets[0].rows()) == [Row(2, ("kind", "number")), Row(3, ("ccc", "1,2;3"))]
    assert [cells for _, cells in table.sheets[0].values()] == [["kind", "number"], ["ccc", "1,2;3"]]


def test_rows_can_be_read_again_and_broken_ones_are_kept_for_writing_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('kind,number\n"ccc" x,1\nccc,2\n', encoding="utf-8")
    sheet = open_table(path).sheets[0]
    assert list(sheet.rows()) == list(sheet.rows())
    assert [cells for _, cells in sheet.values()] == [["kind", "number"], ['"ccc" x,1'], ["ccc", "2"]]


def test_a_table_can_come_through_a_pipe(tmp_path: Path, tiny: LiveSource) -> None:
    for name, data in (("a", b"kind,number\nccc,1\n"), ("b", workbook([["kind", "number"], ["ccc", "1"]]))):
        pipe = tmp_path / name
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_bytes, args=(data,))
        writer.start()
        portfolio = read_portfolio(pipe, tiny.directory)
        writer.join()
        assert [row.cells for row in portfolio.rows()] == [("ccc", "1")] == [row.cells for row in portfolio.rows()]


def test_limits_of_files_and_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"kind\n" + b"ccc\n" * 1000)
    monkeypatch.setattr("mra.ingest.content.LARGEST_FILE", 1000)
    with pytest.raises(InputError, match="is larger than 0 MiB"):
        open_table(path)


def test_a_workbook_without_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["kind"], ["ccc"]]))
    with pytest.raises(InputError, match=r'pip install "mra\[portfolio\]"'):
        open_table(path)


def test_cells_without_addresses_and_with_a_prefix_are_read(tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    bare = sheet_xml(b"<row><c><v>1</v></c><c><v>2</v></c></row>")
    data = changed(bare, {sheet: part(bare, sheet).replace(b"<c ", b"<x:c ").replace(b"<c>", b"<x:c>").replace(b"</c>", b"</x:c>")})
    for name, book in (("bare", bare), ("prefixed", data)):
        path = tmp_path / name
        path.write_bytes(book)
        assert rows_of(path)[:1] in ([("kind", "number", "holder", "date", "hs")], [])
    path = tmp_path / "bare"
    assert rows_of(path)[1][:2] == ("1", "2")


def test_a_sheet_that_the_workbook_only_names_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(workbook([["kind"], ["ccc"]]), {"xl/worksheets/sheet1.xml": None}))
    with pytest.raises(InputError, match="is damaged or incomplete"):
        rows_of(path)


def test_absolute_targets_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = edited(workbook([["kind"], ["ccc"]]), "xl/_rels/workbook.xml.rels", b'Target="worksheets/', b'Target="/xl/worksheets/')
    path.write_bytes(data)
    assert rows_of(path) == [("kind",), ("ccc",)]
