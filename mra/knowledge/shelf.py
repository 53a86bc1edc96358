"""The records of ``mappings``, file by file, with everything that is wrong with them; nothing of a graph is needed for it."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Final

from mra.knowledge import records, tables
from mra.knowledge.costs import read_costs
from mra.knowledge.forms import Form, Reading, Reference, read_text
from mra.knowledge.locate import Location
from mra.knowledge.notices import read_notices
from mra.knowledge.positions import Path as KeyPath
from mra.knowledge.positions import line_index, nearest_line
from mra.language import say
from mra.model.concept import Concepts
from mra.model.cost import Published
from mra.model.notice import Notice
from mra.model.problem import Problem


@dataclass(slots=True)
class Shelf:
    """What has been read so far, by kind and id, with the file that each came from.

    ``lines`` holds the lines of the keys of each file, ``places`` where a record stands in a file of several; ``unread`` are the
    records that exist and have problems of their own. ``costs`` are published figures with their scheme, file and line.
    """

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[str, dict[KeyPath, int]] = field(default_factory=dict)
    places: dict[tuple[str, str], KeyPath] = field(default_factory=dict)
    adoptions: list[Any] = field(default_factory=list)
    goods_codes: list[tuple[str, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    costs: list[tuple[str, Published, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)

    def kind(self, name: str) -> dict[str, Any]:
        """The records of one kind."""
        return self.records.setdefault(name, {})

    def put(self, kind: str, identifier: str, value: Any, reading: Reading, line: int = 1) -> None:
        """Keep a record; a second one of the same id is a problem."""
        if identifier in self.kind(kind):
            reading.lines[(identifier,)] = line
            reading.problem("duplicate-id", (identifier,), identifier, other=self.files[(kind, identifier)])
            return
        self.kind(kind)[identifier] = value
        self.files[(kind, identifier)] = reading.file

    def line(self, kind: str, identifier: str, path: KeyPath) -> int:
        """The line on which ``path`` of a record stands."""
        return nearest_line(self.lines.get(self.files[(kind, identifier)], {}), (*self.places.get((kind, identifier), ()), *path))

    def close(self, reading: Reading) -> None:
        """Take over what one file's reading found."""
        self.problems.extend(reading.problems)
        self.references.extend(reading.references)


Reader = Callable[[Path, Location, Shelf], None]


def read_shelf(location: Location) -> Shelf:
    """Read every file of ``mappings``; problems are kept, not raised."""
    shelf = Shelf()
    for pattern, read in _READERS:
        for file in sorted(location.mappings.glob(pattern)):
            read(file, location, shelf)
    return shelf


def read_one(name: str, location: Location, shelf: Shelf) -> None:
    """Read the file ``name`` (from ``mappings`` on) by itself. Raises ``KeyError`` if it is of no kind that is read."""
    for pattern, read in _READERS:
        if PurePath(name).match(pattern) and name.count("/") == pattern.count("/"):
            read(location.mappings / name, location, shelf)
            return
    raise KeyError(name)


def _name(file: Path, location: Location) -> str:
    return file.relative_to(location.root).as_posix()


def _read_toml(file: Path, location: Location, form: Form, shelf: Shelf) -> Any:
    reading = Reading(_name(file, location), {})
    text = read_text(file, reading)
    if text is None:
        shelf.close(reading)
        return None
    reading.lines.update(line_index(text))
    try:
        value = form.read(tomllib.loads(text), (), reading)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        reading.lines[("toml",)] = int(place[1]) if place else text.count("\n") + 1
        reading.problem("not-toml", ("toml",), error)
        value = None
    shelf.lines[reading.file] = reading.lines
    shelf.close(reading)
    return value


def _read_array(file: Path, location: Location, form: Form, key: str, kind: str, shelf: Shelf) -> None:
    read = _read_toml(file, location, form, shelf)
    reading = Reading(_name(file, location), dict(shelf.lines.get(_name(file, location), {})))
    if read is None:
        shelf.unread.update((kind, identifier) for identifier in _ids(file))
    entries = () if read is None else read[key]
    for position, (before, entry) in enumerate(zip((None, *entries), entries, strict=False)):
        if before is not None and before.id > entry.id:
            reading.problem("unsorted", (key, position, "id"), entry.id, before=before.id)
        shelf.put(kind, entry.id, entry, reading, reading.line((key, position)))
        shelf.places.setdefault((kind, entry.id), (key, position))
    shelf.close(reading)


def _ids(file: Path) -> list[str]:
    """What look like ids in a file that could not be read, so that references to them are not reported as well."""
    return re.findall(r'^\s*id\s*=\s*"([^"]*)"', file.read_text(encoding="utf-8", errors="replace").replace("\0", ""), re.MULTILINE)


