"""No wrong accepted: every acceptance that carries a generic case is in force and rests on somebody who has a say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from mra.gap.live import LiveSource
from mra.gap.request import SPECIMEN
from mra.knowledge.base import Knowledge
from mra.language import say
from mra.model.evidence import Held
from mra.model.question import Question
from mra.model.scheme import Acceptance, Scheme
from mra.model.sheet import Applicability, CaseVerdict
from mra.model.source import AUTHORITATIVE
from mra.recognition.applicability import applicability, economies_of, open_elements, open_routes
from mra.recognition.cases import Case, candidate_cases
from mra.recognition.compiled import failed_criteria
from mra.recognition.facts import facts_of
from mra.recognition.instrument_facts import is_in_force
from mra.recognition.verdicts import case_verdict

GROUPS = ("power-adapter", "bluetooth-headset", "electric-kettle", "toy", "surgical-mask", "led-luminaire")
MARKETS = ("EU", "GB", "US", "JP", "KR", "NZ", "IN", "SA", "HK")


@dataclass(frozen=True)
class Judged:
    """A case of the real knowledge base with its verdict."""

    name: str
    case: Case
    verdict: CaseVerdict

    @property
    def acceptance(self) -> Acceptance:
        """The acceptance that carries it."""
        assert self.case.acceptance is not None, f"{self.name} is accepted under no acceptance"
        return self.case.acceptance


@pytest.fixture(scope="module")
def day(knowledge: Knowledge) -> date:
    """The day of the last check of a source."""
    return max(source.checked for source in knowledge.sources.values())


def _cases(knowledge: Knowledge, day: date) -> Iterator[tuple[str, Case]]:
    """Every generic case: all kinds of evidence, six groups, nine markets."""
    pieces = [Held(kind=kind) for kind in sorted(knowledge.evidence)]
    for group in GROUPS:
        question = Question(product=group, as_of=day, defaults={**SPECIMEN, **knowledge.groups[group].attributes})
        for market in MARKETS:
            for scheme in (scheme for code in economies_of(knowledge, market, day) for scheme in knowledge.schemes_of(code)):
                answer = applicability(knowledge, scheme, question)
                if answer is None or answer.applicability is not Applicability.APPLIES:
                    continue
                for route in open_routes(knowledge, scheme, question):
                    for element, _ in open_elements(knowledge, route, question):
                        for case in candidate_cases(knowledge, scheme.economy, element, pieces, question):
                            kinds = "+".join(piece.kind for piece in case.held)
                            yield f"{group} {market} {scheme.id} {route.id}/{element.id} ← {kinds}", case


@pytest.fixture(scope="module")
def judged(live: LiveSource, day: date) -> list[Judged]:
    """All generic cases, judged in one validation."""
    return _judged(live, list(_cases(live.knowledge, day)))


def _judged(live: LiveSource, named: list[tuple[str, Case]]) -> list[Judged]:
    facts = [facts_of(live.knowledge, case) for _, case in named]
    failed = failed_criteria(facts, live.criteria.compiled)
    return [
        Judged(name, case, case_verdict(live.knowledge, live.criteria, case, known, names))
        for (name, case), known, names in zip(named, facts, failed, strict=True)
    ]


@pytest.fixture(scope="module")
def accepted(judged: list[Judged]) -> list[Judged]:
    """Those of them that are recognized or partial."""
    return [entry for entry in judged if entry.verdict.verdict in ("recognized", "partial")]


def test_there_is_something_to_look_at(judged: list[Judged], accepted: list[Judged]) -> None:
    assert len(judged) > 500
    assert len(accepted) > 100
    assert len({(entry.name, entry.case.acceptance) for entry in judged}) == len(judged)
    assert {entry.name.split()[1] for entry in accepted} == set(MARKETS)


def test_these_are_the_cases_that_a_report_shows(live: LiveSource, judged: list[Judged], day: date) -> None:
    shown = 0
    pieces = [Held(kind=kind) for kind in sorted(live.knowledge.evidence)]
    for group in GROUPS:
        question = Question(product=group, as_of=day, defaults={**SPECIMEN, **live.knowledge.groups[group].attributes})
        asked = [(question, code) for market in MARKETS for code in economies_of(live.knowledge, market, day)]
        for sheet in live.sheets(asked, pieces):
            shown += sum(len(element.cases) for entry in sheet.requirements for route in entry.routes for element in route.elements)
    assert shown == len(judged)


def test_what_is_accepted_is_accepted_by_an_acceptance_in_force(accepted: list[Judged], day: date) -> None:
    assert [entry.name for entry in accepted if not entry.acceptance.period.contains(day)] == []


def test_the_instrument_behind_it_is_in_force(knowledge: Knowledge, accepted: list[Judged], day: date) -> None:
    wrong = []
    for entry in accepted:
        via = entry.acceptance.via
        if via is not None:
            chain = {via, *knowledge.derived.successors.get(via, ())}
            if not any(is_in_force(knowledge.instruments[name], day) for name in chain):
                wrong.append(entry.name)
    assert wrong == []


def test_it_rests_on_law_treaty_regulator_or_scheme_owner_or_is_marked_low_with_a_reason(knowledge: Knowledge, accepted: list[Judged]) -> None:
    wrong = []
    for entry in accepted:
        rests = any(knowledge.sources[source].tier in AUTHORITATIVE for source in entry.acceptance.sources)
        says_why = entry.verdict.confidence == "low" and entry.acceptance.note is not None
        if not rests and not says_why:
            wrong.append(f"{entry.name}: {', '.join(entry.acceptance.sources)}")
    assert wrong == []


def test_the_sources_of_the_acceptance_are_shown(accepted: list[Judged]) -> None:
    assert [entry.name for entry in accepted if not set(entry.acceptance.sources) <= set(entry.verdict.sources)] == []


def test_only_what_the_ladder_lets_through_is_accepted(accepted: list[Judged]) -> None:
    recognized = {entry.acceptance.how for entry in accepted if entry.verdict.verdict == "recognized"}
    partial = {entry.acceptance.how for entry in accepted if entry.verdict.verdict == "partial"}
    assert recognized <= {"as_is", "formality"}
    assert partial <= {"as_is", "formality", "difference_tests", "report_reused", "supporting_document"}


def test_nothing_is_recognized_on_a_presumption_about_a_body_a_laboratory_or_a_scope(accepted: list[Judged]) -> None:
    wrong = [
        entry.name
        for entry in accepted
        if entry.verdict.verdict == "recognized" and any(value is True for fact, value in entry.verdict.facts.items() if fact.endswith("Presumed"))
    ]
    assert wrong == []


def test_what_is_partial_names_what_remains(accepted: list[Judged]) -> None:
    assert [entry.name for entry in accepted if entry.verdict.verdict == "partial" and not entry.verdict.delta] == []
    assert [entry.name for entry in accepted if entry.verdict.verdict == "recognized" and entry.verdict.delta] == []


def test_a_verdict_without_a_source_is_none(knowledge: Knowledge, judged: list[Judged]) -> None:
    """Contract: a verdict with no source is `unknown`."""
    assert [entry.name for entry in judged if not entry.verdict.sources or not set(entry.verdict.sources) <= set(knowledge.sources)] == []


def _lists(acceptance: Acceptance | None) -> tuple[tuple[str, str], ...]:
    """The lists on which an acceptance wants a body, each with the qualifier that names the body."""
    if acceptance is None:
        return ()
    named = (("issuer", acceptance.conditions.body_on_list), ("lab", acceptance.conditions.lab_on_list))
    return tuple((qualifier, name) for qualifier, name in named if name is not None)


def _acceptances(scheme: Scheme) -> Iterator[Acceptance]:
    yield from (acceptance for route in scheme.routes for element in route.elements for acceptance in element.accepts)


def _body_cases(knowledge: Knowledge, day: date, pieces: Sequence[Held]) -> Iterator[tuple[str, Case]]:
    """The cases of all product groups whose acceptance wants a body on a list."""
    schemes = [scheme for scheme in knowledge.schemes.values() if any(_lists(acceptance) for acceptance in _acceptances(scheme))]
    for group in sorted(knowledge.groups):
        question = Question(product=group, as_of=day, defaults={**SPECIMEN, **knowledge.groups[group].attributes})
        for scheme in schemes:
            answer = applicability(knowledge, scheme, question)
            if answer is None or answer.applicability is not Applicability.APPLIES:
                continue
            for route in open_routes(knowledge, scheme, question):
                for element, _ in open_elements(knowledge, route, question):
                    for case in candidate_cases(knowledge, scheme.economy, element, pieces, question):
                        if _lists(case.acceptance):
                            yield f"{group} {scheme.id} {route.id}/{element.id} ← {'+'.join(piece.kind for piece in case.held)}", case


def test_the_lists_of_bodies_that_acceptances_name_are_there(knowledge: Knowledge) -> None:
    acceptances = [acceptance for scheme in knowledge.schemes.values() for acceptance in _acceptances(scheme)]
    wanted = {name for acceptance in acceptances for _, name in _lists(acceptance)}
    excluding = {acceptance.conditions.lab_not_on_list for acceptance in acceptances} - {None}
    assert wanted >= {"cn-nz-eee-designated-bodies", "hk-recognized-certification-bodies", "us-cpsc-accepted-labs"}
    assert wanted | excluding <= set(knowledge.body_lists)
    assert [name for name in sorted(wanted) if not knowledge.body_lists[name].bodies and knowledge.body_lists[name].complete] == []


def test_of_a_specimen_a_body_on_a_list_is_presumed_in_print_and_never_enough(live: LiveSource, day: date) -> None:
    judged = _judged(live, list(_body_cases(live.knowledge, day, [Held(kind=kind) for kind in sorted(live.knowledge.evidence)])))
    assert {entry.verdict.verdict for entry in judged} >= {"partial"}
    assert [entry.name for entry in judged if entry.verdict.verdict == "recognized"] == []
    silent = []
    for entry in judged:
        presumptions = {say(f"assume.{qualifier}", list=live.knowledge.body_lists[name].label) for qualifier, name in _lists(entry.acceptance)}
        if entry.verdict.verdict == "partial" and not presumptions <= set(entry.verdict.assumptions):
            silent.append(entry.name)
    assert silent == []


def test_of_a_real_certificate_nothing_is_known_while_its_body_is_not_found_on_an_unfinished_list(live: LiveSource, day: date) -> None:
    stranger = {"issuer": "NOBODY-AT-ALL", "lab": "NOBODY-AT-ALL"}
    pieces = [Held(kind=kind, qualifiers=stranger, is_specimen=False) for kind in sorted(live.knowledge.evidence)]
    judged = _judged(live, list(_body_cases(live.knowledge, day, pieces)))
    assert {entry.verdict.verdict for entry in judged} >= {"unknown"}
    assert [entry.name for entry in judged if entry.verdict.verdict in ("recognized", "partial")] == []
    subjects = {"issuer": "body", "lab": "lab"}
    for entry in judged:
        wanted = _lists(entry.acceptance)
        open_lists = [qualifier for qualifier, name in wanted if not live.knowledge.body_lists[name].complete]
        assert {f"{subjects[qualifier]}-listed-known" for qualifier in open_lists} <= set(entry.verdict.failed), entry.name
        assert not {f"{subjects[qualifier]}-listed" for qualifier in open_lists} & set(entry.verdict.failed), entry.name
