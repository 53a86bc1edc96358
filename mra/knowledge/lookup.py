"""Find a record by what somebody would call it, and give it back as it is written."""

import json
from difflib import get_close_matches
from typing import Any, Final

from mra.knowledge.locate import Location
from mra.knowledge.positions import line_index
from mra.knowledge.shelf import Shelf
from mra.knowledge.tables import EDITION_COLUMNS, TableReading, read_rows
from mra.model.standard import slug

#: In the order in which they are looked through.
KINDS: Final = ("scheme", "instrument", "evidence", "product", "economy", "edition", "source", "body-list", "product-list")
#: Kinds of which a file holds several, and the array in which they stand.
_ARRAYS: Final = {"product": "group", "source": "source", "body-list": "list", "product-list": "list"}


def find_records(shelf: Shelf, name: str) -> list[tuple[str, str]]:
    """Kind and id of the records called ``name``: by id (``kind:id`` for one kind only), else by alias or label."""
    kind, colon, rest = name.partition(":")
    if colon and kind in KINDS:
        return [(kind, identifier) for identifier in _spellings(kind, rest) if identifier in shelf.kind(kind)][:1]
    exact = [(kind, identifier) for kind in KINDS for identifier in _spellings(kind, name)[:1] if identifier in shelf.kind(kind)]
    spelt = [(kind, identifier) for kind in KINDS for identifier in _spellings(kind, name) if identifier in shelf.kind(kind)]
    if exact or spelt:
        return exact or spelt[:1]
    wanted = name.casefold()
    return [(kind, identifier) for kind in KINDS for identifier, record in shelf.kind(kind).items() if _is_called(record, wanted)]


def _spellings(kind: str, name: str) -> tuple[str, ...]:
    """How ``name`` may be meant as an id of ``kind``; as it stands first."""
    other = {"economy": name.upper(), "edition": slug(name), "evidence": name.lower().replace("-", "_")}
    return tuple(dict.fromkeys((name, other.get(kind, name.lower()))))


def _is_called(record: Any, wanted: str) -> bool:
    label = getattr(record, "label", None)
    names = [*getattr(record, "aliases", ()), *((label.en, label.zh) if label else ())]
    return any(wanted == text.casefold() for text in names)


def near(shelf: Shelf, name: str) -> list[str]:
    """Ids like ``name``, or that hold it."""
    known = [identifier for kind in KINDS for identifier in shelf.kind(kind)]
    close = get_close_matches(name.lower(), known, 5, 0.55)
    return list(dict.fromkeys((*close, *sorted(identifier for identifier in known if name.lower() in identifier.lower()))))[:5]


def as_written(location: Location, shelf: Shelf, kind: str, name: str) -> str:
    """The text of the record in its file; a row of a table is written as TOML. Begins with a comment that names file and line."""
    file = shelf.files[(kind, name)]
    path = location.root / file
    if kind == "edition":
        row = next(row for row in read_rows(path, EDITION_COLUMNS, ("designation",), TableReading(file, {})) if slug(row["designation"]) == name)
        body = "".join(f"{column} = {json.dumps(text, ensure_ascii=False)}\n" for column, text in row.cells.items() if text)
        return f"# {file}:{row.line}\n{body}"
    text = path.read_text(encoding="utf-8")
    if kind not in _ARRAYS:
        return f"# {file}\n{text}"
    first, last = _lines_of(text, _ARRAYS[kind], name)
    return f"# {file}:{first}\n" + "\n".join(text.splitlines()[first - 1 : last]).rstrip() + "\n"


def _lines_of(text: str, array: str, name: str) -> tuple[int, int]:
    """First and last line of the entry with the id ``name``; what hangs below it belongs to it, the comment of the next entry does not."""
    import tomllib

    index = line_index(text)
    entries = tomllib.loads(text)[array]
    position = next(number for number, entry in enumerate(entries) if entry["id"] == name)
    first = index[(array, position)]
    following = [line for path, line in index.items() if line > first and (path[0] != array or (len(path) > 1 and path[1] != position))]
    lines = text.splitlines()
    last = min(following, default=len(lines) + 1) - 1
    while last > first and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return first, last
