"""Published fees and times: what is read, and what is refused."""

import datetime
from pathlib import Path

import pytest

from mra.knowledge.checks import check
from mra.knowledge.costs import COST_COLUMNS, read_costs
from mra.knowledge.load import load
from mra.knowledge.tables import TableReading
from mra.model.cost import Figure, Published
from mra.model.period import Period
from mra.model.text import Bilingual
from tests.bases import table, tiny_base

FEE = "zz-lamp|a-cb|registration|fee|500|750.50|USD|lamp appliance|One model|一个型号|2025-01-01|2026-01-01|law"
TIME = "zz-lamp||registration|days||20|working-days||One application|一次申请|||law"


def read(tmp_path: Path, *rows: str) -> tuple[list[tuple[str, Published]], TableReading]:
    file = tmp_path / "zz.tsv"
    file.write_text(table(COST_COLUMNS, *rows), encoding="utf-8")
    reading = TableReading("costs/zz.tsv", {})
    return list(read_costs(file, reading)), reading


def test_a_fee_is_read_with_its_route_products_and_days(tmp_path: Path) -> None:
    ((scheme, published),), reading = read(tmp_path, FEE)
    assert scheme == "zz-lamp"
    assert published == Published(
        element="registration",
        figure=Figure(what="fee", unit="USD", basis=Bilingual("One model", "一个型号"), source="law", low=500.0, high=750.5),
        route="a-cb",
        products=("lamp", "appliance"),
        period=Period(start=datetime.date(2025, 1, 1), end=datetime.date(2026, 1, 1)),
    )
    assert [(entry.kind, entry.id) for entry in reading.references] == [
        ("scheme", "zz-lamp"),
        ("source", "law"),
        ("product", "lamp"),
        ("product", "appliance"),
        ("concept:currency", "USD"),
    ]
    assert reading.problems == []


def test_an_end_that_is_not_stated_stays_open_and_no_route_means_any(tmp_path: Path) -> None:
    ((_, published),), reading = read(tmp_path, TIME)
    assert (published.figure.what, published.figure.unit, published.figure.low, published.figure.high) == ("days", "working-days", None, 20.0)
    assert (published.route, published.products) == (None, ())
    assert ("concept:time-unit", "working-days") in [(entry.kind, entry.id) for entry in reading.references]


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "value"),
    [
        ("|fee|", "|price|", "not-allowed", "what", "price"),
        ("|500|750.50|", "|||", "figure-empty", "low", "registration"),
        ("|500|750.50|", "|800|750.50|", "figure-order", "high", "750.5 is less than 800.0"),
        ("|500|", "|1,500|", "wrong-number", "low", "1,500"),
        ("|750.50|", "|750.505|", "wrong-number", "high", "750.505"),
        ("|fee|500|750.50|", "|days|5|7.5|", "wrong-number", "high", "7.5"),
    ],
)
def test_a_row_without_a_usable_figure_is_reported_and_left_out(old: str, new: str, code: str, column: str, value: str, tmp_path: Path) -> None:
    found, reading = read(tmp_path, FEE.replace(old, new))
    assert found == []
    assert [(problem.code, problem.field, problem.line, problem.value) for problem in reading.problems] == [(code, f"[2].{column}", 2, value)]


def test_the_basis_stands_in_both_languages(tmp_path: Path) -> None:
    _, reading = read(tmp_path, FEE.replace("一个型号", ""))
    assert [(problem.code, problem.field) for problem in reading.problems] == [("not-bilingual", "[2].basis_zh")]


LAMP = "zz-lamp-certificate"


def costs(*rows: str) -> dict[str, str | None]:
    return {"costs/zz.tsv": table(COST_COLUMNS, *rows)}


def test_the_knowledge_base_holds_them_by_scheme(tmp_path: Path) -> None:
    rows = (
        f"{LAMP}|a-cb|registration|fee|500|500|USD||One model|一个型号|||law-zz",
        f"{LAMP}|b-national|inspection|days|3|5|days||One visit|一次检查|||agency",
    )
    knowledge = load(tiny_base(tmp_path, costs(*rows)))
    assert {scheme: [entry.element for entry in published] for scheme, published in knowledge.costs.items()} == {LAMP: ["registration", "inspection"]}


@pytest.mark.parametrize(
    ("row", "code", "field", "value"),
    [
        (f"{LAMP}|b-national|registration|fee|5||USD||One model|一个型号|||law-zz", "figure-without-element", "[2].element", "b-national/registration"),
        (f"{LAMP}||wedding|fee|5||USD||One model|一个型号|||law-zz", "figure-without-element", "[2].element", "wedding"),
        (f"{LAMP}|a-cb|registration|fee|5||YEN||One model|一个型号|||law-zz", "not-in-list", "[2].unit", "YEN"),
        ("zz-gone|a-cb|registration|fee|5||USD||One model|一个型号|||law-zz", "undefined", "[2].scheme", "zz-gone"),
        (f"{LAMP}|a-cb|registration|fee|5||USD|lamp moon|One model|一个型号|||law-zz", "undefined", "[2].products", "moon"),
        (f"{LAMP}|a-cb|registration|fee|5||USD||One model|一个型号|||gone", "undefined", "[2].source", "gone"),
    ],
)
def test_a_figure_names_what_exists(row: str, code: str, field: str, value: str, tmp_path: Path) -> None:
    problems = check(tiny_base(tmp_path, costs(row)), shapes=False)
    assert [(problem.code, problem.file, problem.line, problem.field, problem.value) for problem in problems] == [
        (code, "mappings/costs/zz.tsv", 2, field, value)
    ]


def test_a_figure_of_any_route_needs_one_route_with_the_element(tmp_path: Path) -> None:
    assert check(tiny_base(tmp_path, costs(f"{LAMP}||registration|fee|5||USD||One model|一个型号|||law-zz"))) == []