def _read_economy_file(file: Path, location: Location, shelf: Shelf) -> None:
    is_economy = file.stem == "economy"
    identifier = file.parent.name.upper() if is_economy else f"{file.parent.name}-{file.stem}"
    read = _read_toml(file, location, records.ECONOMY if is_economy else records.SCHEME, shelf)
    if read is None:
        shelf.unread.add(("economy" if is_economy else "scheme", identifier))
        return
    reading = Reading(_name(file, location), dict(shelf.lines[_name(file, location)]))
    if is_economy:
        shelf.put("economy", read.code, read, reading)
        if read.code.lower() != file.parent.name:
            reading.problem("wrong-folder", ("code",), read.code, folder=file.parent.name)
    else:
        shelf.put("scheme", identifier, records.build_scheme(identifier, file.parent.name.upper(), read), reading)
    shelf.close(reading)


def _read_instrument(file: Path, location: Location, shelf: Shelf) -> None:
    if (read := _read_toml(file, location, records.INSTRUMENT, shelf)) is None:
        shelf.unread |= {("instrument", file.stem), *(("product-list", identifier) for identifier in _ids(file))}
        return
    instrument = records.build_instrument(file.stem, read)
    shelf.put("instrument", file.stem, instrument, Reading(_name(file, location), {}))
    for entry in instrument.lists:
        shelf.put("product-list", entry.id, entry, Reading(_name(file, location), {}))


def _read_evidence(file: Path, location: Location, shelf: Shelf) -> None:
    if (read := _read_toml(file, location, records.EVIDENCE, shelf)) is None:
        shelf.unread.add(("evidence", file.stem))
    else:
        shelf.put("evidence", file.stem, records.build_evidence(file.stem, read), Reading(_name(file, location), {}))


def _read_bodies(file: Path, location: Location, shelf: Shelf) -> None:
    reading = tables.TableReading(_name(file, location), {})
    bodies = tuple(tables.read_bodies(file, reading))
    if file.stem in shelf.kind("body-list"):
        shelf.kind("body-list")[file.stem] = replace(shelf.kind("body-list")[file.stem], bodies=bodies)
    else:
        reading.note("list-not-named", None, "", file.stem)
    shelf.close(reading)


def _array(form: Form, key: str, kind: str) -> Reader:
    return lambda file, location, shelf: _read_array(file, location, form, key, kind, shelf)


def _rows(read: Callable[[Path, tables.TableReading], Iterator[Any]], keep: Callable[[Shelf, Any, tables.TableReading], None]) -> Reader:
    def read_table(file: Path, location: Location, shelf: Shelf) -> None:
        reading = tables.TableReading(_name(file, location), {})
        for item in read(file, reading):
            keep(shelf, item, reading)
        shelf.close(reading)

    return read_table


#: Which files there are, in the order of reading.
_READERS: Final[Sequence[tuple[str, Reader]]] = (
    ("sources/*.toml", _array(records.SOURCES_FILE, "source", "source")),
    ("products/groups.toml", _array(records.GROUPS_FILE, "group", "product")),
    ("bodies/lists*.toml", _array(records.LISTS_FILE, "list", "body-list")),
    ("economies/*/*.toml", _read_economy_file),
    ("instruments/*.toml", _read_instrument),
    ("evidence/*.toml", _read_evidence),
    (
        "standards/*.editions.tsv",
        _rows(tables.read_editions, lambda shelf, edition, reading: shelf.put("edition", edition.id, edition, reading, reading.current)),
    ),
    ("standards/*.sssom.tsv", _rows(tables.read_adoptions, lambda shelf, adoption, reading: shelf.adoptions.append(adoption))),
    ("products/hs2022.sssom.tsv", _rows(tables.read_goods_codes, lambda shelf, pair, reading: shelf.goods_codes.append(pair))),
    ("notices/*.tsv", _rows(read_notices, lambda shelf, notice, reading: shelf.notices.append(notice))),
    ("costs/*.tsv", _rows(read_costs, lambda shelf, pair, reading: shelf.costs.append((*pair, reading.file, reading.current)))),
    ("bodies/*.tsv", _read_bodies),
)


def undefined_references(shelf: Shelf, concepts: Concepts) -> Iterator[Problem]:
    """References to what is not there."""
    for reference in shelf.references:
        known = concepts[reference.kind.removeprefix("concept:")] if reference.kind.startswith("concept:") else shelf.kind(reference.kind)
        if reference.id not in known and (reference.kind, reference.id) not in shelf.unread:
            reading = Reading(reference.file, {reference.path: reference.line})
            is_concept = reference.kind.startswith("concept:")
            allowed = ", ".join(sorted(known)) if is_concept else ""
            reading.problem(
                "not-in-list" if is_concept else "undefined",
                reference.path,
                reference.id,
                kind=say(f"kind.{reference.kind.partition(':')[0]}"),
                allowed=allowed,
            )
            yield from reading.problems
