"""Build the release: read, check, derive, judge all generic cases, write one SQLite file, the same bytes for the same input."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mra.knowledge.locate import Location
from mra.recognition.applicability import economies_of
from mra.release.again import Built, build_again
from mra.release.cache import Cache, digest, forget, write_cache
from mra.release.codec import FORMAT, encode, program
from mra.release.contents import Contents, write_contents
from mra.release.generic import Place, Progress, generic_sheets, usual_day
from mra.release.knowledge import kept_lists, kept_records, kept_words
from mra.release.proof import Proof
from mra.release.tracked import Note

if TYPE_CHECKING:
    from mra.gap.source import LiveSource


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What a build wrote, and how many of its sheets it judged."""

    fingerprint: str
    as_of: date
    sheets: int
    cases: int
    judged: int


def build_release(
    location: Location, target: Path, *, as_of: date | None = None, progress: Progress | None = None, full: bool = False, remember: bool = True
) -> ReleaseInfo:
    """Write the release of the knowledge base at ``location`` to ``target``, whole or not at all.

    Only what an edit since the last build can have changed is judged again, unless ``full``; the bytes are the same. ``as_of``
    defaults to the last day on which a source was checked, so that the same input gives the same bytes. Raises ``KnowledgeError``
    if the knowledge base fails its checks, or if pySHACL and the compiled criteria do not agree on a case.
    """
    digests, fingerprint, tell = location.digests(), location.fingerprint(), progress or (lambda *_: None)
    again = None if full else build_again(location, target, digests, fingerprint, as_of, tell)
    built = again or _in_full(location, as_of, digests, tell)
    _put(built.contents, target)
    if remember:
        _remember(
            location, replace(built.cache, release=digest(target)), is_certain=location.fingerprint() == built.contents.about["fingerprint"] == fingerprint
        )
    about = built.contents.about
    return ReleaseInfo(about["fingerprint"], built.cache.day, len(built.contents.sheets), built.contents.cases, built.judged)


def _remember(location: Location, cache: Cache, *, is_certain: bool) -> None:
    """``is_certain``: no file changed while it was read."""
    if is_certain:
        write_cache(location, cache)
    else:
        forget(location)


def _put(contents: Contents, target: Path) -> None:
    half = target.with_name(f".{target.name}.half")  # always the same name: what a killed build left behind goes with the next one
    half.unlink(missing_ok=True)
    try:
        write_contents(contents, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _in_full(location: Location, as_of: date | None, digests: Mapping[str, str], progress: Progress) -> Built:
    from mra.gap.live import open_with_files

    live, files = open_with_files(location)
    usual = usual_day(live)
    day = as_of or usual
    contents, proof = _contents(live, day), Proof(live.criteria.compiled)
    resting: list[tuple[Place, frozenset[Note]]] = []
    for judged in generic_sheets(live, day, progress, proof):
        contents.sheets[judged.place] = (judged.cases, encode(judged.sheet))
        resting.append((judged.place, judged.rests_on))
    proof.settle(location)
    cache = Cache(
        format=str(FORMAT),
        program=program(),
        day=day,
        usual_day=usual,
        release="",
        files=digests,
        ids=_ids(files),
        places=tuple(" ".join(place) for place in sorted(contents.sheets)),
        proved=tuple(sorted(proof.proved)),
    )
    cache.rest(resting)
    return Built(contents, cache, len(resting))


def _ids(files: Mapping[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    """The records of each file, by kind and id."""
    found: dict[str, list[str]] = {}
    for (kind, identifier), file in files.items():
        found.setdefault(file, []).append(f"{kind} {identifier}")
    return {file: tuple(sorted(records)) for file, records in found.items()}


def _contents(live: "LiveSource", day: date) -> Contents:
    """Everything but the sheets."""
    about = {
        "format": str(FORMAT),
        "fingerprint": live.directory.kb_version,
        "program": program(),
        "as_of": day.isoformat(),
        "directory": encode(live.directory),
        "criteria": encode(live.criteria),
        "integrity": encode(live.integrity),
        "words": kept_words(live.knowledge),
    }
    return Contents(
        about=about | kept_lists(live.knowledge),
        records=kept_records(live.knowledge),
        owned=[(scheme.economy, scheme.id) for scheme in live.knowledge.schemes.values()],
        relations=[(one, other, relation) for (one, other), relation in live.knowledge.derived.relations.items()],
        chains=[(code, " ".join(economies_of(live.knowledge, code, day))) for code in live.knowledge.economies],
    )
