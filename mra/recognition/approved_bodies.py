"""How names of bodies are compared, whatever way they are written."""

import unicodedata
from datetime import date

from mra.model.market import BodyList, ListedBody


def is_approved(bodies: BodyList, name: str, day: date) -> bool | None:
    """Whether the body ``name`` was on the list on ``day``; ``None`` where it was not found there and the list was not entered whole."""
    wanted = plain_name(name)
    if any(entry.period.contains(day) for entry in bodies.bodies if wanted in _names(entry)):
        return True
    return False if bodies.complete else None


def _names(entry: ListedBody) -> set[str]:
    return {plain_name(name) for name in (entry.body, entry.name.en, entry.name.zh)}


def plain_name(name: str) -> str:
    """A name as it is compared: half-width, whatever the case of its letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
