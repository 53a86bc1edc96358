import json
from pathlib import Path

import pytest

from mra.knowledge.locate import Location
from tests.commands.conftest import Call
from tests.commands.test_process import HEAVY, imported


def test_counts_and_coverage_are_the_usual_answer(call: Call) -> None:
    result = call("stats")
    assert result.exit_code == 0, result.output
    assert "Sources by tier" in result.stdout
    assert "Nothing was read yet: CN." in result.stdout
    assert "What Chinese schemes get" not in result.stdout


def test_chinese(call: Call) -> None:
    assert "来源（按层级）" in call("stats", language="zh").stdout


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ((), {"tallies", "coverage"}),
        (("--coverage",), {"coverage"}),
        (("--matrix",), {"matrix"}),
        (("--coverage", "--matrix"), {"coverage", "matrix"}),
    ],
)
def test_each_option_asks_for_its_part(call: Call, options: tuple[str, ...], keys: set[str]) -> None:
    data = json.loads(call("stats", *options, "--format", "json").stdout)
    assert set(data) - {"schema", "as_of", "kb_version", "disclaimer"} == keys


def test_the_day_is_today_or_as_asked(call: Call) -> None:
    assert json.loads(call("stats", "--format", "json").stdout)["as_of"] == "2026-01-01"
    assert json.loads(call("stats", "--as-of", "2026-06-01", "--format", "json").stdout)["as_of"] == "2026-06-01"


def test_a_csv_file_cannot_hold_two_tables(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "both.csv"
    result = call("stats", "--coverage", "--matrix", "--format", "csv", "--output", str(target))
    assert (result.exit_code, target.exists()) == (2, False)
    assert "A CSV file holds one table" in result.stderr


@pytest.mark.parametrize("options", [(), ("--matrix", "--format", "csv")])
def test_the_release_is_enough(released: Location, options: tuple[str, ...]) -> None:
    assert imported("--data", str(released.root), "stats", *options).isdisjoint(HEAVY)


def test_the_release_and_the_files_say_the_same(call: Call, released: Location) -> None:
    asked = ("stats", "--coverage", "--matrix", "--format", "json")
    assert call(*asked, data=released.root).stdout == call(*asked).stdout
