"""The template reads back without a problem, also after another program has saved it, and lets nothing become a formula."""

from pathlib import Path

import openpyxl
import pytest

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.gap.request import find_product
from mra.ingest.cells import PORTFOLIO_COLUMNS, cell_readers
from mra.ingest.certificates import read_certificates
from mra.ingest.portfolio import read_portfolio
from mra.model.text import Language
from mra.portfolio.template import COLUMNS, write_template
from tests.commands.conftest import Call, call  # noqa: F401 - a fixture

LANGUAGES: list[Language] = ["zh", "en"]


def test_the_template_has_every_column() -> None:
    assert set(COLUMNS) == set(PORTFOLIO_COLUMNS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_saved_again", [False, True])
def test_the_template_reads_back(tmp_path: Path, live: LiveSource, language: Language, is_saved_again: bool) -> None:
    path = tmp_path / "a.xlsx"
    write_template(live.directory, path, language)
    if is_saved_again:
        openpyxl.load_workbook(path).save(path)
    portfolio = read_portfolio(path, live.directory)
    assert (portfolio.columns, portfolio.extra, portfolio.head_problems) == (COLUMNS, (), ())
    rows = list(portfolio.rows())
    assert [(row.number, [problem.code for problem in row.problems]) for row in rows] == [(number, ["example-row"]) for number in (4, 5, 6)]
    readers = cell_readers(live.directory)
    for row in rows:  # the examples would be good certificates
        for column, cell in zip(portfolio.columns, row.cells, strict=True):
            if cell:
                readers[column](cell)
        assert find_product(live.directory, row.cells[COLUMNS.index("product")])
    held, problems = read_certificates(path, live.directory)
    assert held == []
    assert [problem.code for problem in problems] == ["column-product", *["example-row"] * 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_chosen_is_understood(tmp_path: Path, live: LiveSource, language: Language) -> None:
    path = tmp_path / "a.xlsx"
    write_template(live.directory, path, language)
    book = openpyxl.load_workbook(path)
    lists, readers = book["列表 Lists"], cell_readers(live.directory)
    assert lists.sheet_state == "hidden"
    columns = {words[0]: [word for word in words[1:] if word] for words in lists.iter_cols(values_only=True)}
    assert set(columns) == {"product", "kind", "status", "report", "stage", "endorsed", "scope", "factory", "economy"}
    assert sum(len(word) for word in columns["kind"]) > 255  # more than a rule itself may hold
    for column, words in columns.items():
        for word in words:
            found = find_product(live.directory, word) if column == "product" else readers[column](word)
            assert found, (column, word)
    assert columns["status"] == [
        live.directory.concepts["status"][name].label.read(language) for name in ("valid", "suspended", "withdrawn", "cancelled", "expired")
    ]


def test_the_form_of_the_template(tmp_path: Path, live: LiveSource) -> None:
    path = tmp_path / "a.xlsx"
    write_template(live.directory, path)
    sheet = openpyxl.load_workbook(path)["证书 Certificates"]
    assert sheet.freeze_panes == "B4"
    assert sheet.row_dimensions[1].hidden
    assert [(sheet.cell(row, 5).value) for row in (1, 2, 3)] == ["kind", "证据种类", "Evidence"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["E4:E10001"].startswith("'列表 Lists'!$B$2:$B$")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert {sheet.column_dimensions[letter].number_format for letter in "ACFJ"} == {"@"} or sheet["F4"].number_format == "@"
    assert "证书上印刷的编号" in sheet["F2"].comment.text
    assert "Number exactly as printed" in sheet["F2"].comment.text


def test_the_same_call_gives_the_same_bytes(tmp_path: Path, live: LiveSource) -> None:
    for name in ("a", "b"):
        write_template(live.directory, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_without_the_writer(tmp_path: Path, tiny: LiveSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r'pip install "mra\[portfolio\]"'):
        write_template(tiny.directory, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_command_never_overwrites(tmp_path: Path, call: Call) -> None:  # noqa: F811 - the fixture
    path = tmp_path / "清单.xlsx"
    first = call("portfolio", "template", "--output", str(path))
    assert (first.exit_code, first.stdout) == (0, "")
    assert "Fill it in, then: mra portfolio run" in first.stderr
    before = path.read_bytes()
    second = call("portfolio", "template", "--output", str(path), language="zh")
    assert second.exit_code == 2
    assert "已存在，其中可能有已填写的证书" in second.stderr
    assert path.read_bytes() == before
    nowhere = call("portfolio", "template", "--output", str(tmp_path / "no" / "a.xlsx"))
    assert (nowhere.exit_code, nowhere.stderr.count("\n")) == (2, 1)
