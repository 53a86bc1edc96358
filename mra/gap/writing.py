"""One way of writing for names that people write in many: forms, case, spaces, plurals, traditional signs."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_SIGNS: Final = Path(__file__).parent / "opencc" / "TSCharacters.txt"
_SPACE: Final = re.compile(r"[\s_/,，、()（）-]+")


@lru_cache(maxsize=1 << 14)
def normal(text: str) -> str:
    """Compatibility forms unified, lower case, single spaces, English words in the singular, Chinese in simplified signs.

    Remembered, so that the names of a knowledge base are worked through once and not for every question.
    """
    plain = _SPACE.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    if not plain.isascii():
        plain = plain.translate(simplified_signs())
    return " ".join(map(_singular, plain.split(" ")))


def _singular(word: str) -> str:
    """An English word without the ending of its plural; short words, and those in -ss, have none."""
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith("ss"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


@cache
def simplified_signs() -> Mapping[int, str]:
    """The simplified form of every traditional sign, the usual one where there are several."""
    rows = (line.split("\t") for line in _SIGNS.read_text(encoding="utf-8").splitlines())
    usual = {sign: forms.split(" ")[0] for sign, forms in rows}
    return {ord(sign): usual.get(form, form) for sign, form in usual.items()}
