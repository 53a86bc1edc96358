"""On which line of a TOML file a key stands, so that an error can point at it."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*("[^"]+"|'[^']+'|[A-Za-z0-9_.-]+)\s*=""")
_STRING = re.compile(r'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def line_index(text: str) -> dict[Path, int]:
    """Lines (from 1) of every table header and top key of a table, by path; items of arrays of tables are counted from 0."""
    index: dict[Path, int] = {}
    counters: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outer_lines(text):
        header = _HEADER.match(line)
        if header:
            table = _open_table(header[2], header[1] == "[[", counters)
            index.setdefault(table, number)
        elif key := _KEY.match(line):
            index.setdefault((*table, key[1].strip("\"'")), number)
    return index


def _open_table(dotted: str, is_array: bool, counters: dict[Path, int]) -> Path:
    path: Path = ()
    names = _names(dotted)
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counters[path] = counters.get(path, -1) + 1
        if path in counters:
            path = (*path, counters[path])
    return path


def _outer_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that do not begin inside a value of several lines, with their numbers."""
    inside: set[int] = set()

    def erase(match: re.Match[str]) -> str:
        if "\n" in match[0]:
            first = text.count("\n", 0, match.start()) + 1
            inside.update(range(first + 1, first + 1 + match[0].count("\n")))
        return re.sub(r"[^\n]", " ", match[0])

    depth = 0
    for number, (line, shape) in enumerate(zip(text.split("\n"), _STRING.sub(erase, text).split("\n"), strict=True), start=1):
        if depth == 0 and number not in inside:
            yield number, line
        depth += sum(shape.count(sign) for sign in "[{") - sum(shape.count(sign) for sign in "]}")


def nearest_line(index: dict[Path, int], path: Path) -> int:
    """The line of ``path`` or of the nearest thing that contains it; 0 if there is none."""
    while path:
        if path in index:
            return index[path]
        path = path[:-1]
    return 0
