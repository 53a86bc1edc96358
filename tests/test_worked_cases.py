"""The worked cases that calibrate the words of the contract, and what no case file can say: instruments, open points, orders of routes."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from mra.gap.answer import Answers
from mra.gap.request import parse_held, understand
from mra.gap.verify import case_files, differences, find_element, find_requirement
from mra.model.report import DestinationReport, ElementVerdict, RequirementVerdict
from mra.model.sheet import BEST_FIRST, CaseVerdict

WORKED = Path(__file__).parent / "worked"
CONTRACT = Path(__file__).parent / "cases" / "contract"
DAY = date(2026, 11, 22)


def market(answers: Answers, product: str, destination: str, *held: str, day: date = DAY, attributes: tuple[str, ...] = ()) -> DestinationReport:
    pieces = parse_held(answers.directory, held or ("none",))
    request = understand(answers.directory, product=product, destinations=[destination], held=pieces, attributes=attributes, as_of=day)
    return answers.report(request).destinations[0]


def requirement(report: DestinationReport, scheme: str) -> RequirementVerdict:
    found = find_requirement(report, scheme)
    assert found is not None, scheme
    return found


def element(report: DestinationReport, scheme: str, name: str) -> ElementVerdict:
    found = find_element(requirement(report, scheme), name)
    assert found is not None, name
    return found


def best(report: DestinationReport, scheme: str, name: str) -> CaseVerdict:
    found = element(report, scheme, name).best
    assert found is not None, name
    return found


@pytest.mark.parametrize("file", case_files(WORKED), ids=lambda file: file.stem)
def test_a_worked_case_agrees(file: Path, answers: Answers) -> None:
    assert [sentence.en for sentence in differences(file, answers)] == []


@pytest.mark.parametrize("file", [*case_files(WORKED), *case_files(CONTRACT)], ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_case_says_in_both_languages_what_it_claims(file: Path) -> None:
    case = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(case["note"]) == {"en", "zh"}
    assert case["note"]["en"].endswith(".")
    assert case["note"]["zh"].endswith("。")
    claim = file.stem.rpartition(".")[2]
    said = [entry.get("verdict") for expected in case["expect"] for entry in (expected, *expected.get("element", ()))]
    assert claim in said or (claim == "absent" and case["expect"][0]["absent"])


def test_every_verdict_of_the_contract_has_a_case() -> None:
    claims = {file.stem.rpartition(".")[2] for file in case_files(CONTRACT)}
    assert claims >= {"recognized", "partial", "duplicate", "missing", "not_required", "barred", "unknown"}


@pytest.mark.parametrize(("day", "instrument"), [(date(2025, 12, 31), "ilac-mra"), (date(2026, 1, 1), "global-accreditation-cooperation")])
def test_the_accreditation_arrangement_changes_hands(day: date, instrument: str, answers: Answers) -> None:
    """The rule names the ILAC arrangement; from 2026-01-01 its successor is what gives it effect."""
    report = market(answers, "power-adapter", "GCC", "cnas_test_report", day=day)
    case = best(report, "gcc-gmark-lve", "type-examination/emc-test")
    assert (case.verdict, case.path.instrument) == ("partial", instrument)
    assert case.facts["instrumentInForce"] is True


@pytest.mark.parametrize(("day", "edition"), [(date(2023, 7, 31), "GB 4943.1-2011"), (date(2023, 8, 1), "GB 4943.1-2022")])
def test_what_a_ccc_certificate_yields_changes_on_the_first_day_of_the_standard(day: date, edition: str, answers: Answers) -> None:
    report = market(answers, "power-adapter", "CN", "ccc", day=day)
    tests = [entry for entry in requirement(report, "cn-ccc").routes[0].elements if entry.element.id.startswith("safety-test-adapter")]
    assert [(entry.verdict, entry.element.standards) for entry in tests] == [("recognized", (edition,))]
    assert tests[0].best is not None
    assert [(link.evidence, link.relation) for link in tests[0].best.path.standards] == [(edition, "identical")]


def test_what_an_authority_may_accept_is_printed_as_an_open_point(answers: Answers) -> None:
    case = best(market(answers, "electric-kettle", "HK", "ccc"), "hk-epsr-certificate", "e-director/other-document")
    assert (case.verdict, case.path.how) == ("duplicate", "discretionary")
    assert case.open


def test_what_remains_of_a_partial_verdict_is_named(answers: Answers) -> None:
    case = best(market(answers, "power-adapter", "GB", "cb_report"), "gb-eesr", "a-ukca/safety-test-adapter")
    assert case.verdict == "partial"
    assert any("BS EN IEC 62368-1" in rest.en and "IEC 62368-1:2018" in rest.en for rest in case.delta)


def test_every_presumption_is_printed(answers: Answers) -> None:
    case = best(market(answers, "power-adapter", "HK", "cb_report"), "hk-epsr-certificate", "a-cb/safety-test-adapter")
    assert any("issuing body is on the list" in assumption.en for assumption in case.assumptions)


def test_a_ban_lists_what_still_opens_it_and_who_grants_it(answers: Answers) -> None:
    ban = requirement(market(answers, "e-cigarette", "HK"), "hk-alternative-smoking-products")
    assert ban.verdict == "barred"
    assert all(clause.condition.en and clause.authority.en and clause.sources for clause in ban.requirement.exceptions)
    assert ban.requirement.exceptions


def test_the_best_route_comes_first_and_the_others_are_shown(answers: Answers) -> None:
    verdict = requirement(market(answers, "power-adapter", "JP", "cb_report"), "jp-denan-specified")
    words = [entry.verdict for entry in verdict.routes]
    assert (verdict.verdict, verdict.routes[0].route.id) == ("partial", "a-certificate")
    assert len(words) > 1
    assert words == sorted(words, key=BEST_FIRST.index)


def test_flags_tell_what_a_better_word_hides(answers: Answers) -> None:
    verdict = requirement(market(answers, "power-adapter", "JP", "cb_report", "ccc"), "jp-denan-specified")
    assert (verdict.verdict, verdict.contains_duplicate, verdict.contains_unknown) == ("partial", True, False)
    capped = requirement(market(answers, "surgical-mask", "EU", "nmpa_production_licence", "test_report_destination_standard"), "eu-mdr")
    assert (capped.verdict, capped.contains_unknown) == ("partial", True)


def test_voluntary_and_regional_requirements_are_counted_apart(answers: Answers) -> None:
    report = market(answers, "toy", "US", "none")
    regional = [entry for entry in report.requirements if entry.requirement.where]
    voluntary = [entry for entry in report.requirements if not entry.requirement.mandatory and not entry.requirement.where]
    assert sum(report.regional.values()) == len(regional) > 0
    assert sum(report.voluntary.values()) == len(voluntary)
    assert sum(report.summary.values()) == len(report.requirements) - len(regional) - len(voluntary)


def test_every_verdict_has_a_source(answers: Answers) -> None:
    for destination in ("EU", "HK", "JP"):
        for entry in market(answers, "power-adapter", destination, "cb_report", "ccc").requirements:
            assert entry.requirement.sources, entry.requirement.scheme
            cases = [case for route in entry.routes for judged in route.elements for case in judged.cases]
            assert all(case.sources for case in cases), entry.requirement.scheme
