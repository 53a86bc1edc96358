"""Build the release: read, check, derive, judge all generic cases, write one SQLite file, the same bytes for the same input."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mra.gap.live import LiveSource, open_live
from mra.gap.values import words_in_use
from mra.knowledge.locate import Location
from mra.recognition.applicability import economies_of
from mra.release.codec import FORMAT, encode, program
from mra.release.generic import Progress, generic_sheets, usual_day
from mra.release.knowledge import TABLES, keep
from mra.release.proof import Proof

_TABLES: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chain (destination TEXT PRIMARY KEY, codes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sheet (product TEXT, destination TEXT, body TEXT NOT NULL, PRIMARY KEY (destination, product)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What a build wrote."""

    fingerprint: str
    as_of: date
    sheets: int
    cases: int


def build_release(location: Location, target: Path, *, as_of: date | None = None, progress: Progress | None = None) -> ReleaseInfo:
    """Write the release of the knowledge base at ``location`` to ``target``, whole or not at all.

    ``as_of`` defaults to the last day on which a source was checked, so that the same input gives the same bytes.
    Raises ``KnowledgeError`` if the knowledge base fails its checks, or if pySHACL and the compiled criteria do not agree on a case.
    """
    live = open_live(location)
    day = as_of or usual_day(live)
    half = target.with_name(f".{target.name}.half")  # always the same name: what a killed build left behind goes with the next one
    half.unlink(missing_ok=True)
    try:
        sheets, cases = _write(location, live, half, day, progress or (lambda *_: None))
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return ReleaseInfo(live.directory.kb_version, day, sheets, cases)


def _write(location: Location, live: LiveSource, file: Path, day: date, progress: Progress) -> tuple[int, int]:
    with sqlite3.connect(file) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;" + _TABLES + TABLES)
        about = {
            "format": str(FORMAT),
            "fingerprint": live.directory.kb_version,
            "program": program(),
            "as_of": day.isoformat(),
            "directory": encode(live.directory),
            "criteria": encode(live.criteria),
            "integrity": encode(live.integrity),
            "words": encode({name: sorted(words) for name, words in words_in_use(live.knowledge).items()}),
        }
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        keep(live.knowledge, database)
        chains = [(code, " ".join(economies_of(live.knowledge, code, day))) for code in sorted(live.knowledge.economies)]
        database.executemany("INSERT INTO chain VALUES (?, ?)", chains)
        sheets = cases = 0
        proof = Proof(live.criteria.compiled)
        for sheet in generic_sheets(live, day, progress, proof):
            database.execute("INSERT INTO sheet VALUES (?, ?, ?)", (sheet.product, sheet.destination, encode(sheet)))
            sheets += 1
            cases += sum(len(element.cases) for entry in sheet.requirements for route in entry.routes for element in route.elements)
        proof.settle(location)
    database.close()
    with sqlite3.connect(file, isolation_level=None) as database:
        database.execute("VACUUM")
    database.close()
    return sheets, cases
