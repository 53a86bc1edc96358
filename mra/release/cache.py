"""What a build remembers beside the knowledge base, so that the next one judges again only what changed.

It is a convenience: whatever is missing, broken or of another program is as good as none. Plain JSON, for it may come from anywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from mra.knowledge.locate import Location
from mra.release.codec import FORMAT, decode, program
from mra.release.generic import Place
from mra.release.tracked import Note
from mra.system import written_whole


@dataclass(slots=True, kw_only=True)
class Cache:
    """One build: of which files, on which day, with which result, and on which records each sheet rests.

    ``release`` is the digest of the release file, ``files`` the digest of each file that was read, ``ids`` the records of each file,
    ``resting`` the numbers in ``places`` of the sheets that rest on a record, ``proved`` the fact sets on which both judges agreed.
    """

    format: str
    program: str
    day: date
    usual_day: date
    release: str
    files: Mapping[str, str]
    ids: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...]
    resting: dict[str, tuple[int, ...]] = field(default_factory=dict)
    proved: tuple[str, ...] = ()

    def sheets_on(self, note: Note) -> set[Place]:
        """The places of the sheets that rest on a record."""
        found = [self.places[number].partition(" ") for number in self.resting.get(" ".join(note), ())]
        return {(market, product) for market, _, product in found}

    def rest(self, judged: Iterable[tuple[Place, frozenset[Note]]]) -> None:
        """Remember on what sheets rest, besides what is remembered of them: too much is judged again, never too little."""
        numbers = {place: number for number, place in enumerate(self.places)}
        found: dict[str, set[int]] = {}
        for place, notes in judged:
            for note in notes:
                found.setdefault(" ".join(note), set()).add(numbers[" ".join(place)])
        for name, sheets in found.items():
            self.resting[name] = tuple(sorted(sheets.union(self.resting.get(name, ()))))


def cache_file(location: Location) -> Path:
    """Where the cache of a knowledge base lies."""
    return location.root / ".release.cache"


def read_cache(location: Location) -> Cache | None:
    """What the last build remembered, if this program can use it."""
    try:
        cache = decode(Cache, cache_file(location).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return cache if cache.format == str(FORMAT) and cache.program == program() else None


def write_cache(location: Location, cache: Cache) -> None:
    """Remember a build; where nothing can be written, nothing is remembered."""
    try:
        with written_whole(cache_file(location)) as half:
            plain = {part.name: getattr(cache, part.name) for part in fields(cache)}
            half.write_text(json.dumps(plain, default=str, separators=(",", ":"), sort_keys=True), encoding="utf-8")
    except OSError:
        forget(location)


def forget(location: Location) -> None:
    """Take back what is remembered."""
    try:
        cache_file(location).unlink(missing_ok=True)
    except OSError:
        return


def digest(file: Path) -> str:
    """The digest of a file's content; empty if there is none."""
    return hashlib.blake2b(file.read_bytes()).hexdigest() if file.is_file() else ""
