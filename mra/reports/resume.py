"""A market in one sentence, and at a glance: what counts, what is done again, what is missing, what is to do."""

from collections.abc import Iterable, Iterator

from mra.language import say
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict
from mra.model.sheet import Verdict
from mra.model.text import Bilingual
from mra.reports.page import Fact, Glance
from mra.reports.parts import sections
from mra.reports.reading import Reader

__all__ = ["answer", "glances"]

_GROUPS: tuple[tuple[str, tuple[Verdict, ...]], ...] = (
    ("counts", ("recognized", "partial")),
    ("again", ("duplicate",)),
    ("missing", ("missing",)),
    ("unknown", ("unknown",)),
)


def answer(reader: Reader, market: DestinationReport) -> str:
    """What the evidence held is worth in a market, as one sentence; what nobody reviewed is said instead of a silence."""
    entries = sections(market)["required"]
    if not entries and reader.warning(market):
        return reader.warning(market)
    clauses = list(_counted(entries)) if entries else [say("page.answer.none")]
    counted = say("page.answer.sentence", clauses=Bilingual("; ".join(text.en for text in clauses), "；".join(text.zh for text in clauses)))
    return reader.sentences([*_barred(entries), counted])


def _barred(entries: Iterable[RequirementVerdict]) -> Iterator[Bilingual]:
    names = [entry.requirement.label for entry in entries if entry.verdict == "barred"]
    if names:
        yield say("page.answer.barred", names=Bilingual(", ".join(name.en for name in names), "、".join(name.zh for name in names)))


def _counted(entries: list[RequirementVerdict]) -> Iterator[Bilingual]:
    by_verdict = {verdict: sum(entry.verdict == verdict for entry in entries) for verdict in ("recognized", "partial")}
    yield say("page.answer.met", count=len(entries), met=by_verdict["recognized"], part=by_verdict["partial"])
    counted = {
        "again": sum(len(_assessments(entry, ("duplicate",))) for entry in entries),
        "missing": sum(len(_assessments(entry, ("missing",))) for entry in entries),
        "unknown": sum(len(_assessments(entry, ("unknown",))) + (entry.verdict == "unknown" and not entry.routes) for entry in entries),
        "to-do": sum(entry.to_do for entry in entries),
    }
    yield from (say(f"page.answer.{key}", count=count) for key, count in counted.items() if count)


def _assessments(entry: RequirementVerdict, verdicts: tuple[Verdict, ...]) -> list[ElementVerdict]:
    elements = entry.best.elements if entry.best else ()
    return [element for element in elements if element.element.nature == "assessment" and element.verdict in verdicts]


def glances(reader: Reader, market: DestinationReport) -> tuple[Glance, ...]:
    """The mandatory requirements of a market by what is to be done about them; groups without any are left out."""
    entries = sections(market)["required"]
    found: list[tuple[str, list[Fact]]] = [(key, list(_concerned(reader, market, entries, verdicts))) for key, verdicts in _GROUPS]
    found[3][1].extend(_fact(reader, market, entry, "") for entry in entries if entry.verdict == "unknown" and not entry.routes)
    found.append(("barred", [_fact(reader, market, entry, "") for entry in entries if entry.verdict == "barred"]))
    tasks = [_fact(reader, market, entry, reader.say("page.glance.tasks", count=entry.to_do)) for entry in entries if entry.to_do]
    found.append(("to-do", tasks))
    return tuple(Glance(key=key, heading=reader.say(f"page.glance.{key}"), items=tuple(items)) for key, items in found if items)


def _concerned(reader: Reader, market: DestinationReport, entries: list[RequirementVerdict], verdicts: tuple[Verdict, ...]) -> Iterator[Fact]:
    for entry in entries:
        if elements := _assessments(entry, verdicts):
            yield _fact(reader, market, entry, reader.listed(_label(reader, element) for element in elements))


def _label(reader: Reader, element: ElementVerdict) -> str:
    """The name of an element; what counts only in part says so."""
    label = element.element.label
    return reader.named(label, reader.label("verdict", "partial")) if element.verdict == "partial" else reader.text(label)


def _fact(reader: Reader, market: DestinationReport, entry: RequirementVerdict, text: str) -> Fact:
    return Fact(name=reader.text(entry.requirement.label), text=text, anchor=f"{market.sheet.destination}-{entry.requirement.scheme}")
