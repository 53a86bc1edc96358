"""Every case file below ``tests/cases`` is a test of its own: adding the file adds the test (docs/cases.md)."""

import tomllib
from pathlib import Path

import pytest

from mra.gap.answer import Answers
from mra.gap.verify import case_files, differences

CASES = Path(__file__).parent / "cases"
FILES = case_files(CASES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CASES).as_posix())
def test_a_case(file: Path, answers: Answers) -> None:
    assert [sentence.en for sentence in differences(file, answers)] == []


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 800


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CASES).as_posix())
def test_the_name_of_a_case_is_its_claim(file: Path) -> None:
    """``<what>.<verdict>.toml``: the verdict of a requirement or an element that the case expects."""
    claim = file.name.split(".")[-2].replace("-", "_")
    expected = tomllib.loads(file.read_text(encoding="utf-8"))["expect"]
    said = {entry.get("verdict") for requirement in expected for entry in (requirement, *requirement.get("element", ()))}
    assert claim in said | ({"absent"} if any(entry.get("absent") for entry in expected) else set())
