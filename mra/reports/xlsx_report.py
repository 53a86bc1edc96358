"""The report as a workbook: overview, requirements, elements of all routes, sources, assumptions."""

from collections.abc import Iterable, Iterator

from mra.language import say
from mra.model.report import GapReport
from mra.model.text import Bilingual, Language
from mra.reports.compose import page_of
from mra.reports.page import Cited, ElementPart, Fact, MarketPart, Page, RequirementPart, RoutePart, Ruling, SourceLine
from mra.reports.workbook import Cell, Column, Link, Table, Word, workbook

__all__ = ["render"]


def render(report: GapReport, language: Language) -> bytes:
    """Five sheets; each row names its market and requirement, so that it can be sorted, filtered and copied."""
    page = page_of(report, language, every_route=True)
    sheets = _Sheets(page)
    tables = [sheets.summary(), sheets.requirements(), sheets.elements(), sheets.sources(), sheets.assumptions()]
    return workbook(tables, language, title=page.title, day=page.as_of, foot=f"{page.disclaimer} {page.made_from}")


def _column(key: str, widest: int = 40, *, is_bar: bool = False) -> Column:
    return Column(head=say(f"page.column.{key}"), widest=widest, is_bar=is_bar)


def _sheet_name(key: str) -> str:
    """The name of a sheet in both languages."""
    name = say(f"page.sheet.{key}")
    return f"{name.zh} {name.en}"


