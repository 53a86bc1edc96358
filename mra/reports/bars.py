"""Counts as bars: pure geometry in percent of the longest bar; the numbers always stand beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Segment", "bars"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a bar: what it counts, how often, where it begins and how wide it is in percent."""

    key: str
    count: int
    start: float
    width: float


def bars(rows: Sequence[Mapping[str, int]], keys: Sequence[str]) -> tuple[tuple[Segment, ...], ...]:
    """One bar a row, its parts in the order of ``keys``; the row with the highest sum fills a hundred percent.

    >>> [(part.key, part.start, part.width) for part in bars([{"a": 1, "b": 3}, {"b": 2}], ("a", "b"))[0]]
    [('a', 0.0, 25.0), ('b', 25.0, 75.0)]
    """
    longest = max((sum(row.get(key, 0) for key in keys) for row in rows), default=0)
    return tuple(_bar(row, keys, longest) for row in rows)


def _bar(row: Mapping[str, int], keys: Sequence[str], longest: int) -> tuple[Segment, ...]:
    parts, before = [], 0
    for key in keys:
        if count := row.get(key, 0):
            start, end = (round(100 * number / longest, 2) for number in (before, before + count))
            parts.append(Segment(key=key, count=count, start=start, width=round(end - start, 2)))
            before += count
    return tuple(parts)
