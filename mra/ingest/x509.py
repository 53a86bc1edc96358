"""Keys and X.509 certificates: the only door to cryptography."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import verification

__all__ = [
    "Certificate",
    "RevocationList",
    "UnknownKind",
    "holds_at",
    "is_chained",
    "is_revoked",
    "load_certificates",
    "load_der",
    "load_list",
    "may_sign",
    "point_on_curve",
    "subject",
]

Certificate = x509.Certificate
RevocationList = x509.CertificateRevocationList
#: A key or a signature of a kind that the library does not know.
UnknownKind = UnsupportedAlgorithm
_CURVES: Final = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
MOST_CERTIFICATES: Final = 100


def point_on_curve(curve: str, data: bytes) -> tuple[bytes, bytes]:
    """The coordinates of a point that is given compressed. Raises ``ValueError`` if it is not on the curve."""
    numbers = ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve], data).public_numbers()
    size = (_CURVES[curve].key_size + 7) // 8
    return numbers.x.to_bytes(size, "big"), numbers.y.to_bytes(size, "big")


@contextmanager
def _strict() -> Iterator[None]:
    """What the library only warns of, a serial number that is none above all, makes a certificate unreadable. Raises ``ValueError``."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", CryptographyDeprecationWarning)
        try:
            yield
        except CryptographyDeprecationWarning as error:
            raise ValueError(str(error)) from None


def load_certificates(pem: bytes) -> tuple[Certificate, ...]:
    """All certificates of a PEM text. Raises ``ValueError`` if there are none or too many."""
    with _strict():
        found = tuple(x509.load_pem_x509_certificates(pem))
    if len(found) > MOST_CERTIFICATES:
        raise ValueError("too many certificates")
    return found


def load_der(data: bytes) -> Certificate:
    """One certificate in DER. Raises ``ValueError``."""
    with _strict():
        return x509.load_der_x509_certificate(data)


def load_list(data: bytes) -> RevocationList:
    """A list of revoked certificates, PEM or DER. Raises ``ValueError``."""
    return x509.load_pem_x509_crl(data) if data.lstrip().startswith(b"-----") else x509.load_der_x509_crl(data)


def subject(certificate: Certificate) -> str:
    """Whose certificate it is."""
    try:
        return certificate.subject.rfc4514_string()
    except ValueError:
        return f"#{certificate.serial_number}"


def holds_at(certificate: Certificate, at: datetime) -> bool:
    """Whether ``at`` lies within the certificate's own period."""
    return certificate.not_valid_before_utc <= at.astimezone(UTC) <= certificate.not_valid_after_utc


def is_chained(leaf: Certificate, others: Sequence[Certificate], trusted: Sequence[Certificate], at: datetime) -> bool:
    """Whether ``leaf`` leads over ``others`` to a trusted certificate, every one of them holding at ``at``; the leaf must be meant for signatures."""
    if not trusted or not holds_at(leaf, at):
        return False
    leaves = verification.ExtensionPolicy.permit_all()
    authorities = verification.ExtensionPolicy.webpki_defaults_ca()
    builder = verification.PolicyBuilder().store(verification.Store(list(trusted))).time(at.astimezone(UTC).replace(tzinfo=None))
    verifier = builder.extension_policies(ee_policy=leaves, ca_policy=authorities).build_client_verifier()
    try:
        verifier.verify(leaf, [other for other in others if other != leaf])
    except (verification.VerificationError, ValueError):
        return False
    return True


def may_sign(certificate: Certificate) -> bool:
    """Whether the certificate's key may make signatures: it says so, or says nothing of its use."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return usage.digital_signature or usage.content_commitment


def is_revoked(leaf: Certificate, lists: Sequence[RevocationList], others: Sequence[Certificate], at: datetime) -> bool:
    """Whether a list that the leaf's issuer signed, his certificate being among ``others``, names the leaf as revoked by ``at``."""
    for entry in lists:
        issuers = [other for other in others if other.subject == leaf.issuer]
        found = entry.get_revoked_certificate_by_serial_number(leaf.serial_number) if entry.issuer == leaf.issuer else None
        if found is not None and found.revocation_date_utc <= at.astimezone(UTC) and any(_has_signed(issuer, entry) for issuer in issuers):
            return True
    return False


def _has_signed(issuer: Certificate, entry: RevocationList) -> bool:
    try:
        return entry.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # other kinds of key raise
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False