class _Sheets:
    """The sheets of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beside = _column("name-en" if page.language == "zh" else "name-zh", 28)

    def requirements_of(self) -> Iterator[tuple[MarketPart, str, RequirementPart]]:
        """Every requirement with its market and its standing."""
        for market in self.page.markets:
            for section in market.sections:
                yield from ((market, section.heading, entry) for entry in section.requirements)

    def joined(self, texts: Iterable[str]) -> str:
        """Several texts, one a line."""
        return "\n".join(texts)

    def facts(self, facts: Iterable[Fact]) -> str:
        """Names and texts, one pair a line."""
        return self.joined(f"{fact.name}{self.page.words['colon']}{fact.text}{f' / {fact.other}' if fact.other else ''}" for fact in facts)

    def summary(self) -> Table:
        """What was asked, and a row for each market."""
        page = self.page
        above = [(page.title, ""), *((fact.name, f"{fact.text}{f' / {fact.other}' if fact.other else ''}") for fact in page.question)]
        above += [("", page.disclaimer), ("", page.made_from), ("", "")]
        counts = [Column(head=self.both(ruling), widest=13, is_bar=True) for ruling in page.rulings]
        columns = [_column("market", 22), self.beside, _column("code", 8), _column("answer", 50), *counts, _column("coverage", 14), _column("reviewed", 12)]
        rows = [self.market(market) for market in page.markets]
        return Table(name=_sheet_name("summary"), columns=columns, rows=rows, above=above)

    def market(self, market: MarketPart) -> tuple[Cell, ...]:
        """The cells of a market."""
        counts = (market.counts.get(ruling.key, 0) for ruling in self.page.rulings)
        return market.name, market.other, market.code, market.answer, *counts, market.level, market.reviewed

    def both(self, ruling: Ruling) -> Bilingual:
        """The word of a verdict in both languages, with its mark."""
        first, second = f"{ruling.mark} {ruling.word}", f"{ruling.mark} {ruling.other}"
        return Bilingual(second, first) if self.page.language == "zh" else Bilingual(first, second)

    def requirements(self) -> Table:
        """One row a requirement."""
        names = (
            ("standing", 14),
            ("verdict", 14),
            ("confidence", 8),
            ("why", 36),
            ("to-do", 8),
            ("authority", 24),
            ("notes", 42),
            ("from", 10),
            ("until", 10),
            ("charges", 48),
        )
        columns = [*self.head_columns(), *(_column(*name) for name in names), _column("region", 10), *self.cited_columns()]
        rows = [self.requirement(*found) for found in self.requirements_of()]
        return Table(name=_sheet_name("requirements"), columns=columns, rows=rows)

    def requirement(self, market: MarketPart, heading: str, entry: RequirementPart) -> tuple[Cell, ...]:
        """The cells of a requirement."""
        verdict = (heading, _word(entry.ruling), entry.confidence, entry.why.text, entry.to_do)
        published = self.joined(f"{fact.name}{self.page.words['colon']}{fact.said.text}" for fact in entry.published)
        rest = (entry.authority, self.notes(entry), entry.applies_from, entry.applies_until, published, entry.region)
        return (*self.head(market, entry), *verdict, *rest, *_numbers(entry.why, *(fact.said for fact in entry.published)))

    def head_columns(self) -> list[Column]:
        """What tells a requirement apart, at the left of every row."""
        return [_column("code", 6), _column("requirement", 28), self.beside, _column("scheme", 20)]

    @staticmethod
    def head(market: MarketPart, entry: RequirementPart) -> tuple[Cell, ...]:
        """The cells for ``head_columns``."""
        return market.code, entry.name, entry.other, entry.scheme

    @staticmethod
    def cited_columns() -> list[Column]:
        """Numbers that lead to the sheets of sources and assumptions."""
        return [_column("source-numbers", 12), _column("assumption-numbers", 12)]

    def notes(self, entry: RequirementPart) -> str:
        """Exceptions, the route taken and the others, caveats."""
        taken = [f"{self.page.words['route-taken']}{self.page.words['colon']}{entry.routes[0].name}"] if len(entry.routes) > 1 else []
        routes = [f"{self.page.words['other-routes']}{self.page.words['colon']}{route.name} — {route.ruling.word}" for route in entry.routes[1:]]
        return self.joined([*(clause.text for clause in entry.exceptions), *taken, *routes, *([self.facts(entry.notes)] if entry.notes else [])])

    def elements(self) -> Table:
        """One row an element, of every route."""
        names = (("route", 20), ("taken", 8), ("element", 28))
        more = (
            ("nature", 12),
            ("frequency", 12),
            ("verdict", 20),
            ("evidence", 24),
            ("why", 44),
            ("left", 40),
            ("open", 36),
            ("standards", 20),
            ("confidence", 8),
            ("fees", 30),
            ("times", 24),
        )
        columns = [*self.head_columns(), *(_column(*name) for name in names), self.beside, *(_column(*name) for name in more), *self.cited_columns()]
        rows = [
            (*self.head(market, entry), *self.element(route, element, is_taken=not number))
            for market, _, entry in self.requirements_of()
            for number, route in enumerate(entry.routes)
            for element in route.elements
        ]
        return Table(name=_sheet_name("elements"), columns=columns, rows=rows)

    def element(self, route: RoutePart, element: ElementPart, *, is_taken: bool) -> tuple[Cell, ...]:
        """The cells of an element."""
        taken = say("report.yes" if is_taken else "report.no").read(self.page.language)
        kind = (route.name, taken, element.name, element.other, element.nature, element.frequency, _word(element.ruling))
        rest = (self.joined(element.left), self.joined(element.open), self.joined(element.standards), element.confidence, element.fees.text, element.times.text)
        return (*kind, element.evidence, element.why.text, *rest, *_numbers(element.why, element.fees, element.times))

    def sources(self) -> Table:
        """One row a source."""
        names = (("number", 7), ("title", 40))
        more = (("publisher", 24), ("tier", 14), ("address", 48), ("read-at", 36), ("published", 11), ("checked", 11), ("confidence", 8))
        columns = [*(_column(*name) for name in names), self.beside, *(_column(*name) for name in more)]
        rows = [_source(line) for line in self.page.sources]
        return Table(name=_sheet_name("sources"), columns=columns, rows=rows)

    def assumptions(self) -> Table:
        """One row an assumption."""
        columns = [_column("number", 7), _column("text", 70), Column(head=self.beside.head, widest=70)]
        rows = [(f"A{line.number}", line.text, line.other) for line in self.page.assumptions]
        return Table(name=_sheet_name("assumptions"), columns=columns, rows=rows)


def _word(ruling: Ruling) -> Word:
    return Word(f"{ruling.mark} {ruling.word}", ruling.key)


def _source(line: SourceLine) -> tuple[Cell, ...]:
    address = Link(line.address) if line.is_link else line.address
    return line.number, line.title, line.other, line.publisher, line.tier, address, line.read_at, line.published, line.checked, line.confidence


def _numbers(*statements: Cited) -> tuple[str, str]:
    sources = sorted({number for cited in statements for number in cited.sources})
    assumptions = sorted({number for cited in statements for number in cited.assumptions})
    return ", ".join(map(str, sources)), ", ".join(f"A{number}" for number in assumptions)
