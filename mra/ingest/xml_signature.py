"""Signatures within XML: the only door to signxml. What is used afterwards is what was signed, not what the file shows besides."""

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from mra.ingest.credential import Signature, SignatureState
from mra.ingest.linked import tidy
from mra.ingest.trust import Trust
from mra.ingest.x509 import Certificate, RevocationList, UnknownKind, holds_at, is_chained, is_revoked, load_der, load_list, may_sign, subject
from mra.ingest.xml import Element, XmlFault, attribute, children_in, descendants, read_xml, text_of
from mra.language import say

__all__ = ["Checked", "check_signature"]

SPACE: Final = "http://www.w3.org/2000/09/xmldsig#"
_XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
_METHODS: Final = frozenset(
    {
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.SHA256_RSA_MGF1,
        SignatureMethod.SHA384_RSA_MGF1,
        SignatureMethod.SHA512_RSA_MGF1,
    }
)
_DIGESTS: Final = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
_MOST_CERTIFICATES: Final = 5
#: References with their transforms; each makes the library go through the whole document again.
_MOST_STEPS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a signature is worth, and the document as it was signed."""

    signature: Signature
    root: Element


def check_signature(root: Element, trust: Trust, at: datetime, name: str) -> Checked:
    """Check the one signature that stands directly below ``root`` and covers all of it."""
    found = descendants(root, "Signature", SPACE)
    if not found:
        return Checked(signature=_worth("none", "none"), root=root)
    if len(found) > 1 or found[0].getparent() is not root:
        return Checked(signature=_worth("invalid", "place"), root=root)
    if not _covers_all(root, found[0]):
        return Checked(signature=_worth("invalid", "coverage"), root=root)
    try:
        carried = _carried(found[0])
    except ValueError:
        return Checked(signature=_worth("invalid", "certificate"), root=root)
    for leaf in carried or trust.certificates:
        signed = _signed(root, leaf, name)
        if signed is not None:
            lists = [*trust.revocation_lists, *_lists(found[0])]
            if is_revoked(leaf, lists, [*carried, *trust.certificates], at):
                return Checked(signature=_worth("invalid", "certificate-revoked", tidy(subject(leaf)), signer=tidy(subject(leaf)), day=at.date()), root=signed)
            return Checked(signature=_judged(leaf, carried, trust, at), root=signed)
    return Checked(signature=_worth("invalid" if carried else "unverified", "altered" if carried else "no-certificate"), root=root)


def _worth(state: SignatureState, code: str, by: str = "", **values: object) -> Signature:
    return Signature(state=state, reason=say(f"signature.{code}", **values), signer=by)


def _covers_all(root: Element, signature: Element) -> bool:
    """Whether the references are to the whole document, and besides it to properties of the signature only."""
    addresses = {""} | {f"#{value}" for key in ("Id", "ID", "id") if (value := attribute(root, key))}
    references = [entry for info in children_in(signature, SPACE, "SignedInfo") for entry in children_in(info, SPACE, "Reference")]
    whole = [entry for entry in references if entry.get("URI") in addresses]
    if len(references) + len(descendants(signature, "Transform", SPACE)) > _MOST_STEPS:
        return False
    return len(whole) == 1 and all(entry is whole[0] or entry.get("Type") == _PROPERTIES for entry in references)


def _carried(signature: Element) -> list[Certificate]:
    """The certificates that the signature brings along. Raises ``ValueError`` for what is none."""
    found = []
    for element in descendants(signature, "X509Certificate", SPACE)[:_MOST_CERTIFICATES]:
        try:
            found.append(load_der(base64.b64decode("".join(text_of(element).split()), validate=True)))
        except binascii.Error:
            raise ValueError("not base64") from None
    return found


def _lists(signature: Element) -> list[RevocationList]:
    """The lists of revoked certificates that the signature brings along; one that cannot be read says nothing."""
    found = []
    for element in descendants(signature, "EncapsulatedCRLValue", _XADES)[:_MOST_CERTIFICATES]:
        with suppress(ValueError):
            found.append(load_list(base64.b64decode("".join(text_of(element).split()), validate=True)))
    return found


def _signed(root: Element, leaf: Certificate, name: str) -> Element | None:
    """The document as ``leaf`` signed it; ``None`` if it did not. Whether ``leaf`` holds is not asked here."""
    config = SignatureConfiguration(
        location="./",
        expect_references=False,
        signature_methods=_METHODS,
        digest_algorithms=_DIGESTS,
        ignore_ambiguous_key_info=False,
        verification_time=leaf.not_valid_before_utc,
    )
    try:
        results = XMLVerifier().verify(root, x509_cert=leaf, expect_config=config)
    except (SignXMLException, XmlFault, UnknownKind, ValueError, TypeError, KeyError, AttributeError):  # it was made to be checked, not to be attacked
        return None
    every = results if isinstance(results, list) else [results]
    whole = [result for result in every if result.signed_xml is not None and result.signed_xml.tag == root.tag]
    return read_xml(whole[0].signed_data, name) if len(whole) == 1 else None


def _judged(leaf: Certificate, carried: list[Certificate], trust: Trust, at: datetime) -> Signature:
    """A good signature, by whether its certificate is trusted at ``at``."""
    signer = tidy(subject(leaf))
    is_direct = leaf in trust.certificates
    if not may_sign(leaf):
        return _worth("invalid", "not-for-signing", signer, signer=signer)
    if (is_direct and holds_at(leaf, at)) or is_chained(leaf, carried, trust.certificates, at):
        return _worth("verified", "verified", signer, signer=signer)
    if not is_direct and not is_chained(leaf, carried, trust.certificates, leaf.not_valid_after_utc):
        return _worth("unverified", "untrusted-certificate", signer, signer=signer)
    late = leaf.not_valid_after_utc < at
    return _worth("invalid", "certificate-expired" if late else "certificate-not-yet", signer, signer=signer, day=at.date())
