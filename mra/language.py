"""The catalogue: every sentence that a user meets, in both languages, under a key."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from mra.model.text import Bilingual

_FOLDER: Final = Path(__file__).parent / "catalogue"


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for file in sorted(_FOLDER.glob("*.json")):
        merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged


def say(key: str, **values: object) -> Bilingual:
    """The sentence under ``key`` with ``values`` filled in; a bilingual value is filled in in the sentence's own language.

    Raises ``KeyError`` for a key that the catalogue does not have.
    """
    entry = _catalogue()[key]
    english = {name: value.en if isinstance(value, Bilingual) else value for name, value in values.items()}
    chinese = {name: value.zh if isinstance(value, Bilingual) else value for name, value in values.items()}
    return Bilingual(entry["en"].format(**english), entry["zh"].format(**chinese))


def catalogue_keys() -> frozenset[str]:
    """All keys, for the test that compares them with the code."""
    return frozenset(_catalogue())
