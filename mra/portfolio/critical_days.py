"""The days on which the rules begin to judge a dated certificate otherwise; between two of them all days are alike."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mra.knowledge.base import Knowledge
from mra.model.period import Period
from mra.model.scheme import Acceptance
from mra.recognition.approved_bodies import plain_name
from mra.recognition.case_facts import months_later
from mra.recognition.certificate_facts import longest_validity


class CriticalDays:
    """What in a knowledge base runs on a certificate's own clock, for one day asked about."""

    def __init__(self, knowledge: Knowledge, as_of: date) -> None:
        acceptances = list(_acceptances(knowledge))
        ages = {months for entry in acceptances if (months := entry.conditions.max_age_months) is not None}
        clocked = [entry.period for entry in acceptances if entry.clock in ("report_issue", "test")]
        self._knowledge = knowledge
        self._as_of = as_of
        self._always = {as_of, as_of + timedelta(days=1), *(first_young(as_of, months) for months in ages), *_boundaries(clocked)}
        self._listed: dict[str, list[Period]] = {}
        for bodies in knowledge.body_lists.values():
            for body in bodies.bodies:
                for name in {plain_name(name) for name in (body.body, body.name.en, body.name.zh)}:
                    self._listed.setdefault(name, []).append(body.period)

    def knows_body(self, name: str) -> bool:
        """Whether a body or laboratory stands on any list, under any of its names."""
        return plain_name(name) in self._listed

    def of(self, kind: str, standards: Iterable[str], bodies: Iterable[str]) -> tuple[int, ...]:
        """The critical days, as ordinals in order, of a certificate of ``kind`` to ``standards`` (ids) by ``bodies``."""
        days = set(self._always)
        usual = {self._knowledge.evidence[kind].validity_months, usual_months(self._knowledge, kind)}
        days.update(first_young(self._as_of, months) for months in usual if months)
        for standard in standards:
            days.update(_days_of(self._knowledge, standard))
        days.update(_boundaries(period for body in bodies for period in self._listed.get(plain_name(body), ())))
        return tuple(sorted(day.toordinal() for day in days))


def usual_months(knowledge: Knowledge, kind: str) -> int | None:
    """For how many months certificates of ``kind`` are valid at most, as far as that is recorded."""
    return longest_validity(knowledge.evidence[kind], knowledge.issuing_schemes(kind))


def first_young(as_of: date, months: int) -> date:
    """The first day that, ``months`` later, is not before ``as_of``.

    >>> first_young(date(2024, 2, 29), 12)
    datetime.date(2023, 3, 1)
    """
    day = months_later(as_of, -months) - timedelta(days=4)  # months differ by three days at most
    while months_later(day, months) < as_of:
        day += timedelta(days=1)
    return day


def _days_of(knowledge: Knowledge, standard: str) -> Iterator[date]:
    """The days in the life of an edition and of the one that replaces it."""
    edition = knowledge.editions[standard]
    for entry in (edition, knowledge.editions.get(edition.replaced_by or "")):
        if entry is not None:
            yield from (day for day in (entry.published, entry.in_force, entry.withdrawn) if day is not None)


def _acceptances(knowledge: Knowledge) -> Iterator[Acceptance]:
    for scheme in knowledge.schemes.values():
        for route in scheme.routes:
            for element in route.elements:
                yield from element.accepts


def _boundaries(periods: Iterable[Period]) -> Iterator[date]:
    for period in periods:
        yield from period.boundaries()
