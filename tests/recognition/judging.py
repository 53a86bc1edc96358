"""Make cases over the tiny knowledge base and judge them, as a report does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from mra.gap.live import LiveSource
from mra.knowledge.base import Knowledge
from mra.model.condition import Value
from mra.model.evidence import Held, Yield
from mra.model.question import Question
from mra.model.scheme import Acceptance, Conditions, Element
from mra.model.sheet import CaseVerdict
from mra.model.text import Bilingual
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case
from mra.recognition.compiled import failed_criteria
from mra.recognition.facts import facts_of
from mra.recognition.verdicts import case_verdict

DAY = date(2026, 1, 10)


def text(words: str) -> Bilingual:
    """A text that is the same in both languages."""
    return Bilingual(words, words)


def held(kind: str = "cb_report", *, specimen: bool = True, **qualifiers: str) -> Held:
    """A piece of evidence."""
    return Held(kind=kind, qualifiers=qualifiers, is_specimen=specimen)


def question(*, as_of: date = DAY, given: Mapping[str, Value] | None = None, product: str = "lamp", **defaults: Value) -> Question:
    """A question about a lamp."""
    return Question(product=product, as_of=as_of, given=given or {}, defaults={"made_in": "CN", "mains_powered": True, **defaults})


def element(**changes: Any) -> Element:
    """A test of electrical safety to IEC 1:2018."""
    usual = {
        "id": "safety-test",
        "nature": "assessment",
        "activity": "testing",
        "topic": "electrical-safety",
        "standards": ("iec-1-2018",),
        "sources": ("law-zz",),
    }
    return Element(**{**usual, **changes})


def acceptance(how: Any = "as_is", *, evidence: Sequence[str] = ("cb_report",), sources: Sequence[str] = ("law-zz",), **changes: Any) -> Acceptance:
    """An acceptance; what is no field of it is a condition."""
    own = {name: changes.pop(name) for name in list(changes) if name not in Conditions.__dataclass_fields__}
    return Acceptance(evidence=tuple(evidence), how=how, sources=tuple(sources), conditions=Conditions(**changes), **own)


def case(accepted: Acceptance | None, *pieces: Held, of: Element | None = None, asked: Question | None = None) -> Case:
    """A case in ZZ: a generic CB report, if nothing else is given, against the usual element."""
    return Case(question=asked or question(), economy="ZZ", element=of or element(), held=pieces or (held(),), acceptance=accepted)


def known(source: LiveSource, judged: Case) -> CaseFacts:
    """The facts of a case."""
    return facts_of(source.knowledge, judged)


def verdict(source: LiveSource, judged: Case) -> CaseVerdict:
    """The verdict of a case."""
    facts = known(source, judged)
    (failed,) = failed_criteria([facts], source.criteria.compiled)
    return case_verdict(source.knowledge, source.criteria, judged, facts, failed)


def with_yields(knowledge: Knowledge, **yields: Sequence[Yield]) -> Knowledge:
    """``knowledge`` where some kinds of evidence yield something else."""
    changed = {kind: replace(knowledge.evidence[kind], yields=tuple(entries)) for kind, entries in yields.items()}
    return replace(knowledge, evidence={**knowledge.evidence, **changed})


def yields(**changes: Any) -> Yield:
    """A test report on electrical safety."""
    usual = {"products": ("appliance",), "topic": "electrical-safety", "activity": "testing", "form": "report", "sources": ("agency",)}
    return Yield(**{**usual, **changes})
