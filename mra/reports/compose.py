"""From a gap report to the page model: the words of the readers, put where the documents want them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from mra.model.report import DestinationReport, GapReport
from mra.model.sheet import VERDICTS
from mra.model.text import Language
from mra.reports.bars import bars
from mra.reports.page import AssumptionLine, Fact, MarketPart, Page, SectionPart
from mra.reports.parts import open_points, sections
from mra.reports.plain import plain_values
from mra.reports.reading import Reader
from mra.reports.resume import answer, glances
from mra.reports.source_lines import source_line_of
from mra.reports.writer import Writer

__all__ = ["page_of"]

#: Heads and labels that the templates ask for by name.
_WORDS: Final = (
    *("contents", "question", "overview", "counts", "bar", "market", "coverage", "glance", "verdict", "element", "why", "left", "open"),
    *("standards", "confidence", "applies", "reason", "duties", "shipments", "route-taken", "other-routes", "assumptions"),
    *("sources", "open-points", "published", "checked", "read-at", "separator", "colon"),
)


def page_of(report: GapReport, language: Language, *, every_route: bool = False) -> Page:
    """The page of ``report`` in ``language``; ``every_route`` brings the elements of the routes not taken as well."""
    reader, other = Reader(report, language), Reader(report, "en" if language == "zh" else "zh")
    return plain_values(_Composer(reader, other, Writer(reader, other, every_route)).page())


def _counts(market: DestinationReport) -> dict[str, int]:
    return {verdict: count for verdict, count in market.summary.items() if count}


@dataclass(frozen=True, slots=True)
class _Composer:
    reader: Reader
    other: Reader
    writer: Writer

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
            rulings=tuple(self.writer.ruling(verdict) for verdict in occurring),
            markets=markets,
            assumptions=tuple(
                AssumptionLine(number=number, text=reader.text(text), other=self.writer.beside(text)) for text, number in self.writer.assumptions.order.items()
            ),
            sources=tuple(source_line_of(report.sources[name], number, reader.language, reader.label) for name, number in self.writer.sources.order.items()),
            disclaimer=reader.say("report.disclaimer"),
            made_from=reader.say("report.made-from", release=report.kb_version),
            words={name: reader.say(f"page.word.{name}") for name in _WORDS} | {"number": reader.say("page.number", page="{page}", pages="{pages}")},
        )

    def question(self) -> tuple[Fact, ...]:
        """What was asked; product and evidence have names that exporters need in both languages."""
        named = [self.reader.say("report.head.product"), self.reader.say("report.head.held")]
        pairs = zip(self.reader.question(), self.other.question(), strict=True)
        markets = self.reader.listed(self.reader.market(market) for market in self.reader.report.destinations)
        facts = [Fact(name=name, text=text, other=other if name in named and other != text else "") for (name, text), (_, other) in pairs]
        return (facts[0], Fact(name=self.reader.say("page.word.market"), text=markets), *facts[1:])

    def market(self, market: DestinationReport) -> MarketPart:
        """One market, still without its bar."""
        reader = self.reader
        parts = tuple(
            SectionPart(key=key, heading=reader.say(f"report.section.{key}"), requirements=tuple(self.writer.requirement(market, entry) for entry in entries))
            for key, entries in sections(market).items()
            if entries
        )
        tallies = (("required", market.summary), ("voluntary", market.voluntary), ("regional", market.regional))
        return MarketPart(
            anchor=market.sheet.destination,
            code=market.sheet.destination,
            name=reader.market(market),
            other=self.writer.beside(market.sheet.label),
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
