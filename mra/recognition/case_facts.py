"""The facts of one case as they are gathered, and the two ways to presume one."""

import calendar
from dataclasses import dataclass, field
from datetime import date

from mra.model.sheet import FactValue, StandardLink
from mra.model.text import Bilingual
from mra.recognition.cases import Case


@dataclass(slots=True)
class CaseFacts:
    """The facts of one case: the classes that say which criteria concern it, the values, and what was presumed."""

    classes: set[str] = field(default_factory=set)
    values: dict[str, FactValue] = field(default_factory=dict)
    assumptions: list[Bilingual] = field(default_factory=list)
    links: tuple[StandardLink, ...] = ()
    instrument: str | None = None

    def know(self, name: str, value: FactValue | None) -> None:
        """State a fact; ``None`` is not known and leaves it out."""
        if value is not None:
            self.values[name] = value


def all_of(values: list[bool | None]) -> bool | None:
    """A known no beats not knowing, which beats yes."""
    if False in values:
        return False
    return None if None in values else True


def presume(case: Case, fact: str, allowed: bool, assumption: Bilingual, facts: CaseFacts) -> None:
    """Presume a fact about a body of a specimen where nothing is known against it."""
    presumed = allowed and fact not in facts.values and all(piece.is_specimen for piece in case.held)
    facts.values[f"{fact}Presumed"] = presumed
    if presumed:
        facts.values[fact] = True
        facts.assumptions.append(assumption)


def stated_or_presumed(facts: CaseFacts, fact: str, stated: bool | None, specimens: bool, assumption: Bilingual) -> None:
    """State a fact as given; of a specimen it is presumed where nothing is given."""
    facts.know(fact, stated)
    if stated is None and specimens:
        facts.values[fact] = True
        facts.assumptions.append(assumption)


def months_later(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the month's last day where it has no such day.

    >>> months_later(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
