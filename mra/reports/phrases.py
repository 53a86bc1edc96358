"""What is said of a requirement, with numbers for the sources and the assumptions of every statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mra.model.report import ElementVerdict, RequirementVerdict
from mra.model.text import Bilingual
from mra.reports.money import notices
from mra.reports.parts import assumptions_of, open_tasks, reasons_of, sources_of
from mra.reports.reading import Reader

Name = TypeVar("Name")


@dataclass(slots=True)
class Citations(Generic[Name]):
    """Numbers for what is cited, in the order in which it first is: ``[1]``, or ``[A1]`` with the letter ``A``."""

    letter: str = ""
    order: dict[Name, int] = field(default_factory=dict)

    def cite(self, names: Iterable[Name]) -> str:
        """The numbers of ``names``, each in brackets, from low to high."""
        return " ".join(self.mark(number) for number in self.numbers(names))

    def numbers(self, names: Iterable[Name]) -> tuple[int, ...]:
        """The numbers of ``names``, from low to high."""
        return tuple(sorted({self.order.setdefault(name, len(self.order) + 1) for name in names}))

    def mark(self, number: int) -> str:
        """A number in its brackets."""
        return f"[{self.letter}{number}]"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences about requirements, and what they have cited so far."""

    reader: Reader
    sources: Citations[str] = field(default_factory=Citations)
    assumptions: Citations[Bilingual] = field(default_factory=lambda: Citations("A"))

    def cited(self, text: str, sources: Iterable[str], assumptions: Iterable[Bilingual] = ()) -> str:
        """``text`` with the numbers of its sources and assumptions."""
        return " ".join(part for part in (text, self.sources.cite(sources), self.assumptions.cite(assumptions)) if part)

    def name(self, entry: RequirementVerdict) -> str:
        """The requirement, with the region where it is due."""
        requirement = entry.requirement
        return self.reader.named(requirement.label, requirement.where) if requirement.where else self.reader.text(requirement.label)

    def not_required(self, entry: RequirementVerdict) -> str:
        """A requirement that is none here, and why."""
        reasons = self.reader.sentences(reason.message for reason in reasons_of(entry))
        return self.cited(self.reader.fact(self.name(entry), reasons), entry.requirement.sources, assumptions_of(entry))

    def title(self, entry: RequirementVerdict) -> str:
        """Verdict and name of a requirement."""
        return self.reader.fact(self.reader.verdict(entry.verdict), self.name(entry))

    def meta(self, entry: RequirementVerdict) -> str:
        """What tells the requirement apart: id, route taken, last day, confidence, sources and assumptions."""
        reader, requirement = self.reader, entry.requirement
        parts = [requirement.scheme]
        if entry.best and len(entry.routes) > 1:
            parts.append(reader.say("report.route-taken", route=entry.best.route.label))
        if requirement.applies_until:
            parts.append(reader.say("report.until", day=requirement.applies_until))
        parts.append(reader.say("report.confidence", confidence=reader.label("confidence", entry.confidence)))
        return self.cited(reader.listed(parts), requirement.sources, assumptions_of(entry))

    def causes(self, entry: RequirementVerdict) -> Iterator[str]:
        """Why a requirement has no route to show, and what still opens a ban."""
        if entry.best is None:
            yield self.reader.sentences(reason.message for reason in reasons_of(entry))
        for clause in entry.requirement.exceptions:
            yield self.cited(self.reader.say("report.exception", condition=clause.condition, authority=clause.authority), clause.sources)

    def why(self, entry: ElementVerdict) -> str:
        """What is held and why it counts, or does not."""
        held, grounds = self.reader.evidence(entry), self.reader.grounds(entry)
        return self.cited(self.reader.fact(held, grounds) if held else grounds, sources_of(entry))

    def rest(self, entry: ElementVerdict) -> Iterator[str]:
        """The standards asked for, what is left to do, what is still to be clarified."""
        delta, points = (entry.best.delta, entry.best.open) if entry.best else ((), ())
        for key, texts in (("report.standards", entry.element.standards), ("report.left", delta), ("report.open", points)):
            if texts:
                yield self.reader.fact(self.reader.say(key), self.reader.listed(texts))

    def remarks(self, entry: RequirementVerdict) -> Iterator[tuple[str, str]]:
        """What is open of duties and consignment work, other routes, published fees and times, what makes the requirement due, caveats; names and texts."""
        reader, requirement = self.reader, entry.requirement
        for key, nature in (("report.duties", "duty"), ("report.every-shipment", "consignment")):
            if tasks := open_tasks(entry, nature):
                yield reader.say(key, count=len(tasks)), reader.listed(self._task(task) for task in tasks)
        if len(entry.routes) > 1:
            others = (reader.named(route.route.label, reader.label("verdict", route.verdict)) for route in entry.routes[1:])
            yield reader.say("report.other-routes"), reader.listed(others)
        for notice in notices(entry, reader.report.rates):
            yield reader.text(notice.head), self.cited(reader.text(notice.text), notice.sources)
        for key, note in (("report.due-when", requirement.mandatory_when), ("report.note", requirement.note)):
            if note:
                yield reader.say(key), reader.text(note)

    def _task(self, entry: ElementVerdict) -> str:
        """A duty by its name; whether it is due may not be known."""
        name = self.reader.text(entry.element.label)
        if entry.verdict == "unknown":
            name = self.reader.named(name, self.reader.listed(reason.message for reason in entry.reasons))
        return self.cited(name, sources_of(entry))
