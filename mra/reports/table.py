"""The report as an exporter reads it in a terminal or prints it: a head, one block a market, the sources at the end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mra.model.report import DestinationReport, ElementVerdict, GapReport, RequirementVerdict
from mra.model.text import Language
from mra.reports.layout import GAP, beside, clean, display_width, hanging, pad, wrap
from mra.reports.parts import MARKS, judged, open_points, sections
from mra.reports.phrases import Phrases
from mra.reports.reading import Reader, source_line

__all__ = ["DEFAULT_WIDTH", "render"]

DEFAULT_WIDTH: Final = 100
_NARROWEST: Final = 60
_INDENT: Final = 4


def render(report: GapReport, language: Language, *, width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """Plain text of at most ``width`` columns (60 at least; only addresses may be longer); with ``colour``, heads are bold."""
    reader = Reader(report, language)
    page = _Page(reader, Phrases(reader), max(width, _NARROWEST), colour)
    return "\n".join(page.lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    reader: Reader
    phrases: Phrases
    width: int
    colour: bool

    def lines(self) -> Iterator[str]:
        """The whole page."""
        yield from self.head()
        for destination in self.reader.report.destinations:
            yield from ("", *self.market(destination))
        yield from self.end()

    def strong(self, lines: Iterable[str]) -> list[str]:
        """Lines that stand out where the terminal can show it."""
        return [f"\x1b[1m{line}\x1b[0m" if self.colour else line for line in lines]

    def indented(self, text: str, indent: int, more: int = 0) -> list[str]:
        """``text`` wrapped and indented, from the second line on by ``more``."""
        return hanging(text, self.width, " " * indent, " " * (indent + more))

    def heading(self, text: str) -> list[str]:
        """A heading with a line below it."""
        return ["", *self.strong([text]), "-" * display_width(text)]

    def head(self) -> Iterator[str]:
        """What was asked, and with several markets the counts of each."""
        reader = self.reader
        yield from self.strong(wrap(reader.say("report.title", product=reader.report.product_label), self.width))
        facts = reader.question()
        column = max(display_width(name) for name, _ in facts) + GAP
        for name, text in facts:
            yield from hanging(text, self.width, pad(name, column))
        if len(reader.report.destinations) > 1:
            yield ""
            for destination in reader.report.destinations:
                yield from self.indented(reader.fact(reader.market(destination), reader.counts(destination.summary)), 0, GAP)

    def market(self, destination: DestinationReport) -> Iterator[str]:
        """One market."""
        reader, rule = self.reader, "=" * self.width
        yield from (rule, *self.strong(wrap(reader.market(destination), self.width)), rule)
        if warning := reader.warning(destination):
            yield from self.strong(hanging(warning, self.width, "!! "))
        yield from self.indented(reader.coverage(destination), 0, GAP)
        if len(destination.sheet.coverage) > 1:
            yield from self.indented(reader.families(destination), GAP)
        for key, summary in (("required", destination.summary), ("voluntary", destination.voluntary), ("regional", destination.regional)):
            if key == "required" or any(summary.values()):
                yield from self.indented(reader.fact(reader.say(f"report.section.{key}"), reader.counts(summary)), 0, GAP)
        for key, entries in sections(destination).items():
            if entries:
                yield from self.heading(reader.say(f"report.section.{key}"))
            for entry in entries:
                yield from self.not_required(entry) if key == "not-required" else self.requirement(entry)
        if points := open_points(destination):
            yield from self.heading(reader.say("report.section.open-points"))
            for point in points:
                yield from hanging(reader.text(point), self.width, "- ")

    def not_required(self, entry: RequirementVerdict) -> Iterator[str]:
        """A requirement that is none here, in one entry of a compact list."""
        yield from hanging(self.phrases.not_required(entry), self.width, f"{MARKS[entry.verdict]} ")

    def requirement(self, entry: RequirementVerdict) -> Iterator[str]:
        """A requirement: its verdict, what of the evidence counts, what is left to do."""
        yield from ("", *self.strong(self.indented(self.phrases.title(entry), 0, GAP)))
        yield from self.indented(self.phrases.meta(entry), GAP)
        for cause in self.phrases.causes(entry):
            yield from self.indented(cause, _INDENT)
        for element in judged(entry):
            yield from self.element(element)
        for name, text in self.phrases.remarks(entry):
            yield from self.indented(self.reader.fact(name, text), _INDENT, GAP)

    def element(self, entry: ElementVerdict) -> list[str]:
        """A judged element in three columns: verdict; element; what counts and why, and what is left."""
        verdict, element = max(16, self.width // 5), max(14, self.width // 4)
        rest = self.width - _INDENT - verdict - element - 2 * GAP
        word = hanging(self.reader.label("verdict", entry.verdict), verdict, f"{MARKS[entry.verdict]} ")
        why = wrap(self.phrases.why(entry), rest)
        for text in self.phrases.rest(entry):
            why += hanging(text, rest, "", " " * GAP)
        return beside((word, wrap(self.reader.text(entry.element.label), element), why), (verdict, element, rest), _INDENT)

    def end(self) -> Iterator[str]:
        """Assumptions, sources, and what this report is not."""
        reader, assumptions, sources = self.reader, self.phrases.assumptions, self.phrases.sources
        if assumptions.order:
            yield from self.heading(reader.say("report.section.assumptions"))
        for assumption, number in assumptions.order.items():
            yield from hanging(reader.text(assumption), self.width, f"{assumptions.mark(number)} ")
        if sources.order:
            yield from self.heading(reader.say("report.section.sources"))
        for identifier, number in sources.order.items():
            source, mark = reader.report.sources[identifier], f"{sources.mark(number)} "
            yield from hanging(source_line(reader, source), self.width, mark)
            yield " " * len(mark) + clean(source.address)
        yield from ("", *wrap(reader.say("report.disclaimer"), self.width))
        yield from wrap(reader.say("report.made-from", release=reader.report.kb_version), self.width)
