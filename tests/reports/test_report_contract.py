"""The JSON keeps the contract."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mra.model.evidence import Held
from mra.model.sheet import VERDICTS
from mra.reports import RENDERERS
from mra.reports.contract import SCHEMA, as_contract

SCHEMA_FILE = Path(__file__).parent.parent / "contract" / "gap-report.schema.json"
DEFINED = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["$defs"]
FIELDS = {
    "requirement": set(DEFINED["requirement"]["properties"]),
    "element": set(DEFINED["requirement"]["properties"]["elements"]["items"]["properties"]),
    "scheme": set(DEFINED["requirement"]["properties"]["scheme"]["properties"]),
    "source": set(DEFINED["source"]["properties"]),
}


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")), format_checker=FormatChecker())


def requirements_of(report):
    return {entry["scheme"]["id"]: entry for entry in as_contract(report)["destinations"][0]["requirements"]}


def test_the_contract_holds(report, validator):
    assert list(validator.iter_errors(as_contract(report))) == []


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_contract_holds_for_every_verdict_of_a_requirement(report, validator, verdict):
    entries = [entry for entry in report.destinations[0].requirements if entry.verdict == verdict]
    assert entries
    market = replace(report.destinations[0], requirements=tuple(entries))
    assert list(validator.iter_errors(as_contract(replace(report, destinations=(market,))))) == []


def test_no_field_of_the_contract_is_missing(report):
    for entry in requirements_of(report).values():
        assert FIELDS["requirement"] <= set(entry)
        assert FIELDS["scheme"] <= set(entry["scheme"])
        assert FIELDS["source"] <= set(entry["sources"][0])
        for element in entry["elements"]:
            assert FIELDS["element"] <= set(element)


def test_every_requirement_has_sources_and_reasons(report):
    for entry in requirements_of(report).values():
        assert entry["sources"]
        assert entry["reasons"]


def test_elements_of_all_routes_stand_best_route_first(report):
    partial = requirements_of(report)["aa-partial"]
    assert [(entry["id"], entry["verdict"]) for entry in partial["routes"]] == [("a", "partial"), ("b", "missing")]
    assert [entry["route"] for entry in partial["elements"]] == ["a", "a", "a", "a", "b", "b"]
    assert partial["to_do"] == 3
    assert partial["contains_unknown"] is True


def test_an_element_shows_its_path(report):
    element = requirements_of(report)["aa-partial"]["elements"][0]
    assert element["evidence"] == ["alpha_report"]
    assert element["path"]["instrument"] == "alpha-beta"
    assert element["path"]["instrument_label"]["zh"] == "alpha-beta中文说明"
    assert element["path"]["standards"] == [{"evidence": "X 1", "relation": "modified", "element": "Y 1"}]
    assert element["delta"] == [{"en": "english delta", "zh": "delta中文说明"}]
    assert [found["id"] for found in element["sources"]] == ["s-rule", "s-law"]
    assert requirements_of(report)["aa-missing"]["elements"][0]["path"] is None


def test_assumptions_of_the_evidence_count_for_the_requirement(report):
    assert [text["en"] for text in requirements_of(report)["aa-partial"]["assumptions"]] == ["english attribute", "english presumed"]


def test_what_was_not_reviewed_and_what_is_barred_says_so(report):
    found = requirements_of(report)
    assert [reason["code"] for reason in found["aa-unread"]["reasons"]] == ["not-reviewed", "applies"]
    assert [reason["code"] for reason in found["aa-undecided"]["reasons"]] == ["attribute-not-known"]
    assert found["aa-ban"]["reasons"][0]["code"] == "barred"
    assert found["aa-ban"]["exceptions"][0]["authority"]["en"] == "english granter"
    assert found["aa-ban"]["exceptions"][0]["sources"][0]["id"] == "s-rule"


def test_a_source_is_bilingual_and_dated(report):
    entry = requirements_of(report)["aa-exempt"]
    assert entry["sources"] == entry["scheme"]["legal_basis"]
    assert entry["sources"][0] == {
        "id": "s-law",
        "title": "english title-s-law",
        "title_zh": "title-s-law中文说明",
        "publisher": "Publisher",
        "tier": "law",
        "address": entry["sources"][0]["address"],
        "read_at": "https://example.org/copy",
        "published": "2019-05-01",
        "reviewed": "2026-11-20",
        "confidence": "high",
    }


def test_counts_stand_apart(report):
    market, unread = as_contract(report)["destinations"]
    assert market["summary"]["missing"] == 1
    assert market["summary"]["unknown"] == 3
    assert (market["voluntary"]["missing"], market["regional"]["missing"]) == (1, 1)
    assert [family["level"] for family in market["coverage_by_family"]] == ["partial", "reviewed"]
    assert (market["coverage"], market["reviewed"], market["holds_until"]) == ("partial", "2026-11-20", "2027-01-01")
    assert (unread["coverage"], unread["reviewed"], unread["requirements"]) == ("unknown", None, [])


def test_a_specimen_is_no_certificate(report):
    piece = report.held[0]
    assert as_contract(report)["held"][0]["certificate"] is None
    real = replace(piece, held=Held(kind="alpha_report", qualifiers={"number": "00123"}, is_specimen=False))
    assert as_contract(replace(report, held=(real,)))["held"][0]["certificate"] == {"number": "00123"}


def test_the_json_is_the_contract_in_both_languages(report):
    text = RENDERERS["json"](report, "zh")
    assert text == RENDERERS["json"](report, "en")
    assert text.endswith("}\n")
    assert "中文说明" in text
    read = json.loads(text)
    assert read == as_contract(report)
    assert read["schema"] == SCHEMA
    assert set(read["disclaimer"]) == {"en", "zh"}
    assert read["product"]["attributes"]["radio"] == ["wifi", "bluetooth"]
