"""Days and moments of credentials: ISO 8601, a day alone being the whole day."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_INSTANT: Final = timedelta(microseconds=1)


def begin(text: str) -> datetime:
    """The first moment of what is stated. Raises ``ValueError`` with the text itself if it is neither a day nor a moment."""
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def end(text: str) -> datetime:
    """The last moment of what is stated: of a day alone its end. Raises ``ValueError`` as :func:`begin` does."""
    found = begin(text)
    return datetime.combine(found.date(), time.max, UTC) if _DAY.fullmatch(text) else found


def first_day(text: str) -> str:
    """The day on which it begins, as it is counted where it was written."""
    return begin(text).date().isoformat()


def last_day(text: str) -> str:
    """The last day on which it still holds: midnight belongs to the day before."""
    found = end(text)
    try:
        return (found - _INSTANT).date().isoformat() if found.time() == time() else found.date().isoformat()
    except OverflowError:
        raise ValueError(text) from None
