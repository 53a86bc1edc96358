"""The library face: three functions, typed, with the answers of the command."""

from datetime import date
from pathlib import Path

import pytest

import mra
from mra import assess, gap_report, load_knowledge
from mra.errors import InputError
from tests.bases import tiny_base

DAY = date(2026, 11, 22)


def test_the_face_is_three_functions() -> None:
    assert mra.__all__ == ["assess", "gap_report", "load_knowledge"]
    with pytest.raises(AttributeError, match="nothing_else"):
        _ = mra.nothing_else


def test_the_real_knowledge_base_answers() -> None:
    knowledge = load_knowledge()
    report = assess(knowledge, "蓝牙耳机", "EU", ["srrc"], as_of=DAY)
    (red,) = [entry for entry in report.requirements if entry.requirement.scheme == "eu-red"]
    assert (red.verdict, red.contains_duplicate) == ("duplicate", True)
    later = assess(knowledge, "bluetooth-headset", "EU", ["none"], as_of=date(2025, 7, 31))
    (cyber,) = [entry for entry in later.requirements if entry.requirement.scheme == "eu-red-cybersecurity"]
    assert cyber.verdict == "not_required"


def test_what_is_not_understood_is_refused(tmp_path: Path) -> None:
    folder = tiny_base(tmp_path).root
    knowledge = load_knowledge(folder)
    with pytest.raises(InputError, match="no-such-thing"):
        gap_report(knowledge, "no-such-thing", ["ZZ"], ["none"], as_of=DAY, folder=folder)
