"""The report as Markdown, for a ticket, a wiki or a letter: like the table, with the open points of the review in full."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mra.model.report import DestinationReport, ElementVerdict, GapReport, RequirementVerdict
from mra.model.text import Language
from mra.reports.layout import clean
from mra.reports.parts import judged, open_points, sections
from mra.reports.phrases import Phrases
from mra.reports.reading import Reader, source_line

__all__ = ["plain", "render"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#])")
_ADDRESS: Final = re.compile(r"https?://[^\s<>]+")


def render(report: GapReport, language: Language) -> str:
    """CommonMark with tables; every text of the report is escaped."""
    reader = Reader(report, language)
    return "\n".join(_Page(reader, Phrases(reader)).lines()) + "\n"


def plain(text: str) -> str:
    r"""``text`` on one line, with nothing in it that Markdown would read as a sign of its own.

    >>> plain("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(clean(text).split())).replace("&", "&amp;")


@dataclass(frozen=True, slots=True)
class _Page:
    reader: Reader
    phrases: Phrases

    def lines(self) -> Iterator[str]:
        """The whole page."""
        reader, report = self.reader, self.reader.report
        yield from (f"# {plain(reader.say('report.title', product=report.product_label))}", "")
        yield from (self.point(name, text) for name, text in reader.question())
        if len(report.destinations) > 1:
            yield ""
            keys = ("report.column.destination", "report.section.required", "report.column.coverage")
            yield from self.table(keys, (self.overview(destination) for destination in report.destinations))
        for destination in report.destinations:
            yield from ("", *self.market(destination))
        yield from self.end()

    def overview(self, destination: DestinationReport) -> tuple[str, ...]:
        """A market in one row."""
        reader = self.reader
        return reader.market(destination), reader.counts(destination.summary), reader.label("coverage-level", destination.coverage)

    def point(self, name: str, text: str) -> str:
        """An entry of a list: the name in bold, then the text."""
        return f"- {self.reader.fact(f'**{plain(name)}**', plain(text))}"

    def table(self, keys: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        """A table with heads out of the catalogue."""
        heads = [plain(self.reader.say(key)) for key in keys]
        yield f"| {' | '.join(heads)} |"
        yield f"|{' --- |' * len(heads)}"
        for row in rows:
            yield f"| {' | '.join(plain(cell) for cell in row)} |"

    def heading(self, level: int, text: str) -> tuple[str, str]:
        """A heading and the empty line after it."""
        return f"{'#' * level} {plain(text)}", ""

    def market(self, destination: DestinationReport) -> Iterator[str]:
        """One market."""
        reader = self.reader
        yield from self.heading(2, reader.market(destination))
        if warning := reader.warning(destination):
            yield from (f"> **{plain(warning)}**", "")
        yield f"- {plain(reader.coverage(destination))}"
        if destination.sheet.coverage:
            yield f"- {plain(reader.families(destination))}"
        for key, summary in (("required", destination.summary), ("voluntary", destination.voluntary), ("regional", destination.regional)):
            if key == "required" or any(summary.values()):
                yield self.point(reader.say(f"report.section.{key}"), reader.counts(summary))
        for key, entries in sections(destination).items():
            if entries:
                yield from ("", *self.heading(3, reader.say(f"report.section.{key}")))
            if key == "not-required":
                yield from (f"- {plain(self.phrases.not_required(entry))}" for entry in entries)
            else:
                for number, entry in enumerate(entries):
                    yield from (*([""] if number else []), *self.requirement(entry))
        if points := open_points(destination):
            yield from ("", *self.heading(3, reader.say("report.section.open-points")))
            yield from (f"- {plain(reader.text(point))}" for point in points)

    def requirement(self, entry: RequirementVerdict) -> Iterator[str]:
        """A requirement: its verdict, what of the evidence counts, what is left to do."""
        phrases = self.phrases
        yield from self.heading(4, phrases.title(entry))
        yield plain(phrases.meta(entry))
        for cause in phrases.causes(entry):
            yield from ("", plain(cause))
        if elements := judged(entry):
            yield ""
            keys = ("report.column.verdict", "report.column.element", "report.column.reason", "report.column.remaining")
            yield from self.table(keys, (self.row(element) for element in elements))
        remarks = [self.point(name, text) for name, text in phrases.remarks(entry)]
        yield from (["", *remarks] if remarks else [])

    def row(self, entry: ElementVerdict) -> tuple[str, ...]:
        """A judged element."""
        reader, phrases = self.reader, self.phrases
        return reader.verdict(entry.verdict), reader.text(entry.element.label), phrases.why(entry), reader.listed(phrases.rest(entry))

    def end(self) -> Iterator[str]:
        """Assumptions, sources, and what this report is not."""
        reader, assumptions, sources = self.reader, self.phrases.assumptions, self.phrases.sources
        if assumptions.order:
            yield from ("", *self.heading(2, reader.say("report.section.assumptions")))
        for assumption, number in assumptions.order.items():
            yield f"- {plain(assumptions.mark(number))} {plain(reader.text(assumption))}"
        if sources.order:
            yield from ("", *self.heading(2, reader.say("report.section.sources")))
        for identifier, number in sources.order.items():
            source = reader.report.sources[identifier]
            address = f"<{source.address}>" if _ADDRESS.fullmatch(source.address) else plain(source.address)
            yield f"- {plain(sources.mark(number))} {plain(source_line(reader, source))} {address}"
        yield from ("", plain(reader.say("report.disclaimer")))
        yield from ("", plain(reader.say("report.made-from", release=reader.report.kb_version)))
