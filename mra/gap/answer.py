"""Answer a request from the release where it holds the question, else live from the knowledge base: same words, same verdicts."""

import sqlite3
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mra.gap.request import Request
from mra.knowledge.locate import Location
from mra.model.directory import Directory
from mra.model.report import GapReport
from mra.release.codec import program
from mra.release.read import Release

if TYPE_CHECKING:
    from mra.gap.source import LiveSource
    from mra.recognition.criteria import Criteria


class Answers:
    """The two ways to an answer: out of the release, or live from the files.

    ``is_stale``: there is a release, and it was built of another state of the files beside it or cannot be read.
    """

    def __init__(self, location: Location, release: Release | None, *, is_stale: bool = False) -> None:
        self.location = location
        self.is_stale = is_stale
        self.origin: Literal["release", "live"] = "release" if release else "live"
        self._release = release

    @cached_property
    def live(self) -> "LiveSource":
        """The knowledge base, loaded when first needed."""
        from mra.gap.live import open_live

        return open_live(self.location)

    @property
    def source(self) -> "LiveSource":
        """The knowledge base with its criteria, out of the release or loaded."""
        return self._release.source if self._release else self.live

    @property
    def directory(self) -> Directory:
        """What questions can be about."""
        return self._release.directory if self._release else self.live.directory

    @property
    def criteria(self) -> "Criteria":
        """The criteria that judge."""
        return self._release.criteria if self._release else self.live.criteria

    @property
    def words(self) -> Mapping[str, Collection[str]]:
        """The words in use for each attribute."""
        from mra.gap.values import words_in_use

        return self._release.words if self._release else words_in_use(self.live.knowledge)

    def report(self, request: Request) -> GapReport:
        """The gap report on ``request``: a stored sheet where one fits, else judged from the knowledge base in the release, else live."""
        stored = self._release.report(request) if self._release else None
        return stored or self.source.report(request)


def open_answers(location: Location, *, live: bool = False) -> Answers:
    """The answers of the knowledge base at ``location``; ``live`` leaves its release aside.

    A release that was built of another state of the files beside it, by another program, or that cannot be read, is not used.
    """
    release = None if live else _fitting_release(location)
    return Answers(location, release, is_stale=not live and release is None and location.release.is_file())


def _fitting_release(location: Location) -> Release | None:
    if not location.release.is_file():
        return None
    try:
        release = Release(location.release)
    except sqlite3.DatabaseError:
        return None
    is_of_this_state = location.is_sealed or (release.program == program() and release.fingerprint == location.fingerprint())
    return release if release.is_readable and is_of_this_state else None
