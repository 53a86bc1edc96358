"""What is left costs and takes in the rows of a portfolio, where a source says so."""

from dataclasses import replace
from datetime import date

import pytest

from mra.gap.source import LiveSource
from mra.model.cost import Figure, Published
from mra.portfolio.engine import Work, judge_here
from mra.portfolio.run import run_portfolio
from mra.portfolio.source import open_portfolio
from tests.portfolio.conftest import write_portfolio
from tests.portfolio.reading import Row, rows
from tests.recognition.judging import text

LAMP_SCHEME = "zz-lamp-certificate"
ROW = "Beta,ccc,4,Beta,GOOD,GB 1-2022,2024-12-01,,valid,lamp,"


def fee(low: float, high: float, unit: str = "USD") -> Published:
    return Published(element="safety-test", figure=Figure(what="fee", unit=unit, basis=text("One model"), source="law-zz", low=low, high=high))


def wait(high: float) -> Published:
    return Published(element="safety-test", figure=Figure(what="days", unit="working-days", basis=text("One model"), source="law-zz", high=high))


@pytest.fixture
def judged(tiny: LiveSource, tmp_path):
    def judge(*published: Published) -> dict[str, Row]:
        """The rows of one certificate in ZZ, by requirement."""
        source = replace(tiny, knowledge=replace(tiny.knowledge, costs={LAMP_SCHEME: published}))
        work = Work(source=source, markets=("ZZ",), as_of=date(2026, 1, 1), form="parquet", folder=tmp_path / "run")
        run_portfolio(open_portfolio(write_portfolio(tmp_path / "one.csv", (ROW,)), source.directory), work, judge_here)
        return {str(row["requirement"]): row for row in rows(work.folder, "verdicts")}

    return judge


NAMES = ("cost_low", "cost_high", "currency", "days_low", "days_high", "days_unit")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ((), (None, None, "", None, None, "")),
        ((fee(100, 150.5), fee(20, 20), wait(20)), (120.0, 170.5, "USD", None, 20, "working-days")),
        # two currencies have no common sum, and none is left out of one
        ((fee(100, 100), fee(90, 90, "EUR"), wait(20)), (None, None, "", None, 20, "working-days")),
    ],
)
def test_a_row_carries_what_is_published_of_what_is_left(published, expected, judged) -> None:
    found = judged(*published)
    assert tuple(found[LAMP_SCHEME][name] for name in NAMES) == expected
    assert tuple(found["blc-lamp-declaration"][name] for name in NAMES) == (None, None, "", None, None, "")
