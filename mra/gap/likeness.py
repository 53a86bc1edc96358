"""How alike two names are, typing errors forgiven."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

#: From these likenesses (0 to 100) on, a word is another one mistyped, and so is a name of several words taken as one row of letters.
_SAME_WORD: Final = 72.0
_SAME_NAME: Final = 85.0


def likeness(wanted: str, known: str) -> float:
    """From 0 to 100, for names in their normal form; a name in Latin letters and one in Chinese signs are not alike."""
    if wanted.isascii() != known.isascii():
        return 0.0
    whole = fuzz.ratio(wanted, known)
    if not wanted.isascii():
        return (whole + 100.0 * Levenshtein.normalized_similarity(wanted, known)) / 2
    if " " not in wanted or whole >= _SAME_NAME:
        return whole
    return _by_words(wanted.split(), known.split())


def _by_words(wanted: Sequence[str], known: Sequence[str]) -> float:
    """The share of both names, in letters, whose words are alike, in any order; a known name that is there as a whole counts for more."""
    there = _found(known, wanted)
    if not there:
        return 0.0
    asked = _found(wanted, known)
    share = (there * len("".join(known)) + asked * len("".join(wanted))) / len("".join([*known, *wanted]))
    return (share + there) / 2 if there >= _SAME_WORD else share


def _found(words: Sequence[str], among: Sequence[str]) -> float:
    """The share of ``words``, in letters, that has a like one ``among`` others."""
    return sum(max(_word(word, other) for other in among) * len(word) for word in words) / len("".join(words))


@lru_cache(maxsize=1 << 15)
def _word(word: str, other: str) -> float:
    score = fuzz.ratio(word, other)
    return score if score >= _SAME_WORD else 0.0
