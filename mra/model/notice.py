"""What an authority or a scheme owner published about one certificate."""

from dataclasses import dataclass
from typing import Literal

from mra.model.period import ALWAYS, Period

NoticedStatus = Literal["suspended", "withdrawn", "cancelled", "forged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That the certificate ``number`` of ``kind`` may not be used in ``period``; a suspension that was lifted has an end."""

    number: str
    kind: str
    status: NoticedStatus
    source: str
    period: Period = ALWAYS
