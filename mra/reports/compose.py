"""From a gap report to the page model: the words of the readers, put where the documents want them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Final, TypeVar

from mra.model.report import DestinationReport, ElementVerdict, GapReport, RequirementVerdict, RouteVerdict
from mra.model.sheet import VERDICTS, Verdict
from mra.model.text import Bilingual, Language
from mra.reports.bars import bars
from mra.reports.layout import clean
from mra.reports.page import (
    AssumptionLine,
    Cited,
    ElementPart,
    Fact,
    MarketPart,
    Page,
    RequirementPart,
    RoutePart,
    Ruling,
    SectionPart,
    SourceLine,
)
from mra.reports.parts import MARKS, assumptions_of, deserves_row, open_points, reasons_of, sections, sources_of
from mra.reports.phrases import Citations
from mra.reports.reading import Reader
from mra.reports.resume import answer, glances

__all__ = ["page_of"]

#: Heads and labels that the templates ask for by name.
_WORDS: Final = (
    *("contents", "question", "overview", "counts", "bar", "market", "answer", "coverage", "glance", "verdict", "element", "why", "left", "open"),
    *("standards", "confidence", "applies", "requirement", "reason", "duties", "shipments", "route-taken", "other-routes", "assumptions"),
    *("sources", "open-points", "published", "checked", "read-at", "separator", "colon"),
)
_LINK: Final = re.compile(r"https?://[^\s<>\"]+")
T = TypeVar("T")


def page_of(report: GapReport, language: Language, *, every_route: bool = False) -> Page:
    """The page of ``report`` in ``language``; ``every_route`` brings the elements of the routes not taken as well."""
    return _plain(_Composer(Reader(report, language), Reader(report, "en" if language == "zh" else "zh"), every_route, Citations(), Citations("A")).page())


def _plain(value: T) -> T:
    """``value`` with every text in it on one line and without signs that steer."""
    if isinstance(value, str):
        return " ".join(clean(value).split()) if value.strip() else value  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(_plain, value))  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _plain(getattr(value, part.name)) for part in fields(value)})
    return value


def _counts(market: DestinationReport) -> dict[str, int]:
    return {verdict: count for verdict, count in market.summary.items() if count}


@dataclass(frozen=True, slots=True)
class _Composer:
    reader: Reader
    other: Reader
    every_route: bool
    sources: Citations[str]
    assumptions: Citations[Bilingual]

    def page(self) -> Page:
        """The whole page; the numbers of sources follow from the order in which the markets cite them."""
        reader, report = self.reader, self.reader.report
        occurring = tuple(verdict for verdict in VERDICTS if any(market.summary.get(verdict) for market in report.destinations))
        drawn = bars([_counts(market) for market in report.destinations], occurring)
        markets = tuple(replace(self.market(market), bar=bar) for market, bar in zip(report.destinations, drawn, strict=True))
        return Page(
            language=reader.language,
            title=reader.say("report.title", product=report.product_label),
            product=reader.text(report.product_label),
            as_of=report.as_of,
            release=report.kb_version,
            question=self.question(),
            rulings=tuple(self.ruling(verdict) for verdict in occurring),
            markets=markets,
            assumptions=tuple(
                AssumptionLine(number=number, text=reader.text(text), other=self.beside(text)) for text, number in self.assumptions.order.items()
            ),
            sources=tuple(self.source(name, number) for name, number in self.sources.order.items()),
            disclaimer=reader.say("report.disclaimer"),
            made_from=reader.say("report.made-from", release=report.kb_version),
            words={name: reader.say(f"page.word.{name}") for name in _WORDS} | {"number": reader.say("page.number", page="{page}", pages="{pages}")},
        )

    def beside(self, text: Bilingual) -> str:
        """``text`` in the other language; empty where it is the same."""
        return "" if text.en == text.zh else self.other.text(text)

    def question(self) -> tuple[Fact, ...]:
        """What was asked; product and evidence have names that exporters need in both languages."""
        named = [self.reader.say("report.head.product"), self.reader.say("report.head.held")]
        pairs = zip(self.reader.question(), self.other.question(), strict=True)
        markets = self.reader.listed(self.reader.market(market) for market in self.reader.report.destinations)
        facts = [Fact(name=name, text=text, other=other if name in named and other != text else "") for (name, text), (_, other) in pairs]
        return (facts[0], Fact(name=self.reader.say("page.word.market"), text=markets), *facts[1:])

    def ruling(self, verdict: Verdict) -> Ruling:
        """A verdict with mark and word."""
        return Ruling(key=verdict, mark=MARKS[verdict], word=self.reader.label("verdict", verdict), other=self.other.label("verdict", verdict))

    def market(self, market: DestinationReport) -> MarketPart:
        """One market, still without its bar."""
        reader = self.reader
        parts = tuple(
            SectionPart(key=key, heading=reader.say(f"report.section.{key}"), requirements=tuple(self.requirement(market, entry) for entry in entries))
            for key, entries in sections(market).items()
            if entries
        )
        tallies = (("required", market.summary), ("voluntary", market.voluntary), ("regional", market.regional))
        return MarketPart(
            anchor=market.sheet.destination,
            code=market.sheet.destination,
            name=reader.market(market),
            other=self.beside(market.sheet.label),
            answer=answer(reader, market),
            warning=reader.warning(market),
            coverage=reader.coverage(market),
            level=reader.label("coverage-level", market.coverage),
            reviewed=market.reviewed.isoformat() if market.reviewed else reader.say("report.never"),
            families=tuple(self.families(market)),
            tallies=tuple(Fact(name=reader.say(f"report.section.{key}"), text=reader.counts(summary)) for key, summary in tallies if any(summary.values())),
            counts=_counts(market),
            bar=(),
            glances=glances(reader, market),
            sections=parts,
            open_points=tuple(reader.text(point) for point in open_points(market)),
        )

    def families(self, market: DestinationReport) -> Iterable[Fact]:
        """The requirement families that touch the product, level by level."""
        levels: dict[str, list[str]] = {}
        for family in market.sheet.coverage:
            levels.setdefault(family.level, []).append(self.reader.text(family.label))
        names = self.reader.say("report.name-separator")
        return (Fact(name=self.reader.label("coverage-level", level), text=names.join(found)) for level, found in levels.items())

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
        )

    def source(self, name: str, number: int) -> SourceLine:
        """A source in full."""
        reader, source = self.reader, self.reader.report.sources[name]
        return SourceLine(
            number=number,
            title=reader.text(source.title),
            other=self.beside(source.title),
            publisher=source.publisher,
            tier=reader.label("tier", source.tier),
            address=source.address,
            is_link=bool(_LINK.fullmatch(source.address)),
            read_at=source.read_at if source.read_at and source.read_at != source.address else "",
            published=source.published.isoformat() if source.published else "",
            checked=source.checked.isoformat(),
            confidence=reader.label("confidence", source.trust),
        )
