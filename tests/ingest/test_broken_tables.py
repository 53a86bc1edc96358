"""Every broken table gives exactly the sentences that ``broken/tables.toml`` holds for it, and no others."""

import tomllib
from pathlib import Path

import pytest

from mra.errors import InputError
from mra.gap.live import LiveSource
from mra.ingest.cells import BadCell, cell_readers
from mra.ingest.places import place_of
from mra.ingest.portfolio import read_portfolio
from mra.model.directory import Directory
from tests.ingest.broken.tables import CASES

EXPECTED = tomllib.loads((Path(__file__).parent / "broken" / "tables.toml").read_text(encoding="utf-8"))


def sentences(path: Path, directory: Directory) -> list[str]:
    """What is said of a file: why it is refused, or its problems with their places."""
    readers = cell_readers(directory)
    try:
        portfolio = read_portfolio(path, directory)
        problems = list(portfolio.head_problems)
        for row in portfolio.rows():
            problems += row.problems
            for column, cell in zip(portfolio.columns, row.cells, strict=True):
                try:
                    if cell and column in readers:
                        readers[column](cell)
                except BadCell as bad:
                    problems.append(portfolio.bad_cell(row, column, bad))
    except InputError as error:
        assert error.text.zh
        return [error.text.en.replace(str(path), path.name)]
    assert all(problem.file == path.name and problem.remedy.zh for problem in problems)
    return [f"{place_of(problem).en}: {problem.message.en} {problem.remedy.en}" for problem in problems]


def test_every_case_has_its_sentences() -> None:
    assert list(EXPECTED) == list(CASES)
    assert len(CASES) >= 35


@pytest.mark.parametrize("name", CASES)
def test_a_broken_table_says_what_is_wrong_where_and_what_to_do(name: str, tmp_path: Path, tiny: LiveSource) -> None:
    path = tmp_path / name
    path.write_bytes(CASES[name]())
    assert sentences(path, tiny.directory) == EXPECTED[name]
