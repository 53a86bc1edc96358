"""Plain text in columns: Chinese signs are two columns wide and may be parted anywhere but at their punctuation.

Signs whose width depends on the console (``●``, ``“``) count as one column; nothing stands to their right that they could push out of line
by more than that.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

__all__ = ["GAP", "beside", "clean", "display_width", "hanging", "pad", "wrap"]

GAP: Final = 2
_CLOSING: Final = "，。；：、！？）》】」』”’…％,.;:!?)]}%"
_OPENING: Final = "（《【「『“‘([{"
_WIDE: Final = r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
_OPEN, _CLOSE = re.escape(_OPENING), re.escape(_CLOSING)
#: A run of spaces, a word, or one Chinese sign; opening marks stay with what follows, closing marks with what stands before.
_UNIT: Final = re.compile(rf"\s+|[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPEN}]+|.)[{_CLOSE}]*", re.DOTALL)


def clean(text: str) -> str:
    """``text`` without signs that steer a terminal, turn the direction of writing or are half of one; line ends become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_steered, text))


@cache
def _steered(sign: str) -> str:
    """A sign as it may be printed: a space for white space, nothing for what steers or stands for a byte that is no text."""
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign


def display_width(text: str) -> int:
    """How many columns of a console ``text`` takes.

    >>> display_width("CCC 认证")
    8
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_sign_width, text))


@cache
def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def pad(text: str, width: int) -> str:
    """``text`` filled up with spaces to ``width`` columns."""
    return text + " " * max(0, width - display_width(text))


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; what fits no line is cut, but for an address. There is at least one line."""
    plain = " ".join(clean(text).split())
    if display_width(plain) <= width:
        return [plain]
    lines, used = [""], 0
    for unit in _units(plain, width):
        shown = " " if unit.isspace() else unit
        if shown == " " and not lines[-1]:
            continue
        if shown != " " and lines[-1] and used + display_width(shown) > width:
            lines.append("")
            used = 0
        lines[-1] += shown
        used += display_width(shown)
    return [line.rstrip() for line in lines]


def _units(text: str, width: int) -> Iterator[str]:
    for unit in _UNIT.findall(text):
        rest = unit
        while display_width(rest) > width and len(rest) > 1 and "://" not in rest:
            cut = _fitting(rest, width)
            while cut > 1 and not rest[cut:].strip(_CLOSING):
                cut -= 1
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _fitting(text: str, width: int) -> int:
    """How many signs of ``text`` fit; at least one."""
    used = 0
    for position, sign in enumerate(text):
        used += _sign_width(sign)
        if used > width:
            return max(position, 1)
    return len(text)


def hanging(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """``text`` wrapped after ``first``; the following lines begin with ``rest``, or with spaces as wide as ``first``."""
    follow = " " * display_width(first) if rest is None else rest
    room = width - max(display_width(first), display_width(follow))
    return [(follow if number else first) + line for number, line in enumerate(wrap(text, room))]


def beside(cells: Sequence[Sequence[str]], widths: Sequence[int], indent: int = 0) -> list[str]:
    """Cells, each a list of lines, side by side in columns of ``widths``."""
    height = max(len(cell) for cell in cells)
    rows = [[cell[number] if number < len(cell) else "" for cell in cells] for number in range(height)]
    gap = " " * GAP
    return [(" " * indent + gap.join(pad(text, width) for text, width in zip(row, widths, strict=True))).rstrip() for row in rows]
