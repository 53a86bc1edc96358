"""From failed criteria to the verdict of a case: effects are ordered, so a verdict is a fold."""

from collections.abc import Collection, Sequence
from typing import Final

from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.scheme import Acceptance
from mra.model.sheet import CaseVerdict, Closeness, Effect, Reason, RecognitionPath, Verdict
from mra.model.source import AUTHORITATIVE, Confidence, strongest, weakest
from mra.model.text import Bilingual
from mra.recognition.case_facts import CaseFacts
from mra.recognition.cases import Case
from mra.recognition.criteria import Criteria, Criterion

#: Effects are ordered; the strongest counts.
SEVERITY: Final[dict[Effect, int]] = {"none": 0, "delta": 1, "unknown": 2, "no": 3}


def worst_effect(criteria: Collection[Criterion]) -> Effect:
    """The strongest effect of the criteria that failed: a certain no beats an unknown, an unknown beats a delta."""
    return max((criterion.effect for criterion in criteria), key=SEVERITY.__getitem__, default="none")


def closeness(failed: Collection[str]) -> Closeness:
    """How near the evidence is to what is asked, from the criteria of equivalence that failed."""
    if "same-topic" in failed or "same-activity" in failed:
        return "unrelated"
    if "same-standard" not in failed:
        return "same_standard"
    return "derived_standard" if "derived-standard" not in failed else "same_subject"


def word(effect: Effect, near: Closeness) -> Verdict:
    """The contract's verdict of a case."""
    if effect == "none":
        return "recognized"
    if effect == "delta":
        return "partial"
    if effect == "unknown":
        return "unknown"
    return "missing" if near == "unrelated" else "duplicate"


def case_verdict(knowledge: Knowledge, criteria: Criteria, case: Case, facts: CaseFacts, failed: Collection[str]) -> CaseVerdict:
    """The verdict of ``case``, whose ``facts`` failed the criteria ``failed``."""
    judged = sorted((criteria.by_id[name] for name in failed), key=lambda criterion: (-SEVERITY[criterion.effect], criterion.id))
    broken = [criterion for criterion in judged if criterion.decides != "equivalence"]
    near = closeness(failed)
    verdict = word(worst_effect(broken), near)
    acceptance = case.acceptance
    return CaseVerdict(
        kinds=tuple(sorted({piece.kind for piece in case.held})),
        verdict=verdict,
        closeness=near,
        reasons=tuple(_reasons(verdict, near, broken, acceptance, knowledge)),
        failed=tuple(sorted(failed)),
        passed=tuple(name for name in criteria.concerning(facts.classes | {"RecognitionCase"}) if name not in failed),
        sources=_sources(case),
        confidence=_confidence(knowledge, case, verdict),
        path=RecognitionPath(
            evidence=tuple(sorted({piece.kind for piece in case.held})),
            element=case.element.id,
            how=acceptance.how if acceptance else None,
            instrument=facts.instrument,
            standards=facts.links,
        ),
        facts=dict(sorted(facts.values.items())),
        assumptions=tuple(dict.fromkeys(facts.assumptions)),
        delta=_delta(verdict, broken, facts, acceptance),
        open=tuple(dict.fromkeys((*_open(acceptance), *_doubts(knowledge, case)))),
    )


def _reasons(verdict: Verdict, near: Closeness, broken: Sequence[Criterion], acceptance: Acceptance | None, knowledge: Knowledge) -> list[Reason]:
    reasons = []
    if verdict == "recognized" and acceptance is not None:
        instrument = knowledge.instruments[acceptance.via].label if acceptance.via else say("reason.rule-of-destination")
        reasons.append(
            Reason(code=f"accepted_{acceptance.how}", message=say("reason.accepted", how=knowledge.label("how", acceptance.how), instrument=instrument))
        )
    if verdict == "duplicate" or (verdict == "unknown" and near != "unrelated"):
        prefix = "" if verdict == "duplicate" else "at_least_"
        reasons.append(Reason(code=near if verdict == "duplicate" else "at_least_duplicate", message=say(f"reason.{prefix}{near}")))
    reasons += [
        Reason(code=criterion.id, message=criterion.message, dimension=criterion.dimension, shape=criterion.shape, severity=criterion.effect)
        for criterion in broken
    ]
    return reasons


def _sources(case: Case) -> tuple[str, ...]:
    own = case.acceptance.sources if case.acceptance else ()
    return tuple(dict.fromkeys((*own, *case.element.sources)))


def _confidence(knowledge: Knowledge, case: Case, verdict: Verdict) -> Confidence:
    """The trust in the statement that decides; a search that found nothing reaches ``medium`` at most."""
    deciding = case.acceptance.sources if case.acceptance else case.element.sources
    trust = strongest(knowledge.sources[source].trust for source in deciding)
    stated: list[Confidence] = [case.acceptance.confidence] if case.acceptance else []
    if case.acceptance is None and case.element.searched is not None and not case.element.accepts_only_listed:
        stated.append("medium")
    if verdict in ("recognized", "partial") and case.acceptance is not None and not any(knowledge.sources[s].tier in AUTHORITATIVE for s in deciding):
        stated.append("low")
    if any(piece.doubts for piece in case.held):
        stated.append("medium")
    return weakest((trust, *stated))


def _delta(verdict: Verdict, broken: Sequence[Criterion], facts: CaseFacts, acceptance: Acceptance | None) -> tuple[Bilingual, ...]:
    """What remains to be done for a partial verdict: as the rule names it, and as the criteria show it."""
    if verdict != "partial":
        return ()
    named = list(acceptance.delta) if acceptance else []
    for criterion in broken:
        if criterion.dimension == "standard" and criterion.id != "standard-complete" and facts.links:
            named += [say("delta.standard", evidence=link.evidence, element=link.element) for link in facts.links if link.relation not in ("identical", "none")]
        elif criterion.id != "acceptance-complete" or not named:
            named.append(criterion.message)
    return tuple(dict.fromkeys(named))


def _doubts(knowledge: Knowledge, case: Case) -> list[Bilingual]:
    """What speaks against relying on the certificates of the case."""
    return [say("open.doubt", kind=knowledge.evidence[piece.kind].label, doubt=doubt) for piece in case.held for doubt in piece.doubts]


def _open(acceptance: Acceptance | None) -> tuple[Bilingual, ...]:
    if acceptance is None:
        return ()
    if acceptance.how == "discretionary" and not acceptance.open:
        return (say("open.discretionary"),)
    return acceptance.open
