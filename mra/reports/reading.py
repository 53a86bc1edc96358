"""How a report is read aloud in one language: its words, its lists, what was asked, how far a market was read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mra.language import say
from mra.model.report import DestinationReport, ElementVerdict, GapReport, HeldEvidence
from mra.model.sheet import VERDICTS, Verdict
from mra.model.source import Source
from mra.model.text import Bilingual, Language
from mra.reports.money import rates
from mra.reports.parts import MARKS, assumptions_of, is_regional, open_points, reasons_of, sources_of

__all__ = ["MARKS", "Reader", "assumptions_of", "is_regional", "reasons_of", "shown", "source_line", "sources_of"]

#: The criterion that only repeats that a partial acceptance is partial.
_REPEATS_PARTIAL: Final = "acceptance-complete"
#: Acceptances that would leave nothing to do if all their conditions were met.
_WITHOUT_REST: Final = frozenset({"as_is", "formality"})
_MANY_CODES: Final = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """A report and the language in which it is read."""

    report: GapReport
    language: Language

    def text(self, text: Bilingual) -> str:
        """A text of the report."""
        return text.read(self.language)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue."""
        return say(key, **values).read(self.language)

    def label(self, concepts: str, notation: str) -> str:
        """The label of a concept; its notation if the report brings none."""
        label = self.report.labels.get(concepts, {}).get(notation)
        return self.text(label) if label else notation

    def verdict(self, verdict: Verdict) -> str:
        """Mark and word."""
        return f"{MARKS[verdict]} {self.label('verdict', verdict)}"

    def named(self, label: Bilingual | str, identifier: object) -> str:
        """A label with what tells it apart in brackets."""
        return self.say("report.named", label=label, id=identifier)

    def fact(self, name: Bilingual | str, text: Bilingual | str) -> str:
        """A name and what there is to say."""
        return self.say("report.fact", name=name, text=text)

    def listed(self, texts: Iterable[Bilingual | str]) -> str:
        """Several texts as one list, each once and without its full stop."""
        read = [text if isinstance(text, str) else self.text(text) for text in texts]
        return self.say("report.list-separator").join(dict.fromkeys(text.rstrip("。").removesuffix(".") for text in read))

    def goods_codes(self, codes: Sequence[str]) -> str:
        """The codes of a product; a wide group has dozens, of which the first stand for all: the scope decides, not the code."""
        listed = self.listed(codes[:_MANY_CODES])
        return listed if len(codes) <= _MANY_CODES else self.say("report.goods-codes", codes=listed, count=len(codes))

    def sentences(self, texts: Iterable[Bilingual]) -> str:
        """Several sentences, each once."""
        return ("" if self.language == "zh" else " ").join(dict.fromkeys(self.text(text) for text in texts))

    def counts(self, summary: Mapping[Verdict, int]) -> str:
        """How many of each verdict; verdicts that do not occur are left out."""
        found = [f"{self.verdict(verdict)} {summary[verdict]}" for verdict in VERDICTS if summary.get(verdict)]
        return self.listed(found) or self.say("report.none-recorded")

    def held(self, piece: HeldEvidence) -> str:
        """A piece of evidence with its id and what is known of it; a certificate that does not count is marked so."""
        known = ",".join(f"{name}={value}" for name, value in piece.held.qualifiers.items())
        named = self.named(piece.label, f"{piece.held.kind}:{known}" if known else piece.held.kind)
        return self.fact(named, self.say("usability.no")) if piece.usable == "no" else named

    def attributes(self, *, assumed: bool) -> str:
        """The product's attributes that were given, or those that are only its group's defaults."""
        known = self.report.labels.get("attribute", {})
        return self.listed(
            self.named(self.label("attribute", name if name in known else name.partition(".")[0]), f"{name}={shown(value)}")
            for name, value in self.report.attributes.items()
            if (name in self.report.assumed) is assumed
        )

    def evidence(self, entry: ElementVerdict) -> str:
        """What is held that was judged against the element; empty if nothing comes near it."""
        return " + ".join(self.label("kind", kind) for kind in entry.best.kinds) if entry.best else ""

    def grounds(self, entry: ElementVerdict) -> str:
        """Why the element has its verdict, as sentences; how a basis is accepted stands first."""
        if entry.best is None or entry.best.path.how is None or entry.verdict != "partial":
            return self.sentences(reason.message for reason in entry.reasons)
        path, delta = entry.best.path, entry.best.delta
        instrument = self.label("instrument", path.instrument) if path.instrument else self.say("reason.rule-of-destination")
        if path.how in _WITHOUT_REST:
            accepted = say("report.accepted-with-rest", instrument=instrument)
        else:
            accepted = say("reason.accepted", how=self.label("how", str(path.how)), instrument=instrument)
        others = (reason.message for reason in entry.reasons if reason.code != _REPEATS_PARTIAL and reason.message not in delta)
        return self.sentences((accepted, *others))

    def question(self) -> list[tuple[str, str]]:
        """What was asked, as names and texts; what is empty is left out."""
        report = self.report
        facts = (
            ("report.head.product", self.named(report.product_label, report.product)),
            ("report.head.hs", self.goods_codes(report.hs)),
            ("report.head.day", self.say("report.day-meaning", day=report.as_of)),
            ("report.head.held", self.listed(self.held(piece) for piece in report.held) or self.say("report.nothing-held")),
            ("report.head.problems", self.sentences(found.message for piece in report.held for found in piece.problems)),
            ("report.head.given", self.attributes(assumed=False)),
            ("report.head.assumed", self.attributes(assumed=True)),
            ("cost.head.rates", self.text(rates(report.rates)) if report.rates else ""),
            ("report.head.scenario", report.scenario or ""),
            ("report.head.release", report.kb_version),
        )
        return [(self.say(key), text) for key, text in facts if text]

    def market(self, destination: DestinationReport) -> str:
        """The name and the code of a market."""
        label, code = self.text(destination.sheet.label), destination.sheet.destination
        return label if label.endswith((f"({code})", f"（{code}）")) else self.named(label, code)

    def coverage(self, destination: DestinationReport) -> str:
        """How far the market was read: the lowest level of its families, the oldest day, how many points are open."""
        level = self.label("coverage-level", destination.coverage)
        if destination.coverage == "unknown" and any(family.level != "unknown" for family in destination.sheet.coverage):
            level = self.say("report.coverage-lowest", level=level)
        day = destination.reviewed.isoformat() if destination.reviewed else self.say("report.never")
        return self.say("report.coverage", level=level, day=day, count=len(open_points(destination)))

    def families(self, destination: DestinationReport) -> str:
        """The requirement families that touch the product, level by level."""
        levels: dict[str, list[str]] = {}
        for family in destination.sheet.coverage:
            levels.setdefault(family.level, []).append(self.text(family.label))
        names = self.say("report.name-separator")
        return self.listed(self.fact(self.label("coverage-level", level), names.join(found)) for level, found in levels.items())

    def warning(self, destination: DestinationReport) -> str:
        """The loud sentence about what nobody has reviewed; empty where all families were read at least in part."""
        unread = [family for family in destination.sheet.coverage if family.level == "unknown"]
        if len(unread) == len(destination.sheet.coverage):
            said = [say("report.nothing-reviewed"), *([say("report.recorded-so-far")] if destination.requirements else [])]
        else:
            families = Bilingual(", ".join(family.label.en for family in unread), "、".join(family.label.zh for family in unread)) if unread else ""
            said = [say("report.families-not-reviewed", families=families)] if unread else []
        return self.sentences([*said, *self.region(destination)])

    @staticmethod
    def region(destination: DestinationReport) -> list[Bilingual]:
        """A region without a rule of its own may be misspelt, and its rules were not looked for."""
        code = destination.sheet.destination
        is_spoken_of = any(code in (entry.requirement.where, entry.requirement.economy) for entry in destination.requirements)
        return [] if "-" not in code or is_spoken_of else [say("report.no-regional-rule", region=destination.sheet.label)]


def shown(value: object) -> str:
    """A value of an attribute as it is typed on the command line."""
    if isinstance(value, tuple):
        return "+".join(shown(part) for part in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def source_line(reader: Reader, source: Source) -> str:
    """Title, publisher and its standing, day of the text if it states one, day on which it was checked."""
    parts = [reader.text(source.title), reader.named(source.publisher, reader.label("tier", source.tier))]
    if source.published:
        parts.append(reader.say("report.published", day=source.published))
    return reader.say("report.part-separator").join([*parts, reader.say("report.checked", day=source.checked)])
