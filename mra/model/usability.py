"""Whether a real certificate may be used as evidence at all, and why."""

from dataclasses import dataclass
from typing import Final, Literal

from mra.model.sheet import Reason

Usable = Literal["yes", "no", "unknown"]
#: ``unknown``: it may be used, with a doubt that is printed.
USABLE: Final[tuple[Usable, ...]] = ("yes", "unknown", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usability:
    """What was found of one certificate. ``reasons`` stand with the strongest first; ``failed`` and ``passed`` are ids of criteria."""

    usable: Usable
    reasons: tuple[Reason, ...] = ()
    failed: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
