"""Tables of certificates that were published as suspended, withdrawn, cancelled or forged."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

from mra.knowledge.tables import TableReading, read_rows
from mra.model.notice import Notice, NoticedStatus

NOTICE_COLUMNS: Final = ("number", "kind", "status", "from", "until", "source")
NOTICE_KEY: Final = ("number", "kind", "from")
_STATUSES: Final[frozenset[str]] = frozenset(get_args(NoticedStatus))


def read_notices(file: Path, reading: TableReading) -> Iterator[Notice]:
    """The notices of a table; a row without a number or with a status of another kind is left out and reported."""
    for row in read_rows(file, NOTICE_COLUMNS, NOTICE_KEY, reading):
        reading.refer("source", row, "source", row["source"])
        reading.refer("evidence", row, "kind", row["kind"])
        period = reading.period(row, "from", "until")
        if not row["number"].strip():
            reading.note("notice-without-number", row, "number", row["kind"])
        elif row["status"] not in _STATUSES:
            reading.note("not-allowed", row, "status", row["status"], allowed=", ".join(sorted(_STATUSES)))
        else:
            yield Notice(number=row["number"], kind=row["kind"], status=row["status"], source=row["source"], period=period)  # type: ignore[arg-type]  # looked up above
