"""Read ``ontologies`` and ``mappings`` into one ``Knowledge``, or say everything that is wrong with them."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mra.errors import KnowledgeError
from mra.knowledge import records, tables
from mra.knowledge.base import Knowledge
from mra.knowledge.derive import derive, relation_graph
from mra.knowledge.forms import Form, Reading, Reference, read_text
from mra.knowledge.locate import Location
from mra.knowledge.notices import read_notices
from mra.knowledge.positions import Path as KeyPath
from mra.knowledge.positions import line_index, nearest_line
from mra.knowledge.vocabulary import read_concepts
from mra.language import say
from mra.model.concept import Concepts
from mra.model.notice import Notice
from mra.model.problem import Problem


@dataclass(slots=True)
class Shelf:
    """What has been read so far, by kind and id, with the file that each came from.

    ``lines`` holds the lines of the keys of each file, ``places`` where a record stands in a file of several; ``unread`` are the
    records that exist and have problems of their own.
    """

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[str, dict[KeyPath, int]] = field(default_factory=dict)
    places: dict[tuple[str, str], KeyPath] = field(default_factory=dict)
    adoptions: list[Any] = field(default_factory=list)
    goods_codes: list[tuple[str, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
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


def read_shelf(location: Location) -> Shelf:
    """Read every file of ``mappings``; problems are kept, not raised."""
    shelf = Shelf()
    mappings = location.mappings
    for file in sorted(mappings.glob("sources/*.toml")):
        _read_array(file, location, records.SOURCES_FILE, "source", "source", shelf)
    for file in sorted(mappings.glob("products/groups.toml")):
        _read_array(file, location, records.GROUPS_FILE, "group", "product", shelf)
    for file in sorted(mappings.glob("bodies/lists*.toml")):
        _read_array(file, location, records.LISTS_FILE, "list", "body-list", shelf)
    for file in sorted(mappings.glob("economies/*/*.toml")):
        _read_economy_file(file, location, shelf)
    for file in sorted(mappings.glob("instruments/*.toml")):
        if (read := _read_toml(file, location, records.INSTRUMENT, shelf)) is None:
            shelf.unread |= {("instrument", file.stem), *(("product-list", identifier) for identifier in _ids(file))}
        else:
            instrument = records.build_instrument(file.stem, read)
            shelf.put("instrument", file.stem, instrument, Reading(_name(file, location), {}))
            for entry in instrument.lists:
                shelf.put("product-list", entry.id, entry, Reading(_name(file, location), {}))
    for file in sorted(mappings.glob("evidence/*.toml")):
        if (read := _read_toml(file, location, records.EVIDENCE, shelf)) is None:
            shelf.unread.add(("evidence", file.stem))
        else:
            shelf.put("evidence", file.stem, records.build_evidence(file.stem, read), Reading(_name(file, location), {}))
    _read_tables(location, shelf)
    return shelf


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


def _read_tables(location: Location, shelf: Shelf) -> None:
    mappings = location.mappings

    def each(pattern: str, read: Callable[[Path, tables.TableReading], Iterator[Any]], keep: Callable[[Any, tables.TableReading], None]) -> None:
        for file in sorted(mappings.glob(pattern)):
            reading = tables.TableReading(_name(file, location), {})
            for item in read(file, reading):
                keep(item, reading)
            shelf.close(reading)

    each("standards/*.editions.tsv", tables.read_editions, lambda edition, reading: shelf.put("edition", edition.id, edition, reading, reading.current))
    each("standards/*.sssom.tsv", tables.read_adoptions, lambda adoption, reading: shelf.adoptions.append(adoption))
    each("products/hs2022.sssom.tsv", tables.read_goods_codes, lambda pair, reading: shelf.goods_codes.append(pair))
    each("notices/*.tsv", read_notices, lambda notice, reading: shelf.notices.append(notice))
    for file in sorted(mappings.glob("bodies/*.tsv")):
        reading = tables.TableReading(_name(file, location), {})
        bodies = tuple(tables.read_bodies(file, reading))
        if file.stem in shelf.kind("body-list"):
            shelf.kind("body-list")[file.stem] = replace(shelf.kind("body-list")[file.stem], bodies=bodies)
        else:
            reading.note("list-not-named", None, "", file.stem)
        shelf.close(reading)


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


def load(location: Location) -> Knowledge:
    """The knowledge base at ``location``.

    Raises ``KnowledgeError`` with all problems if a record breaks its form or names what is not there.
    """
    concepts = read_concepts(location.ontologies / "concepts")
    shelf = read_shelf(location)
    problems = sorted([*shelf.problems, *undefined_references(shelf, concepts)], key=lambda problem: problem.sort_key)
    if problems:
        raise KnowledgeError(say("check.summary", count=len(problems)), problems)
    groups = _with_goods_codes(shelf)
    graph = relation_graph(shelf.kind("economy").values(), groups.values(), shelf.kind("instrument").values(), shelf.kind("edition").values(), shelf.adoptions)
    return Knowledge(
        concepts=concepts,
        sources=shelf.kind("source"),
        economies=shelf.kind("economy"),
        schemes=dict(sorted(shelf.kind("scheme").items())),
        instruments=shelf.kind("instrument"),
        evidence=shelf.kind("evidence"),
        editions=shelf.kind("edition"),
        adoptions=tuple(shelf.adoptions),
        groups=groups,
        body_lists=shelf.kind("body-list"),
        notices=tuple(shelf.notices),
        derived=derive(graph, location.ontologies / "rules"),
        fingerprint=location.fingerprint(),
    )


def _with_goods_codes(shelf: Shelf) -> dict[str, Any]:
    codes: dict[str, list[str]] = {}
    for group, code in shelf.goods_codes:
        codes.setdefault(group, []).append(code)
    return {identifier: replace(group, hs=tuple(codes.get(identifier, ()))) for identifier, group in shelf.kind("product").items()}
