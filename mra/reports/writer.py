"""Requirements, routes and elements of the page model, and the numbers of what they cite."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mra.model.cost import What
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict, RouteVerdict
from mra.model.sheet import Verdict
from mra.model.text import Bilingual
from mra.reports.money import figure, figure_sources, notices
from mra.reports.page import Cited, CitedFact, ElementPart, Fact, RequirementPart, RoutePart, Ruling
from mra.reports.parts import MARKS, assumptions_of, deserves_row, reasons_of, sources_of
from mra.reports.phrases import Citations
from mra.reports.reading import Reader

__all__ = ["Writer"]


@dataclass(frozen=True, slots=True)
class Writer:
    """Reads a report in one language, names things in the other as well, and remembers what was cited.

    ``every_route``: the routes not taken bring their elements as well.
    """

    reader: Reader
    other: Reader
    every_route: bool
    sources: Citations[str] = field(default_factory=Citations)
    assumptions: Citations[Bilingual] = field(default_factory=lambda: Citations("A"))

    def beside(self, text: Bilingual) -> str:
        """``text`` in the other language; empty where it is the same."""
        return "" if text.en == text.zh else self.other.text(text)

    def ruling(self, verdict: Verdict) -> Ruling:
        """A verdict with mark and word."""
        return Ruling(key=verdict, mark=MARKS[verdict], word=self.reader.label("verdict", verdict), other=self.other.label("verdict", verdict))

    def cited(self, text: str, sources: Iterable[str], assumptions: Iterable[Bilingual] = ()) -> Cited:
        """A statement with the numbers of what it rests on."""
        return Cited(text=text, sources=self.sources.numbers(sources), assumptions=self.assumptions.numbers(assumptions))

    def requirement(self, market: DestinationReport, entry: RequirementVerdict) -> RequirementPart:
        """A requirement with the route taken first."""
        reader, requirement = self.reader, entry.requirement
        due = (("report.due-when", requirement.mandatory_when), ("report.note", requirement.note))
        return RequirementPart(
            anchor=f"{market.sheet.destination}-{requirement.scheme}",
            scheme=requirement.scheme,
            ruling=self.ruling(entry.verdict),
            name=reader.named(requirement.label, requirement.where) if requirement.where else reader.text(requirement.label),
            other=self.beside(requirement.label),
            region=requirement.where or "",
            confidence=reader.label("confidence", entry.confidence),
            applies_from=requirement.applies_from.isoformat() if requirement.applies_from else "",
            applies_until=requirement.applies_until.isoformat() if requirement.applies_until else "",
            authority=reader.text(requirement.authority) if requirement.authority else "",
            facts=tuple(self.facts(entry)),
            why=self.cited(reader.sentences(reason.message for reason in reasons_of(entry)), requirement.sources, assumptions_of(entry)),
            exceptions=tuple(
                self.cited(reader.say("page.exception", condition=clause.condition, authority=clause.authority), clause.sources)
                for clause in requirement.exceptions
            ),
            routes=tuple(self.route(route, full=self.every_route or not number) for number, route in enumerate(entry.routes)),
            notes=tuple(Fact(name=reader.say(key), text=reader.text(note)) for key, note in due if note),
            published=tuple(
                CitedFact(name=reader.text(notice.head), said=self.cited(reader.text(notice.text), notice.sources))
                for notice in notices(entry, reader.report.rates)
            ),
            to_do=entry.to_do,
        )

    def facts(self, entry: RequirementVerdict) -> Iterable[Fact]:
        """What tells a requirement apart; what is empty is left out."""
        requirement, authority = entry.requirement, entry.requirement.authority
        found = (
            ("scheme", requirement.scheme, ""),
            ("authority", self.reader.text(authority) if authority else "", self.beside(authority) if authority else ""),
            ("from", requirement.applies_from, ""),
            ("until", requirement.applies_until, ""),
            ("region", requirement.where, ""),
        )
        yield from (Fact(name=self.reader.say(f"page.fact.{name}"), text=str(text), other=other) for name, text, other in found if text)
        if entry.best and len(entry.routes) > 1:
            yield Fact(name=self.reader.say("page.word.route-taken"), text=self.reader.text(entry.best.route.label))

    def route(self, route: RouteVerdict, *, full: bool) -> RoutePart:
        """A route, with its elements where they are shown."""
        elements = tuple(self.element(element) for element in route.elements) if full else ()
        return RoutePart(name=self.reader.text(route.route.label), ruling=self.ruling(route.verdict), elements=elements)

    def element(self, entry: ElementVerdict) -> ElementPart:
        """An element: what is held that touches it, why it counts or not, what is left."""
        reader, element, best = self.reader, entry.element, entry.best
        return ElementPart(
            place="row" if deserves_row(entry) else element.nature,
            ruling=self.ruling(entry.verdict),
            name=reader.text(element.label),
            other=self.beside(element.label),
            nature=reader.label("nature", element.nature),
            frequency=reader.label("frequency", element.frequency),
            standards=element.standards,
            evidence=reader.evidence(entry),
            why=self.cited(reader.grounds(entry), sources_of(entry), best.assumptions if best else ()),
            left=tuple(reader.text(text) for text in (best.delta if best else ())),
            open=tuple(reader.text(text) for text in (best.open if best else ())),
            confidence=reader.label("confidence", entry.confidence),
            fees=self.figures(entry, "fee"),
            times=self.figures(entry, "days"),
        )

    def figures(self, entry: ElementVerdict, what: What) -> Cited:
        """What is published of the fees or of the times of an element."""
        found = [published for published in entry.element.figures if published.what == what]
        return self.cited(self.reader.listed(map(figure, found)), figure_sources(found))
