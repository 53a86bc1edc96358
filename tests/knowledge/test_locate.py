"""Where the knowledge base is looked for, and what names its exact content."""

from pathlib import Path

import pytest

from mra.errors import InputError
from mra.knowledge import locate as module
from mra.knowledge.locate import Location, locate
from tests.bases import ROOT


def base(folder: Path) -> Path:
    (folder / "mappings").mkdir(parents=True)
    (folder / "ontologies").mkdir()
    return folder


def test_a_named_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRA_HOME", str(base(tmp_path / "other")))
    assert locate(base(tmp_path / "named")).root == tmp_path / "named"


def test_then_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRA_HOME", str(base(tmp_path / "other")))
    assert locate().root == tmp_path / "other"


@pytest.mark.parametrize("value", [None, ""])
def test_then_the_copy_in_the_package_then_the_checkout(value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("MRA_HOME", raising=False)
    else:
        monkeypatch.setenv("MRA_HOME", value)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "mra" / "knowledge" / "locate.py"))
    base(tmp_path / "elsewhere")
    for name in ("mappings", "ontologies"):
        (tmp_path / name).mkdir()
    assert locate().root == tmp_path
    base(tmp_path / "mra" / "data")
    assert locate().root == tmp_path / "mra" / "data"


def test_without_anything_the_checkout_of_these_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MRA_HOME", raising=False)
    assert locate().root == ROOT


@pytest.mark.parametrize("present", [(), ("mappings",), ("ontologies",)])
def test_a_folder_that_is_no_knowledge_base_is_refused_by_name(present: tuple[str, ...], tmp_path: Path) -> None:
    for name in present:
        (tmp_path / name).mkdir()
    with pytest.raises(InputError) as raised:
        locate(tmp_path)
    assert str(tmp_path) in raised.value.text.en
    assert str(tmp_path) in raised.value.text.zh
    assert raised.value.exit_status == 2


def test_the_parts_of_a_location(tmp_path: Path) -> None:
    location = Location(tmp_path)
    assert (location.mappings, location.ontologies, location.release) == (tmp_path / "mappings", tmp_path / "ontologies", tmp_path / "release.sqlite")


def test_the_fingerprint_changes_with_content_and_name_and_with_nothing_else(tmp_path: Path) -> None:
    one, other = base(tmp_path / "one"), base(tmp_path / "other")
    for folder in (one, other):
        (folder / "mappings" / "a.toml").write_text("a = 1\n", encoding="utf-8")
    first = Location(one).fingerprint()
    assert len(first) == 16
    assert Location(other).fingerprint() == first, "not the place of the folder"
    (one / "release.sqlite").write_text("x", encoding="utf-8")
    assert Location(one).fingerprint() == first, "not what lies beside the two folders"
    (other / "mappings" / "a.toml").write_text("a = 2\n", encoding="utf-8")
    assert Location(other).fingerprint() != first
    (one / "mappings" / "a.toml").rename(one / "mappings" / "b.toml")
    assert Location(one).fingerprint() != first
