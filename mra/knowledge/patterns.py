"""The form of a pattern of certificate numbers: a small part of regular expressions that can neither hang nor match too much.

Only one-character parts repeat, and only a stated number of times; how many ways there are to read one number is bounded.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from mra.knowledge.forms import Reading, Word
from mra.knowledge.positions import Path

#: More ways than this to read a number, and refusing one could take long.
MOST_WAYS: Final = 10_000
_PART: Final = re.compile(
    r"""(?P<open>\((?:\?:)?) | (?P<close>\)) | (?P<bar>\|)
      | (?P<quantifier>\{(?P<least>\d{1,3})(?:,(?P<most>\d{1,3}))?\}|\?)
      | (?P<one>\\[dw] | \\[^A-Za-z0-9\s] | \[\^?(?:\\.|[^\]\[\\])+\] | [^\\\[\](){}?*+|^$])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class NumberPattern(Word):
    """A pattern from ``^`` to ``$`` in which nothing repeats without end, no group repeats, and alternatives stand in a group."""

    def read(self, value: Any, path: Path, reading: Reading) -> str | None:
        """Read ``value`` at ``path``, or note what makes it unfit."""
        text = super().read(value, path, reading)
        if text is None:
            return None
        if not (text.startswith("^") and text.endswith("$")):
            reading.problem("number-not-anchored", path, text)
        elif not is_harmless(text[1:-1]):
            reading.problem("number-not-plain", path, text, most=MOST_WAYS)
        else:
            return text
        return None


def is_harmless(body: str) -> bool:
    """Whether ``body`` compiles, holds allowed parts only, and can be read in a bounded number of ways."""
    try:
        re.compile(body, re.ASCII)
    except re.error:
        return False
    position, depth, before, ways = 0, 0, "", 1
    while position < len(body):
        part = _PART.match(body, position)
        if part is None:
            return False
        kind = str(part.lastgroup if part.lastgroup not in ("least", "most") else "quantifier")
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if (kind == "bar" and depth == 0) or (kind == "quantifier" and not _may_repeat(part, before)):
            return False
        ways *= 2 if kind == "bar" else _ways(part)
        position, before = part.end(), kind
    return ways <= MOST_WAYS


def _may_repeat(part: re.Match[str], before: str) -> bool:
    """One character may be repeated; a group may at most be left out."""
    return before == "one" or (before == "close" and part["quantifier"] == "?")


def _ways(part: re.Match[str]) -> int:
    """How many numbers of repetitions a quantifier allows."""
    if part["quantifier"] == "?":
        return 2
    return int(part["most"]) - int(part["least"]) + 1 if part["most"] else 1
