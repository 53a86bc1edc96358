"""Build again after an edit: only the sheets that it can have changed are judged, everything else is taken over as it was written.

Taken over is only what the cache vouches for: the release file, byte for byte, of these files but for the edited ones, of this
program and this day. Whatever cannot be told is left to a full build.
"""

import json
from collections.abc import Container, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from mra.gap.source import LiveSource
from mra.gap.values import words_of
from mra.knowledge.base import boundaries_of
from mra.knowledge.locate import Location
from mra.knowledge.shelf import Shelf, read_one
from mra.release.cache import Cache, digest, read_cache
from mra.release.codec import encode
from mra.release.contents import Contents
from mra.release.edits import Doubt, Edit, nearest, places_of
from mra.release.generic import Place, Progress, generic_sheets
from mra.release.knowledge import StoredKnowledge, kept_boundaries, kept_words
from mra.release.proof import Proof
from mra.release.read import Release
from mra.release.stored import Stored
from mra.release.tracked import Note

#: Files whose records may be edited one by one, in the order in which they are read.
_FILES: Final = ("sources/*.toml", "bodies/lists*.toml", "economies/*/*.toml", "instruments/*.toml", "evidence/*.toml", "bodies/*.tsv")
#: The parts of the knowledge by the kinds of record that a file holds.
_PARTS: Final = {
    "source": "sources",
    "economy": "economies",
    "scheme": "schemes",
    "instrument": "instruments",
    "evidence": "evidence",
    "body-list": "body_lists",
    "edition": "editions",
    "product": "groups",
    "product-list": "product_lists",
}
#: Whose labels stand in the directory.
_LABELLED: Final = {"economies": "markets", "schemes": "schemes", "instruments": "instruments"}


@dataclass(frozen=True, slots=True)
class Built:
    """What is to be written, what is to be remembered, and how many sheets were judged for it."""

    contents: Contents
    cache: Cache
    judged: int


def build_again(location: Location, target: Path, digests: Mapping[str, str], fingerprint: str, as_of: date | None, progress: Progress) -> Built | None:
    """The release after an edit, or ``None`` where it has to be built in full."""
    cache = read_cache(location)
    if cache is None or cache.day != (as_of or cache.usual_day) or (as_of is None and cache.day != cache.usual_day):
        return None
    if cache.files.keys() != digests.keys() or not cache.release or cache.release != digest(target):
        return None
    try:
        return _built(location, Release(target), cache, digests, fingerprint, progress)
    except Doubt:
        return None


def _built(location: Location, release: Release, cache: Cache, digests: Mapping[str, str], fingerprint: str, progress: Progress) -> Built:
    with closing(release):
        old, resting = release.knowledge(), list[tuple[Place, frozenset[Note]]]()
        edits = list(_edits(location, old, cache, [name for name, found in digests.items() if cache.files[name] != found]))
        places = set[Place]().union(*(places_of(edit, old, cache) for edit in edits))
        new = _edited(release, edits)
        if nearest(old.shared_boundaries, cache.day) != nearest(new.shared_boundaries, cache.day):
            raise Doubt("boundaries")
        contents, proof = release.contents(), Proof(release.criteria.compiled, cache.proved)
        _settle(contents, fingerprint, new, edits)
        source = LiveSource(new, release.criteria, release.directory, release.integrity)
        for judged in generic_sheets(source, cache.day, progress, proof, places):
            contents.sheets[judged.place] = (judged.cases, encode(judged.sheet))
            resting.append((judged.place, judged.rests_on))
        proof.settle(location)
    cache.rest(resting)
    return Built(contents, replace(cache, files=digests, proved=tuple(sorted(proof.proved))), len(resting))


