"""One verdict unrolled: the facts, each criterion passed or failed, the path, the sources, the assumptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mra.language import say
from mra.model.report import ElementVerdict, GapReport, RequirementVerdict
from mra.model.sheet import CaseVerdict
from mra.model.text import Language
from mra.reports.outline import WIDTH, Section, markdown, plain
from mra.reports.reading import Reader, assumptions_of, reasons_of, source_line

if TYPE_CHECKING:
    from mra.recognition.criteria import Criterion

__all__ = ["Explanation", "md", "table"]

_PASSED: Final = "√"
_FAILED: Final = "×"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A requirement of a report of one market, the elements to unroll, and the criteria by id.

    ``all_cases``: every case that was judged, not only the best one of each element.
    """

    report: GapReport
    requirement: RequirementVerdict
    elements: Sequence[ElementVerdict]
    criteria: "Mapping[str, Criterion]"
    all_cases: bool = False

    def cases(self, element: ElementVerdict) -> Sequence[CaseVerdict]:
        """The cases of ``element`` that are shown."""
        if self.all_cases:
            return element.cases
        return (element.best,) if element.best else ()

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources of all that is shown, each once."""
        found = [*self.requirement.requirement.sources]
        for element in self.elements:
            found += [*element.element.sources, *(source for case in self.cases(element) for source in case.sources)]
        return tuple(dict.fromkeys(found))

    def judged(self, case: CaseVerdict) -> "Iterator[tuple[Criterion, bool]]":
        """The criteria that concern ``case`` and whether each passed; failed ones first, by dimension."""
        names = [(self.criteria[name], False) for name in case.failed] + [(self.criteria[name], True) for name in case.passed]
        return iter(sorted(names, key=lambda entry: (entry[1], entry[0].dimension or "", entry[0].id)))


def table(explanation: Explanation, language: Language, *, width: int = WIDTH) -> str:
    """For the terminal."""
    return plain(list(_sections(explanation, Reader(explanation.report, language))), width)


def md(explanation: Explanation, language: Language) -> str:
    """As Markdown."""
    return markdown(list(_sections(explanation, Reader(explanation.report, language))))


def _lines(reader: Reader, *entries: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((reader.say(f"explain.{key}"), text) for key, text in entries if text)


def _sections(explanation: Explanation, reader: Reader) -> Iterator[Section]:
    report, entry = explanation.report, explanation.requirement
    requirement = entry.requirement
    market = report.destinations[0].sheet
    title = reader.say("explain.title", scheme=requirement.label, market=market.label, product=report.product_label)
    head = _lines(
        reader,
        ("verdict", reader.verdict(entry.verdict)),
        ("confidence", reader.label("confidence", entry.confidence)),
        ("scheme", requirement.scheme),
        ("day", report.as_of.isoformat()),
        ("held", reader.listed(reader.held(piece) for piece in report.held)),
        ("reasons", reader.sentences(reason.message for reason in reasons_of(entry))),
        ("mandatory", reader.say(f"explain.mandatory.{'yes' if requirement.mandatory else 'no'}")),
        ("routes", reader.listed(reader.fact(reader.named(route.route.label, route.route.id), reader.verdict(route.verdict)) for route in entry.routes)),
        ("assumptions", reader.sentences(assumptions_of(entry))),
        ("release", report.kb_version),
    )
    yield Section(title, head, level=1)
    for element in explanation.elements:
        yield from _element(explanation, element, reader)
    yield Section(reader.say("explain.sources"), tuple(_sources(explanation, reader)))
    yield Section("", (("", reader.say("report.disclaimer")), ("", reader.say("report.made-from", release=report.kb_version))), level=1)


def _element(explanation: Explanation, entry: ElementVerdict, reader: Reader) -> Iterator[Section]:
    element = entry.element
    yield Section(
        reader.say("report.named", label=element.label, id=f"{entry.route}/{element.id}"),
        _lines(
            reader,
            ("verdict", reader.verdict(entry.verdict)),
            ("nature", reader.label("nature", element.nature)),
            ("standards", reader.listed(element.standards)),
            ("reasons", reader.sentences(reason.message for reason in entry.reasons)),
            ("note", reader.text(element.note) if element.note else ""),
            ("element-sources", reader.say("report.name-separator").join(element.sources)),
        ),
    )
    for case in explanation.cases(entry):
        yield from _case(explanation, case, reader)


def _case(explanation: Explanation, case: CaseVerdict, reader: Reader) -> Iterator[Section]:
    evidence = " + ".join(reader.label("kind", kind) for kind in case.kinds)
    path = case.path
    instrument = reader.label("instrument", path.instrument) if path.instrument else ""
    chain = [
        reader.say("explain.link", evidence=link.evidence, element=link.element, relation=say(f"explain.relation.{link.relation}")) for link in path.standards
    ]
    route = [evidence, reader.label("how", path.how) if path.how else "", instrument, *chain, path.element]
    yield Section(
        reader.say("explain.case", evidence=evidence, verdict=reader.verdict(case.verdict)),
        _lines(
            reader,
            ("path", " → ".join(part for part in route if part)),
            ("confidence", reader.label("confidence", case.confidence)),
            ("delta", reader.sentences(case.delta)),
            ("open", reader.sentences(case.open)),
            ("assumptions", reader.sentences(case.assumptions)),
            ("facts", ", ".join(f"{name} = {_shown(value)}" for name, value in case.facts.items())),
            ("element-sources", reader.say("report.name-separator").join(case.sources)),
        ),
        level=3,
    )
    criteria = [(_marked(criterion, passed), _sentence(criterion, passed, reader)) for criterion, passed in explanation.judged(case)]
    yield Section(reader.say("explain.criteria"), tuple(criteria), level=3)


def _marked(criterion: "Criterion", passed: bool) -> str:
    return f"{_PASSED if passed else _FAILED} {criterion.id}"


def _sentence(criterion: "Criterion", passed: bool, reader: Reader) -> str:
    effect = criterion.effect if criterion.decides == "recognition" else "closeness"
    outcome = reader.say(f"explain.{'passed' if passed else 'failed'}", effect=say(f"explain.effect.{effect}"), message=criterion.message)
    dimension = reader.label("dimension", criterion.dimension) if criterion.dimension else ""
    return f"{outcome} [{'; '.join(part for part in (dimension, criterion.clause, criterion.shape) if part)}]"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sources(explanation: Explanation, reader: Reader) -> Iterator[tuple[str, str]]:
    for name in explanation.source_ids:
        source = explanation.report.sources[name]
        yield name, f"{source_line(reader, source)} {source.address}"
