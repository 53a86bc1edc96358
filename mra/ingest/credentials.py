"""Digital certificates by content: credentials as JSON or as signed tokens, certifications of web pages, calibration certificates in XML."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mra.errors import InputError
from mra.ingest.credential import CredentialCertificate, Draft
from mra.ingest.envelopes import TOKEN, Letter, opened
from mra.ingest.formats import catenax, certification, untp
from mra.ingest.json_text import JsonObject, read_json
from mra.ingest.linked import types
from mra.ingest.problems import Findings
from mra.ingest.settle import Settling, settle
from mra.ingest.trust import NO_TRUST, Trust, read_bytes
from mra.ingest.validity import settled, status
from mra.language import say
from mra.model.directory import Directory
from mra.model.problem import Problem

__all__ = ["read_credential", "read_credential_data"]

_Format = tuple[str, Callable[[JsonObject], bool], Callable[[JsonObject, str], Iterator[Draft]]]
#: In the order of asking; each knows its own by keys and types.
_FORMATS: tuple[_Format, ...] = (
    (untp.NAME, untp.fits, untp.drafts),
    (certification.NAME, certification.fits, certification.drafts),
    (catenax.NAME, catenax.fits, catenax.drafts),
)


def read_credential(
    path: Path, directory: Directory, trust: Trust | None, at: datetime, *, kind: str | None = None
) -> tuple[list[CredentialCertificate], list[Problem]]:
    """The certificates of a digital document that can be evidence at ``at``, and what is wrong with the others.

    ``kind``: what the user says they are. Problems whose code begins with ``note-`` are remarks on certificates that were kept.
    Raises ``InputError`` if the file cannot be read at all.
    """
    return read_credential_data(read_bytes(path), path.name, directory, trust, at, kind=kind)


def read_credential_data(
    data: bytes, name: str, directory: Directory, trust: Trust | None, at: datetime, *, kind: str | None = None
) -> tuple[list[CredentialCertificate], list[Problem]]:
    """As :func:`read_credential`, for a content that is already read."""
    if kind is not None and kind not in directory.kinds:
        raise InputError(say("error.kind-unknown", kind=kind, known=", ".join(sorted(directory.kinds))))
    settling = Settling(directory=directory, at=at, kind=kind, findings=Findings(name))
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        from mra.ingest.formats.dcc import read_calibration

        found = read_calibration(data, settling, trust or NO_TRUST)
    else:
        found = list(_certificates(data, settling, trust or NO_TRUST))
    return found, sorted(settling.findings.problems, key=lambda problem: problem.sort_key)


def _certificates(data: bytes, settling: Settling, trust: Trust) -> Iterator[CredentialCertificate]:
    text = data.strip()
    token = text.decode("ascii", "replace") if text.startswith(b"eyJ") else ""
    if token and not TOKEN.fullmatch(token):
        raise InputError(say("jose.malformed", file=settling.findings.name))
    value = token or read_json(data, settling.findings.name)
    for letter in opened(value, trust, settling.at, settling.findings):
        yield from _of_letter(letter, settling, trust)


def _of_letter(letter: Letter, settling: Settling, trust: Trust) -> Iterator[CredentialCertificate]:
    findings = settling.findings
    form = next((entry for entry in _FORMATS if entry[1](letter.document)), None)
    if form is None:
        findings.note("unknown-format", letter.place, ", ".join(sorted(types(letter.document))) or ", ".join(sorted(letter.document))[:80])
        return
    if letter.is_credential and not settled(letter, settling.at, findings):
        return
    stands = status(letter, trust, settling.at, findings) if letter.is_credential else ""
    try:
        drafts = list(form[2](letter.document, letter.place))
    except ValueError as error:
        findings.note("wrong-moment", letter.place, str(error))
        return
    if not drafts:
        findings.note("no-attestation", letter.place, form[0])
    for draft in drafts:
        certificate = settle(draft, form[0], letter.signature, settling)
        if certificate:
            yield replace(certificate, qualifiers={**certificate.qualifiers, **({"status": stands} if stands else {})})
