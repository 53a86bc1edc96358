"""Answer from a built release, without the knowledge base and the engines behind it."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mra.gap.assemble import assemble
from mra.gap.request import Request
from mra.model.directory import Directory
from mra.model.report import GapReport
from mra.model.sheet import Sheet
from mra.model.source import Source
from mra.recognition.rollup import merge_sheets
from mra.release.codec import FORMAT, decode, revive
from mra.release.stored import Stored

if TYPE_CHECKING:
    from mra.gap.source import LiveSource
    from mra.recognition.criteria import Criteria
    from mra.release.contents import Contents
    from mra.release.knowledge import StoredKnowledge


class Release:
    """An open release file."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        rows = self._database.execute("SELECT name, value FROM about WHERE name IN ('fingerprint', 'program', 'format')")
        self._about: dict[str, str] = dict(rows.fetchall())
        self.sources = Stored(self._database, "sources", Source)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the knowledge base of which it was built."""
        return self._about["fingerprint"]

    @property
    def program(self) -> str:
        """The name of the program that built it."""
        return self._about.get("program", "")

    @property
    def is_readable(self) -> bool:
        """Whether it was written in the form that this program reads."""
        return self._about.get("format") == str(FORMAT)

    @cached_property
    def directory(self) -> Directory:
        """What questions can be about."""
        return decode(Directory, self._part("directory"))

    @cached_property
    def criteria(self) -> "Criteria":
        """The criteria, compiled."""
        from mra.recognition.criteria import Criteria

        return decode(Criteria, self._part("criteria"))

    @cached_property
    def integrity(self) -> "Criteria":
        """The criteria of certificates by themselves, compiled."""
        from mra.recognition.criteria import Criteria

        return decode(Criteria, self._part("integrity"))

    @cached_property
    def words(self) -> Mapping[str, Collection[str]]:
        """The words in use for each attribute."""
        return decode(dict[str, tuple[str, ...]], self._part("words"))

    @cached_property
    def source(self) -> "LiveSource":
        """The knowledge base that it was built of, to judge what no sheet holds."""
        from mra.gap.source import LiveSource

        return LiveSource(self.knowledge(), self.criteria, self.directory, self.integrity)

    def knowledge(self) -> "StoredKnowledge":
        """The knowledge base that it was built of, each time anew."""
        from mra.release.knowledge import take

        return take(self._database, self.fingerprint)

    def contents(self) -> "Contents":
        """All its rows."""
        from mra.release.contents import read_contents

        return read_contents(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _part(self, name: str) -> str:
        text: str = self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()[0]
        return text

    def report(self, request: Request) -> GapReport | None:
        """The report out of the sheets, or ``None`` if they do not hold the question; then ``source`` does.

        They hold no other attributes, no qualifiers, no kind twice, and no day outside its time.
        """
        question = request.question
        kinds = {piece.kind for piece in request.held}
        if question.given or len(kinds) < len(request.held) or any(piece.qualifiers or not piece.is_specimen for piece in request.held):
            return None
        sheets = [sheet for destination in request.destinations if (sheet := self._combined(request, destination))]
        return assemble(self.directory, request, sheets, self.sources) if len(sheets) == len(request.destinations) else None

    def _combined(self, request: Request, destination: str) -> Sheet | None:
        """The sheet of a market out of the stored ones of its chain; regions without a record have none."""
        row = self._database.execute("SELECT codes FROM chain WHERE destination = ?", (destination,)).fetchone()
        if row is None:
            return None
        parts = [sheet for code in row[0].split() if (sheet := self._sheet(request, code))]
        return merge_sheets(parts, destination, parts[0].label) if len(parts) == len(row[0].split()) else None

    def _sheet(self, request: Request, destination: str) -> Sheet | None:
        row = self._database.execute("SELECT body FROM sheet WHERE destination = ? AND product = ?", (destination, request.question.product)).fetchone()
        if row is None:
            return None
        sheet = revive(Sheet, _held_only(json.loads(row[0]), {piece.kind for piece in request.held}))
        day = request.question.as_of
        holds = (sheet.holds_from is None or sheet.holds_from <= day) and (sheet.holds_until is None or day < sheet.holds_until)
        return replace(sheet, as_of=day) if holds else None


def _held_only(plain: dict[str, Any], kinds: set[str]) -> dict[str, Any]:
    """A stored sheet with the cases of what is held: a release judges every kind of evidence, and most of it is not asked about."""
    for requirement in plain.get("requirements", ()):
        for route in requirement.get("routes", ()):
            for element in route["elements"]:
                element["cases"] = [case for case in element.get("cases", ()) if kinds.issuperset(case["kinds"])]
    return plain
