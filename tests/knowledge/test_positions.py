"""On which line a key stands: headers, arrays of tables, values over several lines, strings that look like brackets."""

import tomllib
from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest

from mra.knowledge.positions import Path, line_index, nearest_line
from tests.bases import ROOT

TEXT = '''# a comment with [brackets] and a quote that's open
label = { en = "a [b", zh = "甲" }   # { not counted
"quoted key" = 1
'single' = 2

[table]
inner = """
[[not.a.header]]
not_a_key = 1
"""
list = [
  { id = "x" },
  "[ \\" ]",
]
after = '''
TEXT += """'''
[neither]
'''

[[route]]
id = "a"

[[route.element]]
id = "a1"

[[route.element]]
id = "a2"
when.radio = true

[[route]]
id = "b"
[[route.element]]
id = "b1"
[table."sub table"]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("label",), 2),
        (("quoted key",), 3),
        (("single",), 4),
        (("table",), 6),
        (("table", "inner"), 7),
        (("table", "list"), 11),
        (("table", "after"), 15),
        (("route", 0), 19),
        (("route", 0, "id"), 20),
        (("route", 0, "element", 0), 22),
        (("route", 0, "element", 0, "id"), 23),
        (("route", 0, "element", 1), 25),
        (("route", 0, "element", 1, "when.radio"), 27),
        (("route", 1), 29),
        (("route", 1, "element", 0, "id"), 32),
        (("table", "sub table"), 33),
        (("table", "sub table", "x"), 34),
    ],
)
def test_a_key_stands_on_its_line(path: Path, line: int) -> None:
    assert line_index(TEXT)[path] == line


def test_nothing_inside_a_value_counts_as_a_key() -> None:
    keys = {step for path in line_index(TEXT) for step in path}
    assert keys.isdisjoint({"not_a_key", "neither", "not"})


def test_the_first_of_two_equal_keys_counts() -> None:
    assert line_index("a = 1\na = 2\n") == {("a",): 1}
    assert line_index("[t]\n[t]\n") == {("t",): 1}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("label", "en"), 2),
        (("route", 0, "element", 1, "topic"), 25),
        (("route", 0, "element", 0, "accepts", 0, "via"), 22),
        (("table", "list", 0, "id"), 11),
        (("family",), 0),
        ((), 0),
    ],
)
def test_what_has_no_line_of_its_own_stands_where_its_container_stands(path: Path, line: int) -> None:
    assert nearest_line(line_index(TEXT), path) == line


def _tables(value: dict, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The keys of a document outside inline tables, which no line begins with."""
    for key, part in value.items():
        if isinstance(part, list) and part and all(isinstance(item, dict) for item in part):
            for number, item in enumerate(part):
                yield from _tables(item, (*path, key, number))
        elif not isinstance(part, dict):
            yield (*path, key), key


@pytest.mark.parametrize("file", sorted((ROOT / "mappings").rglob("*.toml")), ids=lambda file: file.relative_to(ROOT / "mappings").as_posix())
def test_in_every_real_file_the_line_begins_with_the_key(file: FilePath) -> None:
    text = file.read_text(encoding="utf-8")
    lines, index = text.split("\n"), line_index(text)
    inline = {path[: number + 1] for path in index for number in range(len(path))}
    for path, key in _tables(tomllib.loads(text)):
        if path[:-1] in inline or not path[:-1]:
            assert lines[index[path] - 1].lstrip().startswith((key, f'"{key}"')), (path, index[path])
