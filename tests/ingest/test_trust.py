"""The file of what the user trusts, and identifiers that are resolved without a network."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from mra.errors import InputError
from mra.ingest.dids import key_of_did
from mra.ingest.moments import begin, end, first_day, last_day
from mra.ingest.multibase import from_base58, from_base64url, key_of_multibase, to_base64url
from mra.ingest.trust import read_trust
from tests.ingest.credential_reading import Read, codes
from tests.ingest.digital_made import (
    AT,
    ISSUER,
    KID,
    calibration,
    credential,
    make_signer,
    new_key,
    public,
    revoked_by,
    sign_xml,
    signed,
    status_entry,
    status_list,
)

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def multibase(key: Any) -> str:
    """The key as the end of a did:key."""
    stated = public(key)
    x = from_base64url(stated["x"])
    if stated["crv"] == "Ed25519":
        return "z" + base58(b"\xed\x01" + x)
    sign = 2 + from_base64url(stated["y"])[-1] % 2
    return "z" + base58((b"\x80\x24" if stated["crv"] == "P-256" else b"\x81\x24") + bytes([sign]) + x)


def did_jwk(key: Any) -> str:
    return "did:jwk:" + to_base64url(json.dumps(public(key)).encode())


def document(key: Any, **changes: Any) -> dict[str, Any]:
    method = {"id": "#key-1", "type": "JsonWebKey", "controller": ISSUER, "publicKeyJwk": public(key)}
    return {"id": ISSUER, "verificationMethod": [method], "assertionMethod": ["#key-1"], **changes}


def trust_file(folder: Path, text: str) -> Path:
    file = folder / "trust.toml"
    file.write_text(text, encoding="utf-8")
    return file


def toml(jwk: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{name} = {json.dumps(value)}" for name, value in jwk.items()) + " }"


def test_keys_in_toml_and_in_json(read: Read, tmp_path: Path) -> None:
    key = new_key()
    written = f'[[key]]\nissuer = "{ISSUER}"\nid = "{KID}"\nfrom = 2026-01-01\nuntil = 2026-06-01\njwk = {toml(public(key))}\n'
    entry = {"issuer": ISSUER, "id": KID, "from": "2026-01-01", "until": "2026-06-01", "jwk": public(key)}
    token = signed(credential(), key)
    for text in (written, json.dumps({"key": [entry]}), "\ufeff" + written):
        trust = read_trust(trust_file(tmp_path, text))
        assert read(token, trust=trust)[0][0].signature.state == "verified"
        assert codes(read(token, trust=trust, at=AT.replace(day=2))[1]) == ["signature-invalid"]


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "Ed25519"])
@pytest.mark.parametrize("method", ["key", "jwk"])
def test_identifiers_that_hold_their_key(read: Read, tmp_path: Path, algorithm: str, method: str) -> None:
    key = new_key(algorithm)
    did = f"did:key:{multibase(key)}" if method == "key" else did_jwk(key)
    kid = f"{did}#{multibase(key)}" if method == "key" else f"{did}#0"
    assert key_of_did(did).jwk["x"] == public(key)["x"]
    token = signed(credential(issuer=did), key, algorithm, kid=kid)
    trust = read_trust(trust_file(tmp_path, f'[[did]]\nid = "{did}"\n'))
    assert read(token, trust=trust)[0][0].signature.state == "verified"
    (found,), problems = read(token)
    assert found.signature.state == "unverified"
    assert problems[0].message.en.endswith("nothing says whose that is.")
    forged = signed(credential(issuer=did), new_key(algorithm), algorithm, kid=kid)
    assert codes(read(forged)[1]) == ["signature-invalid"]


def test_an_identifier_without_a_key_is_no_issuer(read: Read) -> None:
    for did in ("did:key:z6Mk", "did:key:abc", "did:jwk:e30", "did:jwk:%", "did:jwk:" + "W10" * 100, "did:key:z" + "z" * 5_000):
        assert codes(read(signed(credential(issuer=did), new_key(), kid=None))[1]) == ["signature-invalid"], did


def test_documents_of_did_web_that_the_user_keeps(read: Read, tmp_path: Path) -> None:
    key, other = new_key(), new_key("Ed25519")
    trust = trust_file(tmp_path, f'[[did]]\nid = "{ISSUER}"\ndocument = "did.json"\nfrom = 2025-01-01\n')
    more = {"id": f"{ISSUER}#key-2", "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": multibase(other), "expires": "2026-05-31T00:00:00Z"}
    (tmp_path / "did.json").write_text(json.dumps({**document(key), "assertionMethod": ["#key-1", more]}))
    known = read_trust(trust)
    assert read(signed(credential(), key), trust=known)[0][0].signature.state == "verified"
    for kid in ("#key-1", "key-1", None):
        assert read(signed(credential(), key, kid=kid), trust=known)[0][0].signature.state == "verified"
    late = signed(credential(), other, "EdDSA", kid=f"{ISSUER}#key-2")
    assert "no longer counted" in read(late, trust=known)[1][0].message.en
    assert read(late, trust=known, at=AT.replace(month=5))[0][0].signature.state == "verified"


def test_an_issuer_who_calls_himself_something_else(read: Read, tmp_path: Path) -> None:
    key = new_key()
    text = f'[[key]]\nissuer = "{ISSUER}"\nname = "good  body"\njwk = {toml(public(key))}\n'
    trust = read_trust(trust_file(tmp_path, text))
    assert read(signed(credential(), key), trust=trust)[0][0].signature.state == "verified"
    for name in ("CQC", ""):
        (problem,) = read(signed(credential(issuer={"id": ISSUER, "name": name}), key), trust=trust)[1]
        assert problem.message.en.endswith(f"The key is that of “good body”, the credential names “{name or '—'}” as its issuer.")


def test_a_key_that_is_not_for_assertions_is_no_issuers_key(read: Read, tmp_path: Path) -> None:
    key, other = new_key(), new_key()
    method = {"id": "#key-2", "type": "JsonWebKey", "controller": ISSUER, "publicKeyJwk": public(other)}
    whole = document(key)
    (tmp_path / "did.json").write_text(json.dumps({**whole, "verificationMethod": [*whole["verificationMethod"], method], "authentication": ["#key-2"]}))
    trust = read_trust(trust_file(tmp_path, f'[[did]]\nid = "{ISSUER}"\ndocument = "did.json"\n'))
    assert read(signed(credential(), other, kid=f"{ISSUER}#key-2"), trust=trust)[0][0].signature.state == "unverified"
    assert codes(read(signed(credential(), other), trust=trust)[1]) == ["signature-invalid"]


def test_certificates_and_lists_out_of_files(read: Read, tmp_path: Path) -> None:
    root, key = make_signer("Root", is_authority=True), new_key()
    laboratory = make_signer("Laboratory", root)
    (tmp_path / "root.pem").write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "root.crl").write_bytes(revoked_by(root, laboratory.certificate, AT).public_bytes(serialization.Encoding.PEM))
    (tmp_path / "list.jwt").write_text(signed(status_list([94_567]), key))
    base = f'[[certificate]]\nfile = "root.pem"\n[[status_list]]\nfile = "list.jwt"\n[[key]]\nissuer = "{ISSUER}"\njwk = {toml(public(key))}\n'
    trust = read_trust(trust_file(tmp_path, base))
    assert read(sign_xml(calibration(), laboratory), trust=trust, kind="ccc")[0][0].signature.state == "verified"
    assert read(signed(credential(credentialStatus=status_entry()), key), trust=trust)[0][0].qualifiers["status"] == "withdrawn"
    trust = read_trust(trust_file(tmp_path, f'{base}[[crl]]\nfile = "root.crl"\n'))
    assert "had been revoked" in read(sign_xml(calibration(), laboratory), trust=trust, kind="ccc")[1][0].message.en


GOOD = toml(public(new_key()))
SECRET = toml({**public(new_key()), "d": "AAAA"})
NOT_A_KEY = "what it holds is no public key, certificate or identifier of a kind that is understood."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[key]\n", "the trust file is neither TOML nor JSON."),
        ("[[keys]]\n", "“keys” is no list of a trust file. Known: key, did, certificate, crl, status_list"),
        ('key = "x"\n', "“key” is no list of a trust file. Known: key, did, certificate, crl, status_list"),
        ('[[key]]\nissuer = "a"\nhow = 1\n', "key 1 has a key that is not known. Known: from, id, issuer, jwk, name, until"),
        (f"[[key]]\njwk = {GOOD}\n", "key 1 cannot be trusted: “issuer” is missing."),
        ('[[key]]\nissuer = "a"\n', "key 1 cannot be trusted: it is no public key (JWK of the type EC, OKP or RSA)."),
        ('[[key]]\nissuer = "a"\njwk = { kty = "oct", k = "AAAA" }\n', "key 1 cannot be trusted: it is no public key (JWK of the type EC, OKP or RSA)."),
        (f'[[key]]\nissuer = "a"\njwk = {SECRET}\n', "key 1 cannot be trusted: it holds a secret key; a trust file holds public keys only."),
        ('[[key]]\nissuer = "a"\njwk = { kty = "EC", crv = "P-256", x = "AAAA", y = "AAAA" }\n', f"key 1 cannot be trusted: {NOT_A_KEY}"),
        ('[[key]]\nissuer = "a"\njwk = { kty = "EC", crv = "P-256" }\n', f"key 1 cannot be trusted: {NOT_A_KEY}"),
        (f'[[key]]\nissuer = "a"\nuntil = "tomorrow"\njwk = {GOOD}\n', "key 1 cannot be trusted: from and until are days (2026-11-22) or moments"),
        (f'[[key]]\nissuer = "a"\nuntil = 7\njwk = {GOOD}\n', "key 1 cannot be trusted: from and until are days (2026-11-22) or moments"),
        ('[[did]]\nid = "did:ion:x"\n', "did 1 cannot be trusted: only did:key, did:jwk and did:web are understood."),
        ('[[did]]\nid = "did:key:z6Mk"\n', f"did 1 cannot be trusted: {NOT_A_KEY}"),
        ('[[did]]\nid = "did:web:a"\n', "did 1 cannot be trusted: “document” is missing."),
        ('[[did]]\nid = "did:web:a"\ndocument = "none.json"\n', "none.json"),
        ('[[did]]\nid = "did:web:a"\ndocument = "did.json"\n', "did 1 cannot be trusted: the document is not that of did:web:a."),
        ('[[did]]\nid = "did:web:b"\ndocument = "b.json"\n', "did 1 cannot be trusted: the document names no key for issuing credentials (assertionMethod)."),
        ('[[did]]\nid = "did:web:c"\ndocument = "c.json"\n', "did 1 cannot be trusted: the key did:web:c#1 is controlled by somebody else."),
        ('[[did]]\nid = "did:web:d"\ndocument = "d.json"\n', "did 1 cannot be trusted: a key has neither publicKeyJwk nor publicKeyMultibase."),
        ('[[certificate]]\nfile = "did.json"\n', f"certificate 1 cannot be trusted: {NOT_A_KEY}"),
        ('[[crl]]\nfile = "did.json"\n', f"crl 1 cannot be trusted: {NOT_A_KEY}"),
        ('{"key": [7]}', "key 1 has a key that is not known. Known: from, id, issuer, jwk, name, until"),
        ('{"key": [], "key": []}', "the key “key” stands twice in one object"),
    ],
)
def test_a_file_of_trust_with_a_fault_is_not_used_at_all(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "did.json").write_text(json.dumps(document(new_key())))
    (tmp_path / "b.json").write_text(json.dumps({"id": "did:web:b", "verificationMethod": [], "assertionMethod": ["did:web:b#1"]}))
    (tmp_path / "c.json").write_text(json.dumps({"id": "did:web:c", "assertionMethod": [{"id": "#1", "controller": "did:web:x"}]}))
    (tmp_path / "d.json").write_text(json.dumps({"id": "did:web:d", "assertionMethod": [{"id": "#1"}]}))
    with pytest.raises(InputError) as caught:
        read_trust(trust_file(tmp_path, text))
    assert said in caught.value.text.en
    assert caught.value.text.zh


def test_a_short_rsa_key_is_none(tmp_path: Path) -> None:
    numbers = rsa.generate_private_key(65537, 1024).public_key().public_numbers()
    jwk = {"kty": "RSA", "n": to_base64url(numbers.n.to_bytes(128, "big")), "e": "AQAB"}
    with pytest.raises(InputError, match="key 1 cannot be trusted"):
        read_trust(trust_file(tmp_path, f'[[key]]\nissuer = "a"\njwk = {toml(jwk)}\n'))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_trust(tmp_path / "none.toml")


@given(st.binary(max_size=80))
def test_encodings_go_there_and_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data
    assert from_base64url(to_base64url(data)) == data


@given(st.text(max_size=60))
def test_no_text_breaks_an_encoding(text: str) -> None:
    for decode in (from_base58, from_base64url, key_of_multibase, begin, end, first_day, last_day):
        try:
            decode(text)
        except ValueError:
            continue


@given(st.datetimes(), st.integers(-23, 23))
def test_moments_and_days(moment: Any, hours: int) -> None:
    text = f"{moment:%Y}".zfill(4) + f"-{moment:%m-%dT%H:%M:%S}{hours:+03d}:00"
    day = text[:10]
    assert first_day(text) == day
    assert begin(text) == end(text)
    if text[11:19] != "00:00:00":
        assert last_day(text) == day
    assert (first_day(day), last_day(day)) == (day, day)
    assert begin(day) < end(day)


def test_midnight_belongs_to_the_day_before() -> None:
    assert last_day("2026-03-01T00:00:00Z") == "2026-02-28"
    assert last_day("2026-03-01T00:00:00.000001Z") == "2026-03-01"


def test_base64_is_not_taken_loosely() -> None:
    for text in ("A", "AA==", "A A", "é", "AA\n"):
        with pytest.raises(ValueError, match="base64url"):
            from_base64url(text)
    assert base64.urlsafe_b64encode(b"\xff\xfe") == b"__4="
