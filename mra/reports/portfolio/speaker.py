"""Names and sentences of a report on a portfolio in one language, and the numbers of what it cites."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mra.ingest.cells import PORTFOLIO_COLUMNS
from mra.language import say
from mra.model.sheet import Verdict
from mra.model.text import Bilingual, Language
from mra.portfolio.found import Cost, Refusal
from mra.recognition.applicability import market_label
from mra.reports.page import Ruling
from mra.reports.parts import MARKS
from mra.reports.phrases import Citations
from mra.reports.portfolio.page import Cell, Head
from mra.reports.portfolio.report import PortfolioReport


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks of ``report`` in ``language``; names stand in the other language beside it."""

    report: PortfolioReport
    language: Language
    sources: Citations[str] = field(default_factory=Citations)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue, its numbers written as people read them."""
        return say(key, **{name: number(value) if isinstance(value, int) else value for name, value in values.items()}).read(self.language)

    def beside(self, text: Bilingual) -> str:
        """``text`` in the other language; empty where it is the same."""
        return "" if text.en == text.zh else text.read("en" if self.language == "zh" else "zh")

    def name(self, label: Bilingual, code: str = "") -> Cell:
        """A name in both languages, with its code."""
        text = label.read(self.language)
        return Cell(text=self.say("report.named", label=text, id=code) if code and code != text else text, other=self.beside(label))

    def market(self, code: str) -> Cell:
        """A market."""
        label = market_label(self.report.knowledge, code)
        return self.name(label, "" if label.en.endswith(f"({code})") else code)

    def scheme(self, requirement: str, *, is_cited: bool = False) -> Cell:
        """A requirement, with its sources where they are cited."""
        scheme = self.report.knowledge.schemes[requirement]
        sources = self.sources.numbers((*scheme.legal_basis, *scheme.sources)) if is_cited else ()
        return Cell(text=scheme.label.read(self.language), other=self.beside(scheme.label), sources=sources)

    def criterion(self, name: str) -> str:
        """What is said of a certificate that fails a criterion."""
        return self.report.integrity.by_id[name].message.read(self.language)

    def column(self, name: str) -> str:
        """A column of the user's table, or an attribute of the product."""
        if name in PORTFOLIO_COLUMNS:
            return self.say(f"certificates.head.{name}").partition("|")[0]
        attribute = self.report.directory.concepts["attribute"].get(name)
        return attribute.label.read(self.language) if attribute else name

    def example(self, refusal: Refusal) -> str:
        """The first row that a rule refused, and what is wrong with it."""
        place = say("table.place.row", sheet=refusal.sheet, line=refusal.row) if refusal.sheet else say("table.place.line", line=refusal.row)
        return self.say("report.fact", name=place, text=refusal.message)

    def ruling(self, verdict: Verdict) -> Ruling:
        """A verdict with mark and word."""
        label = self.report.directory.concepts["verdict"][verdict].label
        return Ruling(key=verdict, mark=MARKS[verdict], word=label.read(self.language), other=self.beside(label))

    def label(self, concepts: str, notation: str) -> str:
        """The label of an entry of a concept list."""
        return self.report.directory.concepts[concepts][notation].label.read(self.language)

    def amount(self, costs: tuple[Cost, ...]) -> str:
        """What something costs at least, one amount a currency; empty where nothing is recorded."""
        found = self.report.amounts(costs)
        return self.listed(f"{currency} {amount:,}" for currency, amount in found.items())

    def listed(self, texts: Iterable[str]) -> str:
        """Several names as one list."""
        return self.say("report.name-separator").join(texts)

    def head(self, key: str, *, is_number: bool = False, width: int = 1) -> Head:
        """The head of a column."""
        label = say(f"portfolio-report.column.{key}")
        return Head(text=label.read(self.language), other=self.beside(label), is_number=is_number, width=width)


def number(count: int) -> str:
    """A number as people of both languages read it.

    >>> number(116000)
    '116,000'
    """
    return f"{count:,}"


def counted(count: int) -> Cell:
    """A number in a cell."""
    return Cell(text=number(count), number=count)
