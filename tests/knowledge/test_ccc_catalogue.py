"""The items of the Chinese compulsory certification catalogue by product group: every row is complete, sourced, and says what is partial."""

import re
from pathlib import Path

import pytest

from mra.knowledge.base import Knowledge
from mra.knowledge.tables import JUSTIFICATIONS, MATCHES, Row, TableReading, read_rows
from mra.model.sssom import SSSOM_COLUMNS
from tests.bases import ROOT

FILE = ROOT / "mappings" / "products" / "ccc.sssom.tsv"


def rows_of(file: Path) -> tuple[list[Row], TableReading]:
    reading = TableReading(file.name, {})
    return read_rows(file, SSSOM_COLUMNS, ("subject_id", "object_id"), reading), reading


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    found, reading = rows_of(FILE)
    assert reading.problems == [], "sorted, unique, with the columns of SSSOM"
    return found


def test_a_table_out_of_order_is_noticed(tmp_path: Path) -> None:
    head, *body = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    file = tmp_path / FILE.name
    file.write_text("\n".join([head, *reversed(body)]) + "\n", encoding="utf-8")
    assert "unsorted" in {problem.code for problem in rows_of(file)[1].problems}


def test_every_row_names_a_group_an_item_and_a_source(rows: list[Row], knowledge: Knowledge) -> None:
    wrong = [
        row.line
        for row in rows
        if row["subject_id"].removeprefix("group:") not in knowledge.groups
        or row["subject_label"] != knowledge.groups[row["subject_id"].removeprefix("group:")].label.en
        or not re.fullmatch(r"ccc:\d{2}(\d{2})?", row["object_id"])
        or row["predicate_id"] not in MATCHES
        or row["mapping_justification"] not in JUSTIFICATIONS
    ]
    assert wrong == []
    assert [row.line for row in rows if row["ext_source"] not in knowledge.sources] == []


def test_the_address_is_the_one_at_which_the_source_was_read(rows: list[Row], knowledge: Knowledge) -> None:
    def read_at(name: str) -> str:
        source = knowledge.sources[name]
        return source.read_at or source.address

    assert [row.line for row in rows if row["see_also"] != read_at(row["ext_source"])] == []


def test_what_is_not_the_same_says_so(rows: list[Row]) -> None:
    silent = [row.line for row in rows if row["predicate_id"] != "skos:exactMatch" and not row["comment"]]
    assert silent == []
    whole = [row.line for row in rows if len(row["object_id"]) == len("ccc:07") and "partial" not in row["comment"]]
    assert whole == [], "a group of the catalogue stands for an item that was not read"


def test_a_group_that_is_mapped_has_a_scheme_that_speaks_of_it(rows: list[Row], knowledge: Knowledge) -> None:
    schemes = [scheme for scheme in knowledge.schemes_of("CN") if "ccc" in scheme.issues or scheme.id == "cn-ccc-self-declaration"]
    covered = {group for group in knowledge.groups for scheme in schemes for scope in scheme.scopes if knowledge.covers(scope.products, group)}
    mapped = {row["subject_id"].removeprefix("group:") for row in rows}
    assert mapped - covered == set()
