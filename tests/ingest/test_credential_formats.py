"""What is read from each format of digital certificates."""

from datetime import timedelta
from typing import Any

import pytest

from mra.gap.live import LiveSource
from mra.ingest.credential import Draft
from mra.ingest.kinds import find_kind
from mra.model.directory import Directory
from mra.model.text import Bilingual
from tests.ingest.credential_reading import Read, codes, refusal
from tests.ingest.digital_made import AT, attested, calibration, credential, make_signer, new_key, sample, sign_xml, signed, trusting, vouching


def test_a_conformity_credential(read: Read) -> None:
    (found,), problems = read(credential())
    assert found.kind == "cb_report"
    assert dict(found.qualifiers) == {
        "number": "CN-00123",
        "holder": "深圳灯具厂",
        "issuer": "Good Body",
        "lab": "Lamp Laboratory",
        "date": "2025-03-01",
        "test_date": "2025-02-01",
        "valid_until": "2028-02-29",
        "report": "yes",
        "endorsed": "yes",
        "factory_name": "Works 2, Shenzhen",
        "standard": "IEC 1:2018",
    }
    assert (found.product, found.hs, found.signature.state) == ("LED desk lamp L-7", ("940521",), "none")
    assert [(problem.code, problem.file) for problem in problems] == [("note-unverified", "certificate")]


def test_a_signed_credential_is_valid_as_its_issuer_keeps_no_list(read: Read) -> None:
    key = new_key()
    (found,), problems = read(signed(credential(), key), trust=trusting(key))
    assert problems == []
    assert (found.signature.state, found.signature.signer) == ("verified", "did:web:certifier.example#key-1")
    assert found.qualifiers["status"] == "valid"
    held = found.held()
    assert not held.is_specimen
    assert (held.qualifiers["signature"], held.qualifiers["product"], held.qualifiers["hs"]) == ("verified", "LED desk lamp L-7", "940521")


def test_certifications_of_a_product_page(read: Read) -> None:
    (found,), (problem,) = read(sample("certification.json"))
    assert found.kind == "ccc"
    assert dict(found.qualifiers) == {
        "number": "2025010101000001",
        "holder": "Shenzhen Lamps Ltd",
        "issuer": "Good Body",
        "date": "2025-03-01",
        "valid_until": "2030-03-01",
        "status": "valid",
        "economy": "CN",
    }
    assert (found.product, found.hs) == ("LED desk lamp", ("940521",))
    assert (problem.code, problem.field) == ("only-named", "hasCertification[1]")


def test_gs1_certification_details(read: Read) -> None:
    (found,), problems = read(sample("gs1.json"))
    assert problems == []
    assert found.kind == "ccc"
    assert dict(found.qualifiers) == {
        "number": "2025010101000002",
        "holder": "深圳灯具厂",
        "issuer": "Good Body",
        "date": "2025-04-01",
        "valid_until": "2030-03-31",
        "status": "ended",
        "factory_name": "二厂",
        "standard": "GB 1-2022",
    }
    assert found.product == "台灯"


def test_a_partner_certificate_says_its_standard_and_not_its_kind(read: Read) -> None:
    (found,), problems = read(sample("catenax.json"), kind="ccc")
    assert problems == []
    assert dict(found.qualifiers) == {
        "number": "QM 4711",
        "holder": "BPNL0000000TEST1",
        "issuer": "Good Body",
        "date": "2025-01-02",
        "valid_until": "2028-01-01",
        "factory_name": "BPNS0000000TEST1|BPNS0000000TEST2",
        "standard": "IEC 1:2018",
    }
    assert refusal(read, sample("catenax.json")) == "Which kind of evidence “IEC 1” is cannot be told. Possible: —."


def test_a_calibration_certificate(read: Read) -> None:
    (found,), problems = read(calibration(), kind="cb_report")
    assert codes(problems) == ["note-unverified"]
    assert dict(found.qualifiers) == {
        "number": "CAL-2026-7",
        "holder": "深圳灯具厂",
        "issuer": "Calibration Laboratory",
        "lab": "Calibration Laboratory",
        "date": "2026-01-08",
        "test_date": "2026-01-08",
        "economy": "CN",
        "standard": "IEC 1:2018",
    }
    assert found.product == "Luminance meter"


