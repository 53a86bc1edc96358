"""Real certificates of one exporter, one a row; a real certificate is presumed nothing (contract)."""

from collections.abc import Mapping
from pathlib import Path

from mra.ingest.cells import ATTRIBUTE, PRODUCT_COLUMNS, BadCell, Reader, cell_readers
from mra.ingest.places import problem_at
from mra.ingest.portfolio import RawPortfolio, RawRow, read_portfolio
from mra.model.directory import Directory
from mra.model.evidence import Held
from mra.model.problem import Problem


def read_certificates(path: Path, directory: Directory) -> tuple[list[Held], list[Problem]]:
    """The certificates of a table (CSV, XLSX, XLS, ODS), and what is wrong with the rows that could not be used, in their order.

    Heads are matched by key, Chinese or English, in any order; columns of other names are left aside and reported.
    Raises ``InputError`` if the file cannot be read or has no column for the kind.
    """
    portfolio = read_portfolio(path, directory)
    held: list[Held] = []
    problems = [*portfolio.head_problems, *_of_products(portfolio)]
    readers = {column: read for column, read in cell_readers(directory).items() if column not in PRODUCT_COLUMNS}
    for row in portfolio.rows():
        read, wrong = _row(row, portfolio, readers)
        if read is None:
            problems += wrong
        else:
            held.append(read)
    return held, sorted(problems, key=lambda problem: problem.sort_key)


def _of_products(portfolio: RawPortfolio) -> list[Problem]:
    """The remark that columns about the product are not read here: the call names the product."""
    found = [column for column in portfolio.columns if column in ("product", "hs") or column.startswith(ATTRIBUTE)]
    names = ", ".join(column.removeprefix(ATTRIBUTE) for column in found)
    first = portfolio.parts[0]
    return [problem_at("column-product", portfolio.file, first.head.rows[0], names, names, sheet=first.sheet.name)] if found else []


def _row(row: RawRow, portfolio: RawPortfolio, readers: Mapping[str, Reader]) -> tuple[Held | None, list[Problem]]:
    wrong = [problem for problem in row.problems if problem.field not in PRODUCT_COLUMNS and not problem.field.startswith(ATTRIBUTE)]
    spoilt = {problem.field for problem in wrong}
    read: dict[str, str] = {}
    for column, cell in zip(portfolio.columns, row.cells, strict=True):
        if cell and column in readers and column not in spoilt:
            try:
                read |= readers[column](cell)
            except BadCell as bad:
                wrong.append(portfolio.bad_cell(row, column, bad))
    if not wrong and "kind" not in read:
        wrong.append(portfolio.problem("no-kind", row, "kind"))
    return (None, wrong) if wrong else (Held(kind=read.pop("kind"), qualifiers=read, is_specimen=False), [])
