"""The SSSOM tables as sssom-py, the reference implementation, reads them; it knows nothing of this project."""

from pathlib import Path
from typing import Any, Final

import pytest

from mra.model.sssom import SSSOM_COLUMNS
from tests.bases import ROOT

#: sssom-py sets options of pandas that pandas itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore")
TABLES: Final = sorted((ROOT / "mappings").rglob("*.sssom.tsv"))


def read(table: Path) -> Any:
    from sssom.parsers import parse_sssom_table

    return parse_sssom_table(table)


def faults(mappings: Any) -> list[str]:
    """What the schema of SSSOM, its prefixes and the form of its CURIEs find wrong."""
    from sssom.constants import SchemaValidationType
    from sssom.validators import validate

    kinds = [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness, SchemaValidationType.StrictCurieFormat]
    return [str(result.message) for report in validate(mappings, kinds, fail_on_error=False).values() if report for result in report.results]


def rows(table: Path) -> list[list[str]]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def test_there_are_tables_of_both_kinds() -> None:
    assert {table.parent.name for table in TABLES} == {"products", "standards"}
    assert len(TABLES) > 10


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_reference_reader_accepts_the_table_and_loses_nothing(table: Path) -> None:
    mappings = read(table)
    assert faults(mappings) == []
    assert mappings.metadata["mapping_set_id"].endswith(f"/{table.name.removesuffix('.sssom.tsv')}")
    assert mappings.metadata["license"].startswith("https://creativecommons.org/")
    read_rows = mappings.df.fillna("").astype(str).to_dict("records")
    ends = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    written = [dict(zip(SSSOM_COLUMNS, row, strict=True)) for row in rows(table)]
    assert sorted(tuple(row[name] for name in ends) for row in read_rows) == sorted(tuple(row[name] for name in ends) for row in written)
    assert [entry["slot_name"] for entry in mappings.metadata["extension_definitions"]] == ["ext_source"]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("\tmra:identicalAdoptionOf\t", "\tnowhere:identicalAdoptionOf\t"),
        ("\tsemapv:ManualMappingCuration\t", "\tby hand\t"),
        ("\t0.95\t", "\t95\t"),
        ("\tmra:identicalAdoptionOf\t", "\t\t"),
    ],
    ids=["a prefix that is not declared", "a justification that is no CURIE", "a confidence above one", "no predicate"],
)
def test_the_reference_reader_takes_no_broken_row(tmp_path: Path, written: str, instead: str) -> None:
    """It leaves such rows out, or says that they are wrong."""
    (table,) = [table for table in TABLES if table.name == "gb__iec.sssom.tsv"]
    broken = tmp_path / table.name
    broken.write_text(table.read_text(encoding="utf-8").replace(written, instead, 1), encoding="utf-8")
    mappings = read(broken)
    assert faults(mappings) != [] or len(mappings.df) < len(rows(broken))