def test_a_calibration_certificate_signed_under_a_trusted_authority(read: Read) -> None:
    root = make_signer("Root", is_authority=True)
    laboratory = make_signer("Calibration Laboratory", root)
    (found,), problems = read(sign_xml(calibration(), laboratory), trust=vouching(root), kind="cb_report")
    assert problems == []
    assert (found.signature.state, found.signature.signer, found.qualifiers["status"]) == ("verified", "CN=Calibration Laboratory", "valid")
    (direct,), _ = read(sign_xml(calibration(), laboratory), trust=vouching(laboratory), kind="cb_report")
    assert direct.signature.state == "verified"


def enveloped(token: str) -> dict[str, str]:
    return {"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}


@pytest.mark.parametrize(
    "wrap",
    [
        enveloped,
        lambda token: {
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [{"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}],
        },
        lambda token: {"type": ["VerifiablePresentation"], "verifiableCredential": token},
        lambda token: [token],
        lambda token: f"\n{token}\n",
    ],
)
def test_envelopes(read: Read, wrap: Any) -> None:
    key = new_key("Ed25519")
    (found,), problems = read(wrap(signed(credential(), key, "EdDSA")), trust=trusting(key))
    assert problems == []
    assert found.signature.state == "verified"


def test_an_older_token_keeps_claims_outside_of_the_credential(read: Read) -> None:
    key = new_key()
    inner = credential(issuer=None, validFrom=None, validUntil=None)
    token = signed({"iss": "did:web:certifier.example", "nbf": 1740787200, "exp": 1835481600, "vc": inner}, key, typ="JWT")
    (found,), problems = read(token, trust=trusting(key))
    assert problems == []
    assert (found.qualifiers["date"], found.qualifiers["valid_until"]) == ("2025-03-01", "2028-02-29")


def test_several_certificates_in_one_file_are_judged_one_by_one(read: Read) -> None:
    found, problems = read([attested(registeredId="A-1"), attested(assessment=[{"conformance": False}]), attested(registeredId="A-3")])
    assert [entry.qualifiers["number"] for entry in found] == ["A-1", "A-3"]
    assert [(problem.code, problem.field) for problem in problems if problem.code == "not-conforming"] == [("not-conforming", "[1].credentialSubject[0]")]


def test_only_conforming_assessments_count(read: Read) -> None:
    good = sample("untp.json")["credentialSubject"]["assessment"][0]
    bad = {**good, "conformance": False, "referenceStandard": {"name": "EN 1:2019"}}
    (found,), _ = read(attested(assessment=[good, bad]))
    assert found.qualifiers["standard"] == "IEC 1:2018"


def test_a_standard_met_besides_a_known_one_is_left_aside(read: Read) -> None:
    good = sample("untp.json")["credentialSubject"]["assessment"][0]
    (found,), problems = read(attested(assessment=[good, {**good, "referenceStandard": {"name": "XX 7:2001"}}]))
    assert found.qualifiers["standard"] == "IEC 1:2018"
    assert "The standard “XX 7:2001” is not recorded and was left aside." in [problem.message.en for problem in problems]


@pytest.mark.parametrize("stated", ["IEC 1:2018+AMD1:2020", "IEC 1:2018 + AMD1:2020", "IEC 1:2018 Amd 1:2020", "IEC 1:2018/COR1:2019", "IEC 1"])
def test_an_amended_edition_is_not_taken_for_the_plain_one(read: Read, stated: str) -> None:
    good = sample("untp.json")["credentialSubject"]["assessment"][0]
    document = attested(assessment=[{**good, "referenceStandard": {"name": stated}}])
    assert refusal(read, document) == f"The standard “{stated}” is not recorded in this edition."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IECEE CB Scheme", "cb_report"),
        ("CB test certificate", "cb_report"),
        ("China Compulsory Certification (CCC)", "ccc"),
        ("强制性产品认证", "ccc"),
        ("CCC认证证书", "ccc"),
        ("CB报告", "cb_report"),
        ("SRRC证书", "srrc"),
        ("CCC self-declaration", "ccc_sdoc"),
        ("强制性产品认证自我声明", "ccc_sdoc"),
        ("CB full certification", "cb_fcs"),
        ("CQC标志认证", "cqc"),
        ("SRRC radio type approval", "srrc"),
        ("无线电发射设备型号核准", "srrc"),
        ("电信设备进网许可证", "nal"),
        ("UN38.3 summary", "un38_3"),
        ("GB/T 19630 organic", "organic_cn"),
        ("湾区认证", "gba_cert"),
        ("“圳品”评价", "zhenpin"),
        ("医疗器械生产许可证", "nmpa_production_licence"),
        ("医疗器械注册证", "nmpa"),
        ("IECEx Certificate of Conformity", "iecex"),
        ("Sample ESG Standard", None),
        ("Halal certificate", None),
    ],
)
def test_kinds_by_the_name_of_the_scheme(live: LiveSource, text: str, kind: str | None) -> None:
    assert find_kind(Draft(place="", words={}, schemes=(text,)), live.directory).kind == kind


@pytest.mark.parametrize(
    ("standard", "kind"),
    [
        ("ISO 9001:2015", "iso9001_cnas"),
        ("GB/T 19001-2016", "iso9001_cnas"),
        ("ISO9001质量管理体系认证", "iso9001_cnas"),
        ("ISO 14001", "iso14001_cnas"),
        ("ISO/IEC 27001:2022", "iso27001_cnas"),
        ("ISO 13485:2016", "iso13485_cnas"),
        ("ISO 22000:2018", "iso22000_cnas"),
        ("ISO 45001:2018", "iso45001_cnas"),
    ],
)
def test_a_management_system_needs_its_accreditation_said(live: LiveSource, standard: str, kind: str) -> None:
    said = find_kind(Draft(place="", words={}, schemes=(standard,), accreditations=("CNAS认可",)), live.directory)
    assert said.kind == kind
    open_ = find_kind(Draft(place="", words={}, schemes=(standard,), accreditations=("DAkkS",)), live.directory)
    assert (open_.kind, open_.choices, open_.wants_cnas) == (None, (kind,), True)


@pytest.mark.parametrize(
    ("accreditation", "kind"), [("中国合格评定国家认可委员会", "cnas_test_report"), ("CMA", "cma_test_report"), ("DAkkS", None), ("CNAS and CMA", None)]
)
def test_a_test_report_is_of_the_accreditation_of_its_laboratory(live: LiveSource, accreditation: str, kind: str | None) -> None:
    draft = Draft(place="", words={}, activity="testing", schemes=("Test report",), accreditations=(accreditation,))
    assert find_kind(draft, live.directory).kind == kind


def test_a_text_that_names_two_schemes_is_no_kind(live: LiveSource) -> None:
    found = find_kind(Draft(place="", words={}, schemes=("CCC and SRRC",)), live.directory)
    assert found.kind is None
    assert set(found.choices) == {"ccc", "srrc"}


def test_a_label_in_either_language_is_a_kind(tiny: LiveSource) -> None:
    kinds = {**tiny.directory.kinds, "x": Bilingual("Lamp thing", "灯证")}
    directory = Directory(**{**{name: getattr(tiny.directory, name) for name in Directory.__dataclass_fields__}, "kinds": kinds})
    assert [find_kind(Draft(place="", words={}, schemes=(text,)), directory).kind for text in ("lamp THING", "灯证", "x", "Nothing")] == ["x", "x", "x", None]


def test_a_certificate_is_judged_at_the_stated_moment(read: Read) -> None:
    key = new_key()
    token = signed(credential(), key)
    assert codes(read(token, trust=trusting(key), at=AT + timedelta(days=900))[1]) == ["note-expired"]
    assert refusal(read, token, trust=trusting(key), at=AT - timedelta(days=900)) == (
        "It holds from 2025-03-01T08:00:00+08:00 only; the day asked about is 2023-12-14."
    )


def test_standards_without_end_are_not_looked_up(read: Read) -> None:
    good = sample("untp.json")["credentialSubject"]["assessment"][0]
    many = [{**good, "referenceStandard": {"name": f"XX {number}:2001"}} for number in range(201)]
    assert refusal(read, attested(assessment=many)) == "The certificate names 201 standards; more than 200 are not read."


@pytest.mark.parametrize(
    ("text", "known"), [("Lamps to IEC 1:2018, first part", True), ("word " * 39 + "IEC 1:2018", False), ("IEC 1:2018 " + "word " * 60, True)]
)
def test_a_designation_within_a_text(read: Read, text: str, known: bool) -> None:
    good = sample("untp.json")["credentialSubject"]["assessment"][0]
    found, _ = read(attested(assessment=[{**good, "referenceStandard": {"name": text}}]))
    assert [entry.qualifiers["standard"] for entry in found] == (["IEC 1:2018"] if known else [])
