"""Digital certificates made for the tests: keys, signed credentials, calibration certificates, certificates of authorities. Nothing here is real."""

import base64
import gzip
import hmac
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.signer import XMLSigner

from mra.ingest.dids import TrustedKey
from mra.ingest.trust import Trust

SAMPLES = Path(__file__).parent / "digital"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ISSUER = "did:web:certifier.example"
KID = f"{ISSUER}#key-1"
LIST = "https://certifier.example/status/1"


def sample(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def credential(**changes: Any) -> dict[str, Any]:
    """The sample of a conformity credential with other values at the top; ``None`` leaves a key out."""
    return {key: value for key, value in {**sample("untp.json"), **changes}.items() if value is not None}


def attested(**changes: Any) -> dict[str, Any]:
    """The sample with other values in its attestation; ``None`` leaves a key out."""
    whole = credential()
    subject = {key: value for key, value in {**whole["credentialSubject"], **changes}.items() if value is not None}
    return {**whole, "credentialSubject": subject}


def new_key(algorithm: str = "ES256") -> ECKey | OKPKey | RSAKey:
    if algorithm in ("EdDSA", "Ed25519"):
        return OKPKey.generate_key("Ed25519")
    if algorithm in ("RS256", "PS256"):
        return RSAKey.generate_key(2048)
    return ECKey.generate_key("P-384" if algorithm == "ES384" else "P-256")


def public(key: Any) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def signed(document: Mapping[str, Any], key: Any, algorithm: str = "ES256", **header: Any) -> str:
    """A compact JWS over ``document``."""
    whole = {"alg": algorithm, "typ": "vc+jwt", "kid": KID, **header}
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jws.serialize_compact({name: value for name, value in whole.items() if value is not None}, json.dumps(document), key, registry=registry)


def by_hand(header: Mapping[str, Any], document: Mapping[str, Any], signature: bytes = b"") -> str:
    """A token that no library would make."""
    parts = (json.dumps(header).encode(), json.dumps(document).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def with_public_key_as_secret(document: Mapping[str, Any], key: Any) -> str:
    """The old trick: an HMAC whose secret is the public key."""
    text = by_hand({"alg": "HS256", "typ": "vc+jwt", "kid": KID}, document).rpartition(".")[0]
    code = hmac.new(key.as_pem(private=False), text.encode(), "sha256").digest()
    return f"{text}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"


def trusting(key: Any, *, issuer: str = ISSUER, kid: str = KID, start: datetime | None = None, end: datetime | None = None, lists: Sequence[str] = ()) -> Trust:
    entry = TrustedKey(issuer=issuer, id=kid, jwk=public(key), start=start, end=end)
    return Trust(keys=(entry,), status_lists=tuple((f"list-{number}", text.encode()) for number, text in enumerate(lists)))


def status_list(bits: Sequence[int] = (), *, purpose: str = "revocation", size: int = 16_384, **changes: Any) -> dict[str, Any]:
    content = bytearray(size)
    for bit in bits:
        content[bit // 8] |= 1 << (7 - bit % 8)
    coded = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(content), mtime=0)).rstrip(b"=").decode()
    return {
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "id": LIST,
        "issuer": ISSUER,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": coded},
        **changes,
    }


def status_entry(index: int = 94_567, purpose: str = "revocation") -> dict[str, Any]:
    return {"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": str(index), "statusListCredential": LIST}


# -- XML


@dataclass(frozen=True)
class Signer:
    """A key with its certificate and those above it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: "Signer | None" = None


def make_signer(
    name: str,
    authority: Signer | None = None,
    *,
    is_authority: bool = False,
    start: datetime = AT - timedelta(days=400),
    end: datetime = AT + timedelta(days=400),
    may_sign: bool = True,
) -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = authority or Signer(key, None)  # type: ignore[arg-type]
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(above.certificate.subject if authority else subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
    usage = dict.fromkeys(("content_commitment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only", "key_encipherment", "crl_sign"), False)
    usage |= {"digital_signature": may_sign and not is_authority, "key_cert_sign": is_authority, "crl_sign": is_authority}
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if authority:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), critical=False)
    return Signer(key, builder.sign(above.key, hashes.SHA256()), authority)


def revoked_by(authority: Signer, certificate: x509.Certificate, day: datetime) -> x509.CertificateRevocationList:
    entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(day).build()
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.certificate.subject).last_update(day).next_update(day + timedelta(days=30))
    return builder.add_revoked_certificate(entry).sign(authority.key, hashes.SHA256())


def calibration() -> bytes:
    return (SAMPLES / "dcc.xml").read_bytes()


def sign_xml(data: bytes, signer: Signer, *, reference: str | None = None) -> bytes:
    """``data`` with an enveloped signature that brings its certificates along."""
    root = etree.fromstring(data)
    chain = [signer.certificate, *([signer.authority.certificate] if signer.authority else [])]
    pem = [entry.public_bytes(serialization.Encoding.PEM).decode() for entry in chain]
    maker = XMLSigner(signature_algorithm=SignatureMethod.ECDSA_SHA256, c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0)
    done = maker.sign(root, key=signer.key, cert="".join(pem), reference_uri=reference)
    return etree.tostring(done, xml_declaration=True, encoding="UTF-8")


def vouching(*signers: Signer) -> Trust:
    return replace(Trust(), certificates=tuple(signer.certificate for signer in signers))
