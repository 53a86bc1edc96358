"""Tables: rows with their lines, cells with their types, what is noted when a cell is wrong."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mra.knowledge.tables import (
    BODY_COLUMNS,
    EDITION_COLUMNS,
    SSSOM_COLUMNS,
    TableReading,
    read_adoptions,
    read_bodies,
    read_editions,
    read_goods_codes,
    read_rows,
)
from mra.model.period import ALWAYS, Period
from mra.model.standard import Edition
from mra.model.text import Bilingual
from tests.bases import table

COLUMNS = ("id", "scope", "note")


@pytest.fixture
def reading() -> TableReading:
    return TableReading("table.tsv", {})


def rows_of(folder: Path, reading: TableReading, text: str, key: tuple[str, ...] = ("id",)) -> list:
    file = folder / "table.tsv"
    file.write_text(text, encoding="utf-8")
    return read_rows(file, COLUMNS, key, reading)


def problems(reading: TableReading) -> list[tuple[str, int, str, str]]:
    return [(entry.code, entry.line, entry.field, entry.value) for entry in reading.problems]


def items(read: Callable[[Path, TableReading], Iterator[Any]], folder: Path, reading: TableReading, text: str) -> list[Any]:
    file = folder / "table.tsv"
    file.write_text(text, encoding="utf-8")
    return list(read(file, reading))


def test_comments_and_blank_lines_are_passed_over_and_lines_still_count(tmp_path: Path, reading: TableReading) -> None:
    rows = rows_of(tmp_path, reading, "#about\n#\nid\tscope\tnote\na\tx\tn\n\n#remark\nb\ty\n")
    assert [(row.line, dict(row.cells)) for row in rows] == [(4, {"id": "a", "scope": "x", "note": "n"}), (7, {"id": "b", "scope": "y", "note": ""})]
    assert reading.problems == []


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_row(separator: str, tmp_path: Path, reading: TableReading) -> None:
    assert [row["note"] for row in rows_of(tmp_path, reading, f"id\tscope\tnote\na\tx\tone{separator}two\n")] == [f"one{separator}two"]


def test_windows_line_ends_are_read_alike(tmp_path: Path, reading: TableReading) -> None:
    (tmp_path / "table.tsv").write_bytes(b"id\tscope\tnote\r\na\tx\tn\r\n")
    assert [row["note"] for row in read_rows(tmp_path / "table.tsv", COLUMNS, ("id",), reading)] == ["n"]


def test_an_empty_table_has_no_head(tmp_path: Path, reading: TableReading) -> None:
    assert rows_of(tmp_path, reading, "# nothing\n") == []
    assert problems(reading) == [("wrong-columns", 1, "head", "")]


def test_a_wrong_head_is_reported_on_its_line_and_no_row_is_read(tmp_path: Path, reading: TableReading) -> None:
    assert rows_of(tmp_path, reading, "# about\nid,scope,note\na,x,n\n") == []
    assert problems(reading) == [("wrong-columns", 2, "head", "id,scope,note")]


def test_a_row_with_too_many_cells_is_left_out(tmp_path: Path, reading: TableReading) -> None:
    assert [row["id"] for row in rows_of(tmp_path, reading, "id\tscope\tnote\na\tx\tn\to\nb\ty\tn\n")] == ["b"]
    assert problems(reading) == [("too-many-cells", 2, "[2].note", "4")]


def test_rows_are_sorted_and_unique_by_the_whole_key(tmp_path: Path, reading: TableReading) -> None:
    text = "id\tscope\tnote\na\tx\t1\na\ty\t2\na\ty\t3\na\tx\t4\nb\ta\t5\n"
    rows_of(tmp_path, reading, text, ("id", "scope"))
    assert problems(reading) == [("duplicate-row", 4, "[4].id", "a y"), ("unsorted", 5, "[5].id", "a x")]
    assert "line 3" in reading.problems[0].message.en


def test_editions(tmp_path: Path, reading: TableReading) -> None:
    text = table(
        EDITION_COLUMNS,
        "AS/NZS 1.2:2020|Lamps|灯具|2020-02-03|2021-02-03|2022-02-03|AS/NZS 1.2:2021|law|high|remark",
        "IEC 1:2018|Lamps|灯具|||||law|medium|",
    )
    assert items(read_editions, tmp_path, reading, text) == [
        Edition(
            designation="AS/NZS 1.2:2020",
            title=Bilingual("Lamps", "灯具"),
            source="law",
            confidence="high",
            published=datetime.date(2020, 2, 3),
            in_force=datetime.date(2021, 2, 3),
            withdrawn=datetime.date(2022, 2, 3),
            replaced_by="asnzs-1-2-2021",
        ),
        Edition(designation="IEC 1:2018", title=Bilingual("Lamps", "灯具"), source="law", confidence="medium"),
    ]
    assert [(entry.kind, entry.id, entry.line) for entry in reading.references] == [
        ("source", "law", 2),
        ("concept:confidence", "high", 2),
        ("edition", "asnzs-1-2-2021", 2),
        ("source", "law", 3),
        ("concept:confidence", "medium", 3),
    ]
    assert reading.current == 3


MAPPING = "std:gb-1-2022|GB 1-2022|{predicate}|std:iec-1-2018|IEC 1:2018|semapv:ManualMappingCuration||2026-01-02|{confidence}||law|deviations"


@pytest.mark.parametrize(
    ("predicate", "degree"),
    [
        ("mra:identicalAdoptionOf", "identical"),
        ("mra:modifiedAdoptionOf", "modified"),
        ("mra:notEquivalentTo", "not_equivalent"),
        ("mra:legacyEquivalentAdoptionOf", "legacy"),
        ("mra:adoptionOfUnknownDegree", "unknown"),
    ],
)
def test_each_degree_of_adoption(predicate: str, degree: str, tmp_path: Path, reading: TableReading) -> None:
    (adoption,) = items(read_adoptions, tmp_path, reading, table(SSSOM_COLUMNS, MAPPING.format(predicate=predicate, confidence="0.9")))
    assert (adoption.subject, adoption.object, adoption.degree, adoption.confidence) == ("gb-1-2022", "iec-1-2018", degree, 0.9)
    assert (adoption.source, adoption.comment) == ("law", "deviations")
    assert reading.problems == []


@pytest.mark.parametrize("share", ["0", "1", "0.25", "1.0"])
def test_shares_are_numbers_from_nought_to_one(share: str, tmp_path: Path, reading: TableReading) -> None:
    (adoption,) = items(read_adoptions, tmp_path, reading, table(SSSOM_COLUMNS, MAPPING.format(predicate="mra:identicalAdoptionOf", confidence=share)))
    assert adoption.confidence == float(share)
    assert reading.problems == []


@pytest.mark.parametrize("share", ["", "1.1", "-0.1", "0,9", "nan", ".5"])
def test_anything_else_is_no_share(share: str, tmp_path: Path, reading: TableReading) -> None:
    items(read_adoptions, tmp_path, reading, table(SSSOM_COLUMNS, MAPPING.format(predicate="mra:identicalAdoptionOf", confidence=share)))
    assert problems(reading) == [("wrong-share", 2, "[2].confidence", share)]


def test_an_unknown_predicate_is_a_problem_and_proves_nothing(tmp_path: Path, reading: TableReading) -> None:
    (adoption,) = items(read_adoptions, tmp_path, reading, table(SSSOM_COLUMNS, MAPPING.format(predicate="skos:exactMatch", confidence="1")))
    assert adoption.degree == "unknown"
    assert [entry[0] for entry in problems(reading)] == ["not-allowed"]


def test_a_mapping_needs_a_day_that_is_one(tmp_path: Path, reading: TableReading) -> None:
    items(
        read_adoptions,
        tmp_path,
        reading,
        table(SSSOM_COLUMNS, MAPPING.format(predicate="mra:identicalAdoptionOf", confidence="1").replace("2026-01-02", "2026")),
    )
    assert problems(reading) == [("wrong-day", 2, "[2].mapping_date", "2026")]


def test_goods_codes(tmp_path: Path, reading: TableReading) -> None:
    row = "group:lamp|Lamp|{}|hs:{}|Lamps|semapv:MappingReview||2026-01-02|0.9||law|"
    text = table(SSSOM_COLUMNS, row.format("skos:broadMatch", "8539"), row.format("skos:exactMatch", "940521"))
    assert items(read_goods_codes, tmp_path, reading, text) == [("lamp", "8539"), ("lamp", "940521")]
    assert [(entry.kind, entry.id) for entry in reading.references] == [("source", "law"), ("product", "lamp")] * 2
    assert reading.problems == []


def test_bodies(tmp_path: Path, reading: TableReading) -> None:
    text = table(BODY_COLUMNS, "AB|Body A|甲机构|CN|L1|LV|2020-01-01|2024-01-01|law", "CD|Body C|丙机构||||||law")
    listed, without = items(read_bodies, tmp_path, reading, text)
    assert (listed.body, listed.economy, listed.number, listed.scope) == ("AB", "CN", "L1", "LV")
    assert listed.period == Period(start=datetime.date(2020, 1, 1), end=datetime.date(2024, 1, 1))
    assert (without.body, without.economy, without.period) == ("CD", "", ALWAYS)
    assert [(entry.kind, entry.id) for entry in reading.references] == [("source", "law"), ("economy", "CN"), ("source", "law")]


def test_a_body_without_a_name_or_with_turned_days_keeps_the_table_readable(tmp_path: Path, reading: TableReading) -> None:
    text = table(BODY_COLUMNS, "AB| |甲机构|CN|||2024-01-01|2020-01-01|law")
    (listed,) = items(read_bodies, tmp_path, reading, text)
    assert (listed.name, listed.period) == (Bilingual("?", "?"), ALWAYS)
    assert [entry[0] for entry in problems(reading)] == ["not-bilingual", "contradiction"]
