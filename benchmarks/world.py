"""A knowledge base with sixty markets that are worked out: the real one, or one in which worked-out economies stand in for others."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.clock import ROOT
from mra.knowledge.base import Knowledge
from mra.knowledge.load import load
from mra.knowledge.locate import Location
from mra.recognition.applicability import economies_of

MARKETS: Final = 60
#: A market with fewer requirements than these on record was hardly read.
_FEW: Final = 5
_HOME: Final = "CN"
#: Worked out by hand; they stand in, in turn, for what nobody has worked out yet.
_MODELS: Final = ("eu", "gb", "us", "jp", "kr", "nz", "in", "sa", "hk")


def world(folder: Path) -> tuple[Location, tuple[str, ...], int]:
    """A knowledge base in ``folder``, sixty markets of it, and how many of these are made up."""
    shutil.copytree(ROOT / "mappings", folder / "mappings")
    (folder / "ontologies").symlink_to(ROOT / "ontologies", target_is_directory=True)
    location = Location(folder)
    knowledge = load(location)
    markets = sorted(code for code in knowledge.economies if len(code) == len(_HOME) and code != _HOME)  # economies, no regions, and of the blocs the EU
    full = [market for market in markets if _requirements(knowledge, market) >= _FEW][:MARKETS]
    empty = [market for market in markets if market not in full][: MARKETS - len(full)]
    for number, market in enumerate(empty):
        _stand_in(folder / "mappings" / "economies", _MODELS[number % len(_MODELS)], market)
    return location, (*full, *empty), len(empty)


def _requirements(knowledge: Knowledge, market: str) -> int:
    day = max(source.checked for source in knowledge.sources.values())
    return sum(len(knowledge.schemes_of(code)) for code in economies_of(knowledge, market, day))


def _stand_in(economies: Path, model: str, market: str) -> None:
    """Let ``market`` require what ``model`` requires. Names of other records in its files still lead to the records of ``model``."""
    own = economies / market.lower()
    label = _line((own / "economy.toml").read_text(encoding="utf-8"), "label")
    shutil.rmtree(own)
    shutil.copytree(economies / model, own)
    written = (own / "economy.toml").read_text(encoding="utf-8")
    written = written.replace(_line(written, "code"), f'code = "{market}"').replace(_line(written, "label"), label)
    (own / "economy.toml").write_text(written, encoding="utf-8")


def _line(text: str, key: str) -> str:
    found: Sequence[str] = re.findall(rf"^{key} = .*$", text, re.MULTILINE)
    return found[0]
