"""A whole run: a portfolio in, a folder of results out; what a broken-off run has finished is not done again."""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mra.errors import InputError
from mra.language import say
from mra.model.problem import Problem
from mra.portfolio.engine import Engine, Work
from mra.portfolio.parts import RESULTS, WORKING, Counts, Format, RowsLostError, finished_parts
from mra.portfolio.program import judging_program
from mra.portfolio.source import Piece, Portfolio
from mra.portfolio.summary import SUMMARY_FILES, write_summaries
from mra.system import written_whole

#: Names a folder of results and says how they came about.
MANIFEST: Final = "run.json"
#: Rows a piece: what is done again at most when a run was broken off.
PIECE: Final = 8_192
#: ``done`` of ``total`` rows are judged; the total is not known before the portfolio is read to its end.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run rests on: with other settings the same folder would hold two kinds of results."""

    file: str
    sha256: str
    knowledge: str
    program: str
    markets: tuple[str, ...]
    as_of: date
    form: Format

    def as_json(self) -> dict[str, object]:
        """As it stands in the manifest."""
        return {**asdict(self), "markets": list(self.markets), "as_of": self.as_of.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a run did; ``resumed`` parts had been finished before."""

    folder: Path
    counts: Counts
    resumed: int
    remarks: tuple[Problem, ...]


def _unfinished(portfolio: Portfolio, work: Work, before: Collection[int], given: set[int]) -> Iterator[Piece]:
    """The pieces that are still to be judged; those that are ``given`` out are noted."""
    for piece in portfolio.pieces(PIECE):
        if piece.number not in before:
            given.add(piece.number)
            yield piece


def settings_of(portfolio: Portfolio, work: Work) -> Settings:
    """The settings of a run over ``portfolio``."""
    with portfolio.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Settings(
        file=portfolio.path.name,
        sha256=digest,
        knowledge=work.source.directory.kb_version,
        program=judging_program(),
        markets=work.markets,
        as_of=work.as_of,
        form=work.form,
    )


def run_portfolio(portfolio: Portfolio, work: Work, engine: Engine, progress: Progress | None = None) -> Finished:
    """Judge a portfolio for all markets of ``work`` into its folder.

    A folder with a broken-off run of the same settings is completed. Raises ``InputError`` if the folder holds anything else.
    """
    if next(portfolio.pieces(1), None) is None:
        raise InputError(say("certificates.empty", file=portfolio.path))
    settings = settings_of(portfolio, work)
    _prepare(work.folder, settings)
    before = finished_parts(work.folder)
    counts = dict(before)
    told = progress or (lambda _: None)
    given: set[int] = set()
    for number, found in engine(work, _unfinished(portfolio, work, before, given)):
        counts[number] = found
        told(sum(entry.rows for entry in counts.values()))
    if lost := sorted(given - set(counts)):
        raise RowsLostError(f"pieces {lost} were given out and did not come back")
    total = _sum(counts)
    write_summaries(work, sorted(counts))
    _write_manifest(work.folder, {**settings.as_json(), "finished": True, **asdict(total)})
    shutil.rmtree(work.folder / WORKING)
    return Finished(folder=work.folder, counts=total, resumed=len(before), remarks=portfolio.remarks)


def clear(folder: Path) -> None:
    """Take the results of an earlier run out of a folder, and nothing else. Raises ``InputError`` if it holds other things."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file():
        raise InputError(say("portfolio.no-run", folder=folder))
    for name in (*RESULTS, WORKING):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (MANIFEST, *SUMMARY_FILES):
        (folder / name).unlink(missing_ok=True)


def _sum(counts: dict[int, Counts]) -> Counts:
    found = counts.values()
    return Counts(
        rows=sum(entry.rows for entry in found),
        judged=sum(entry.judged for entry in found),
        refused=sum(entry.refused for entry in found),
        verdicts=sum(entry.verdicts for entry in found),
    )


def _prepare(folder: Path, settings: Settings) -> None:
    """Make the folder, or see that it holds a broken-off run of the same settings; leave no half-written file of that run."""
    if folder.exists() and not folder.is_dir():
        raise InputError(say("portfolio.not-a-folder", folder=folder))
    manifest = folder / MANIFEST
    if manifest.is_file():
        _compare(manifest, settings)
    elif folder.is_dir() and any(folder.iterdir()):
        raise InputError(say("portfolio.folder-in-use", folder=folder))
    for name in (*RESULTS, WORKING):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for half in folder.glob("*/.*.half"):
        half.unlink()
    _write_manifest(folder, {**settings.as_json(), "finished": False})


def _compare(manifest: Path, settings: Settings) -> None:
    folder = manifest.parent
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        raise InputError(say("portfolio.manifest", file=manifest)) from None
    other = [name for name, value in settings.as_json().items() if found.get(name) != value]
    if other:
        raise InputError(say("portfolio.other-run", folder=folder, settings=", ".join(other)))
    if found.get("finished"):
        raise InputError(say("portfolio.finished", folder=folder))


def _write_manifest(folder: Path, content: dict[str, object]) -> None:
    with written_whole(folder / MANIFEST) as half:
        half.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
