"""Spans of days, and the clocks that dated conditions run on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Clock = Literal["placing", "import", "application", "report_issue", "test", "model_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A span of days, from ``start`` up to but not including ``end``.

    ``start`` is ``None`` where no source gives a first day, ``end`` while the period is open.

    >>> Period(start=date(2025, 8, 1)).contains(date(2025, 7, 31))
    False
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(f"period ends {self.end}, on or before its start {self.start}")

    def contains(self, day: date) -> bool:
        """Whether the period holds on ``day``."""
        return not self.begins_after(day) and not self.ended_by(day)

    def begins_after(self, day: date) -> bool:
        """Whether the first day is still to come on ``day``."""
        return self.start is not None and day < self.start

    def ended_by(self, day: date) -> bool:
        """Whether the period is over on ``day``."""
        return self.end is not None and self.end <= day

    def boundaries(self) -> Iterator[date]:
        """The days on which an answer that rests on this period may change."""
        if self.start is not None:
            yield self.start
        if self.end is not None:
            yield self.end


ALWAYS = Period()
