"""The report as a table for spreadsheets: one row an element, one for a requirement that has none."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from mra.model.cell import safe
from mra.model.report import DestinationReport, ElementVerdict, GapReport, RequirementVerdict, RouteVerdict
from mra.model.sheet import SheetRequirement
from mra.model.text import Language
from mra.reports.money import figure, figure_sources, outlay
from mra.reports.parts import assumptions_of, reasons_of, sources_of
from mra.reports.reading import Reader

__all__ = ["COLUMNS", "render"]

COLUMNS: Final = (
    "destination",
    "requirement",
    "scheme",
    "mandatory",
    "requirement-verdict",
    "route",
    "element",
    "nature",
    "element-verdict",
    "confidence",
    "reason",
    "remaining",
    "assumptions",
    "evidence",
    "standards",
    "applies-from",
    "applies-until",
    "sources",
    "checked",
    "where",
    "route-verdict",
    "note",
    "fees",
    "times",
    "cost-left",
    "time-left",
    "product",
    "as-of",
    "held",
    "release",
    "disclaimer",
)
#: How many columns are about fees and times.
_COSTS: Final = 4
_BOM: Final = "\ufeff"


def render(report: GapReport, language: Language) -> str:
    """The table with a byte order mark and CRLF, as Excel wants it; every cell is quoted, so that codes stay text."""
    reader = Reader(report, language)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(reader.say(f"report.column.{column}") for column in COLUMNS)
    every_row = _every_row(reader)
    for destination in report.destinations:
        rows = [*_unread(reader, destination), *(row for entry in destination.requirements for row in _rows(reader, destination, entry))]
        writer.writerows([safe(cell) for cell in (*row, *every_row)] for row in rows)
    return _BOM + buffer.getvalue()


def _every_row(reader: Reader) -> tuple[str, ...]:
    """What was asked and what this is not, beside every row, as rows are sorted, filtered and copied."""
    report = reader.report
    held = reader.listed(reader.held(piece) for piece in report.held)
    return reader.named(report.product_label, report.product), report.as_of.isoformat(), held, report.kb_version, reader.say("report.disclaimer")


def _unread(reader: Reader, destination: DestinationReport) -> Iterator[Sequence[str]]:
    """One row for each requirement family, and for a region, that nobody has reviewed: a market without rows would read as one without requirements."""
    blank = [""] * (COLUMNS.index("product") - COLUMNS.index("reason") - 1)
    unread = [family.label for family in destination.sheet.coverage if family.level == "unknown"]
    said = [(reader.say("report.family-coverage", family=label), reader.say("report.nothing-reviewed")) for label in unread]
    said += [(reader.say("report.section.regional"), reader.text(text)) for text in reader.region(destination)]
    for name, text in said:
        yield reader.market(destination), name, "", "", reader.label("verdict", "unknown"), "", "", "", "", "", text, *blank


def _rows(reader: Reader, destination: DestinationReport, entry: RequirementVerdict) -> Iterator[Sequence[str]]:
    requirement = entry.requirement
    head = (
        reader.market(destination),
        reader.text(requirement.label),
        requirement.scheme,
        reader.say("report.yes" if requirement.mandatory else "report.no"),
        reader.label("verdict", entry.verdict),
    )
    dates = (_day(requirement.applies_from), _day(requirement.applies_until))
    where, note = requirement.where or "", _note(reader, requirement)
    for route in entry.routes:
        for element in route.elements:
            end = (where, reader.label("verdict", route.verdict), note, *_figures(reader, element), *_left(reader, route))
            sources = dict.fromkeys((*sources_of(element), *figure_sources(element.element.figures)))
            yield (*head, *_element(reader, entry, route, element), *dates, *_sources(reader, sources), *end)
    if not any(route.elements for route in entry.routes):
        reason = reader.sentences(found.message for found in reasons_of(entry))
        rest = reader.listed(clause.condition for clause in requirement.exceptions)
        assumed = reader.listed(assumptions_of(entry))
        trust = reader.label("confidence", entry.confidence)
        end = (where, "", note, *[""] * _COSTS)
        yield (*head, "", "", "", "", trust, reason, rest, assumed, "", "", *dates, *_sources(reader, requirement.sources), *end)


def _note(reader: Reader, requirement: SheetRequirement) -> str:
    due = [reader.fact(reader.say("report.due-when"), requirement.mandatory_when)] if requirement.mandatory_when else []
    return reader.listed([*due, *([requirement.note] if requirement.note else [])])


def _element(reader: Reader, entry: RequirementVerdict, route: RouteVerdict, element: ElementVerdict) -> Iterator[str]:
    best = element.best
    yield reader.text(route.route.label)
    yield reader.text(element.element.label)
    yield reader.label("nature", element.element.nature)
    yield reader.label("verdict", element.verdict)
    yield reader.label("confidence", element.confidence)
    yield reader.grounds(element)
    yield reader.listed((*best.delta, *best.open) if best else ())
    yield reader.listed((*entry.requirement.assumptions, *(best.assumptions if best else ())))
    yield reader.evidence(element)
    yield reader.listed(element.element.standards)


def _figures(reader: Reader, element: ElementVerdict) -> Iterator[str]:
    """What is published of the fees and of the times of an element."""
    for what in ("fee", "days"):
        yield reader.listed(figure(found) for found in element.element.figures if found.what == what)


def _left(reader: Reader, route: RouteVerdict) -> Iterator[str]:
    """What is left on the route costs and takes at least, so far as it is published; the same in every row of the route."""
    for text in (outlay(route.cost, reader.report.rates), outlay(route.lead_time, None)):
        yield reader.text(text) if text else ""


def _sources(reader: Reader, identifiers: Iterable[str]) -> tuple[str, str]:
    """Titles with addresses, and the day on which the source was checked that was checked longest ago."""
    sources = [reader.report.sources[identifier] for identifier in identifiers]
    cited = (reader.say("report.source-cell", title=source.title, address=source.address) for source in sources)
    return reader.listed(cited), _day(min((source.checked for source in sources), default=None))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
