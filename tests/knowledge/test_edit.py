from pathlib import Path

import pytest

from mra.knowledge.edit import read_document, write_document
from tests.bases import ROOT

RECORDS = sorted((ROOT / "mappings").rglob("*.toml"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_reading_and_writing_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    write_document(copy, read_document(copy))
    assert copy.read_bytes() == path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_change_leaves_everything_else_alone(tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    before = '# why\nlabel = { en = "A",  zh = "甲" }   # both\r\n\n[[scope]]\nproducts = ["toy"] # all\nhs = []\n'
    file.write_bytes(before.encode())
    document = read_document(file)
    document["scope"][0]["hs"].append("9503")  # type: ignore[index,union-attr]
    write_document(file, document)
    assert file.read_bytes().decode() == before.replace("hs = []", 'hs = ["9503"]')
