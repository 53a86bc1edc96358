"""A small portfolio on the tiny knowledge base."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mra.gap.source import LiveSource
from mra.portfolio.engine import Work
from mra.portfolio.parts import Format

HEADS = "enterprise,kind,number,holder,issuer,standard,date,valid_until,status,product,hs"
ROWS = (
    "Alpha,cb_report,1,Alpha,GOOD,IEC 1:2018,2025-03-01,,valid,lamp,",
    ",cb_report,2,Alpha,GOOD,IEC 1:2018,2025-03-01,,suspended,lamp,",
    "Beta,ccc,3,Beta,GOOD,GB 1-2022,2024-13-01,,valid,lamp,",
    "Beta,ccc,4,Beta,,,2024-12-01,,,,940521",
    "=cmd,no_kind,5,Beta,,,2024-12-01,,,nothing at all,",
    "Gamma,none,6,Gamma,,,,,,,",
    "Alpha,cb_report,7,Alpha,OTHER,IEC 1:2018,2025-03-01,,valid,台灯,",
)
Make = Callable[..., Work]


@pytest.fixture
def portfolio_file(tmp_path: Path) -> Path:
    """Seven rows, four of which can be judged."""
    return write_portfolio(tmp_path / "portfolio.csv", ROWS)


def write_portfolio(file: Path, rows: tuple[str, ...]) -> Path:
    """A CSV file of these rows."""
    file.write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def work(tiny: LiveSource, tmp_path: Path) -> Make:
    """Work on the tiny knowledge base for the markets ZZ and BLC, into a folder of this test."""

    def make(folder: str = "run", *, form: Format = "parquet", as_of: date = date(2026, 1, 1)) -> Work:
        return Work(source=tiny, markets=("ZZ", "BLC"), as_of=as_of, form=form, folder=tmp_path / folder)

    return make
