"""A build after one edited record, and one in full: the same bytes, in how much less time."""

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.clock import ROOT, fresh, side_by_side
from mra.gap.live import LiveSource
from mra.knowledge.locate import Location
from mra.release.write import build_release


def edits(live: LiveSource) -> dict[str, tuple[str, str, str]]:
    """One record of each kind: the file, a text of it, and what to write instead."""
    knowledge = live.knowledge
    scheme = next(entry.id for entry in knowledge.schemes.values() if entry.economy == "EU" and entry.routes)
    instrument = next(entry.id for entry in knowledge.instruments.values() if entry.note)
    bodies = next(entry for entry in knowledge.body_lists.values() if entry.bodies)
    return {
        "scheme": (f"mappings/economies/eu/{scheme.removeprefix('eu-')}.toml", 'label = { en = "', 'label = { en = "The '),
        "instrument": (f"mappings/instruments/{instrument}.toml", 'note = { en = "', 'note = { en = "So: '),
        "body": (f"mappings/bodies/{bodies.id}.tsv", bodies.bodies[0].name.en, f"{bodies.bodies[0].name.en} Ltd"),
    }


def build_seconds(folder: Path, live: LiveSource, rounds: int) -> dict[str, float]:
    """Median seconds of ``mra build`` in a fresh process: in full, and after an edit of one record of each kind."""
    for name in ("mappings", "ontologies"):
        shutil.copytree(ROOT / name, folder / name)
    location = Location(folder)
    command = ("-c", "from mra.commands import main; main()", "--data", str(folder), "--quiet", "build")
    tasks: dict[str, Callable[[], None]] = {"build in full": fresh(*command, "--full")}
    for what, (name, old, new) in edits(live).items():
        _prove(location, name, old, new)
        tasks[f"build after {what}"] = _edited(location.root / name, old, new, fresh(*command))
    return side_by_side(tasks, rounds)


def _prove(location: Location, name: str, old: str, new: str) -> None:
    """Refuse to measure a build that is not the one in full."""
    build_release(location, location.release)
    _edited(location.root / name, old, new, lambda: None)()
    again = build_release(location, location.release)
    in_full = location.root / "full.sqlite"
    build_release(location, in_full, full=True, remember=False)
    if again.judged == again.sheets or location.release.read_bytes() != in_full.read_bytes():
        raise RuntimeError(f"the build after an edit of {name} is not the build in full")


def _edited(file: Path, old: str, new: str, build: Callable[[], None]) -> Callable[[], None]:
    """Build after an edit that goes back and forth, so that each time one record differs from the last build."""

    def run() -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(new, old, 1) if new in text else text.replace(old, new, 1), encoding="utf-8")
        build()

    return run