def _edits(location: Location, knowledge: StoredKnowledge, cache: Cache, changed: list[str]) -> Iterator[Edit]:
    """The records that differ. Raises ``Doubt`` if a record came or went, names what is not there, or breaks its form."""
    shelf = Shelf()
    for _, name in sorted((_order(name), name) for name in changed):
        _read(name.removeprefix("mappings/"), location, knowledge, shelf)
        if tuple(sorted(f"{kind} {found}" for (kind, found), file in shelf.files.items() if file == name)) != cache.ids.get(name, ()):
            raise Doubt(name)
    if shelf.problems or any(reference.id not in _known(knowledge, reference.kind) for reference in shelf.references):
        raise Doubt("problems")
    for kind, part in _PARTS.items():
        for identifier, new in shelf.kind(kind).items():
            old = getattr(knowledge, part)[identifier]
            if encode(old) != encode(new) and kind != "product-list":  # stands in its instrument as well
                yield Edit(part, identifier, old, new)


def _order(name: str) -> int:
    inside = name.removeprefix("mappings/")
    for number, pattern in enumerate(_FILES):
        if inside != name and PurePath(inside).match(pattern) and inside.count("/") == pattern.count("/"):
            return number
    raise Doubt(name)


def _read(name: str, location: Location, knowledge: StoredKnowledge, shelf: Shelf) -> None:
    """Read one file; a list of bodies is put together of the file that names it and the table that fills it."""
    path, lists = PurePath(name), shelf.kind("body-list")
    if path.suffix == ".tsv" and path.stem not in lists:
        if path.stem not in knowledge.body_lists:
            raise Doubt(name)
        lists[path.stem] = knowledge.body_lists[path.stem]
    read_one(name, location, shelf)
    if path.parts[0] == "bodies" and path.suffix == ".toml":
        for identifier, found in lists.items():
            if identifier in knowledge.body_lists:
                lists[identifier] = replace(found, bodies=knowledge.body_lists[identifier].bodies)


def _known(knowledge: StoredKnowledge, kind: str) -> Container[str]:
    if kind.startswith("concept:"):
        return knowledge.concepts[kind.removeprefix("concept:")]
    if kind not in _PARTS:
        raise Doubt(kind)
    known: Container[str] = getattr(knowledge, _PARTS[kind])
    return known


def _edited(release: Release, edits: list[Edit]) -> StoredKnowledge:
    """The knowledge of the release with the edited records in their places."""
    knowledge = release.knowledge()
    for edit in edits:
        records = getattr(knowledge, edit.part)
        records.put(edit.id, edit.new)
        if edit.part == "instruments" and isinstance(knowledge.product_lists, Stored):
            for entry in edit.new.lists:
                knowledge.product_lists.put(entry.id, entry)
    for part in {edit.part for edit in edits if edit.moves_boundaries}:
        records = getattr(knowledge, part)
        records.days = boundaries_of(records.values())
    return knowledge


def _settle(contents: Contents, fingerprint: str, knowledge: StoredKnowledge, edits: list[Edit]) -> None:
    """Put into ``contents`` what the edits change beside the sheets."""
    directory = json.loads(contents.about["directory"])
    directory["kb_version"] = contents.about["fingerprint"] = fingerprint
    for edit in edits:
        changed = [(edit.part, edit.id, edit.new)]
        changed += [("product_lists", entry.id, entry) for entry in (edit.new.lists if edit.part == "instruments" else ())]
        for part, identifier, record in changed:
            contents.records[(part, identifier)] = (contents.records[(part, identifier)][0], encode(record))
        if edit.part in _LABELLED:
            directory[_LABELLED[edit.part]][edit.id] = json.loads(encode(edit.new.label))
        if edit.moves_boundaries:
            contents.about[f"boundaries of {edit.part}"] = kept_boundaries(getattr(knowledge, edit.part))
    contents.about["directory"] = encode(directory)
    if any(edit.part in ("schemes", "evidence") and {*words_of(edit.old)} != {*words_of(edit.new)} for edit in edits):
        contents.about["words"] = kept_words(knowledge)
