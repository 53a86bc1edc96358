"""From failed criteria to whether a certificate may be used: never, without more ado, or with a doubt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.evidence import Held
from mra.model.sheet import Reason
from mra.model.text import Bilingual
from mra.model.usability import Usability, Usable
from mra.recognition.case_facts import CaseFacts
from mra.recognition.certificate_facts import certificate_facts
from mra.recognition.compiled import failed_criteria
from mra.recognition.criteria import Criteria, Criterion
from mra.recognition.verdicts import SEVERITY, worst_effect

#: What the certificate itself says about a fact, to be named beside the sentence.
_SHOWN: Final[Mapping[str, str]] = {
    "daysBeyondUsualValidity": "valid_until",
    "daysFromTestToIssue": "test_date",
    "daysOfValidity": "valid_until",
    "daysSinceIssue": "date",
    "daysSincePublication": "standard",
    "daysToExpiry": "valid_until",
    "daysToWithdrawal": "standard",
    "editionsKnown": "standard",
    "issuerListed": "issuer",
    "numberFits": "number",
    "standardBelongs": "standard",
}
_STATUSES: Final = frozenset({"certificateStatus", "publishedStatus"})


def usabilities(knowledge: Knowledge, criteria: Criteria, held: Sequence[Held], product: str | None, as_of: date) -> list[Usability]:
    """Whether each certificate may be used for ``product`` on ``as_of``, in the order of ``held``; ``criteria`` are those of the evidence shapes."""
    facts = [certificate_facts(knowledge, piece, product, as_of) for piece in held]
    judged = zip(held, facts, failed_criteria(facts, criteria.compiled), strict=True)
    return [usability(knowledge, criteria, piece, known, failed) for piece, known, failed in judged]


def usability(knowledge: Knowledge, criteria: Criteria, held: Held, facts: CaseFacts, failed: Collection[str]) -> Usability:
    """Whether ``held``, whose ``facts`` failed the criteria ``failed``, may be used."""
    broken = sorted((criteria.by_id[name] for name in failed), key=lambda criterion: (-SEVERITY[criterion.effect], criterion.id))
    return Usability(
        usable=usable_word(broken),
        reasons=tuple(_reason(knowledge, held, facts, criterion) for criterion in broken),
        failed=tuple(sorted(failed)),
        passed=tuple(name for name in criteria.concerning({*facts.classes, criteria.compiled.root}, ("usability",)) if name not in failed),
    )


def usable_word(broken: Collection[Criterion]) -> Usable:
    """A certain no excludes; anything else that failed leaves a doubt."""
    effect = worst_effect(broken)
    return "no" if effect == "no" else "yes" if effect == "none" else "unknown"


def with_doubts(criteria: Criteria, held: Held, found: Usability) -> Held:
    """A certificate that may be used, with what speaks against relying on it."""
    doubts = tuple(criteria.by_id[name].message for name in found.failed)
    return replace(held, doubts=doubts) if doubts else held


def _reason(knowledge: Knowledge, held: Held, facts: CaseFacts, criterion: Criterion) -> Reason:
    shown = _shown(knowledge, held, facts, criterion)
    message = say("usability.reason", sentence=_open_ended(criterion.message), shown=shown) if shown else criterion.message
    return Reason(code=criterion.id, message=message, dimension=criterion.dimension, shape=criterion.shape, severity=criterion.effect)


def _shown(knowledge: Knowledge, held: Held, facts: CaseFacts, criterion: Criterion) -> Bilingual | str | None:
    if criterion.path in _STATUSES and (status := facts.values.get(criterion.path)):
        concept = knowledge.concepts["status"].get(str(status))
        return concept.label if concept else str(status)
    return held.qualifiers.get(_SHOWN.get(criterion.path, ""))


def _open_ended(sentence: Bilingual) -> Bilingual:
    """A sentence without its full stop, so that something can follow."""
    return Bilingual(sentence.en.rstrip("."), sentence.zh.rstrip("。"))
