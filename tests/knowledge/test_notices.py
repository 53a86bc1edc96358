"""Notices about certificates: what is read, and what is refused."""

import datetime
from pathlib import Path

import pytest

from mra.knowledge.load import load
from mra.knowledge.notices import NOTICE_COLUMNS, read_notices
from mra.knowledge.tables import TableReading
from mra.model.notice import Notice
from mra.model.period import ALWAYS, Period
from tests.bases import table, tiny_base


def read(tmp_path: Path, *rows: str) -> tuple[list[Notice], TableReading]:
    file = tmp_path / "agency.tsv"
    file.write_text(table(NOTICE_COLUMNS, *rows), encoding="utf-8")
    reading = TableReading("notices/agency.tsv", {})
    return list(read_notices(file, reading)), reading


def test_a_notice_is_read_with_its_days(tmp_path: Path) -> None:
    (first, second), reading = read(tmp_path, "A1|ccc|suspended|2025-01-01|2025-07-01|law", "B2|cqc|forged|||law")
    assert first == Notice(
        number="A1", kind="ccc", status="suspended", source="law", period=Period(start=datetime.date(2025, 1, 1), end=datetime.date(2025, 7, 1))
    )
    assert (second.status, second.period) == ("forged", ALWAYS)
    assert [(entry.kind, entry.id) for entry in reading.references] == [("source", "law"), ("evidence", "ccc"), ("source", "law"), ("evidence", "cqc")]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("|ccc|forged|||law", "notice-without-number", "number"),
        ("A1|ccc|valid|||law", "not-allowed", "status"),
        ("A1|ccc||||law", "not-allowed", "status"),
    ],
)
def test_a_row_that_says_nothing_usable_is_reported_and_left_out(row: str, code: str, column: str, tmp_path: Path) -> None:
    notices, reading = read(tmp_path, row)
    assert notices == []
    assert [(problem.code, problem.field, problem.line) for problem in reading.problems] == [(code, f"[2].{column}", 2)]


def test_a_wrong_day_is_reported(tmp_path: Path) -> None:
    _, reading = read(tmp_path, "A1|ccc|forged|soon||law")
    assert [(problem.code, problem.value) for problem in reading.problems] == [("wrong-day", "soon")]


def test_the_knowledge_base_holds_its_notices(tmp_path: Path) -> None:
    location = tiny_base(tmp_path, {"notices/agency.tsv": table(NOTICE_COLUMNS, "A1|ccc|forged|||law-zz")})
    assert [notice.number for notice in load(location).notices] == ["A1"]
