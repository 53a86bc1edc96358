"""Digital calibration certificate of the PTB, versions 3.x: its administrative data, with its signature."""

import re
from pathlib import Path
from typing import Final

from mra.errors import InputError
from mra.ingest.credential import CredentialCertificate, Draft
from mra.ingest.linked import tidy
from mra.ingest.problems import Findings
from mra.ingest.settle import Settling, settle
from mra.ingest.trust import Trust
from mra.ingest.xml import Element, Parts, attribute, children, descendants, local_name, namespace, read_xml, schema_faults, text_at, text_of
from mra.ingest.xml_signature import check_signature
from mra.language import say

NAME: Final = "PTB Digital Calibration Certificate"
SPACE: Final = "https://ptb.de/dcc"
_ROOT: Final = "digitalCalibrationCertificate"
_SCHEMA: Final = Path(__file__).parent / "dcc.rng"
_VERSION: Final = re.compile(r"3\.\d{1,3}\.\d{1,3}(-[\w.]{1,20})?", re.ASCII)
_PARTY: Final[Parts] = {"name": {"content": {}}}
_PARTS: Final[Parts] = {
    "administrativeData": {
        "coreData": {name: {} for name in ("countryCodeISO3166_1", "uniqueIdentifier", "beginPerformanceDate", "endPerformanceDate", "issueDate")},
        "items": {},
        "calibrationLaboratory": {"contact": _PARTY},
        "customer": _PARTY,
    }
}
_FAILED: Final = frozenset({"fail", "noPass"})
_STANDARDS_FORMATS: Final = frozenset({"standard", "adoption"})


def read_calibration(data: bytes, settling: Settling, trust: Trust) -> list[CredentialCertificate]:
    """The certificate in an XML file, if it can be evidence. Raises ``InputError`` if it is no such certificate at all."""
    findings = settling.findings
    root = read_xml(data, findings.name)
    if local_name(root) != _ROOT or namespace(root) != SPACE:
        key = "credential.standard-file" if local_name(root) in _STANDARDS_FORMATS else "credential.unknown-xml"
        raise InputError(say(key, file=findings.name, root=tidy(local_name(root))))
    version = attribute(root, "schemaVersion")
    if not _VERSION.fullmatch(version):
        findings.note("version", _ROOT, tidy(version) or "—")
        return []
    for line, reason in schema_faults(root, _PARTS, _SCHEMA):
        findings.note("schema", _ROOT, tidy(reason), line=line)
    if findings.problems:
        return []
    checked = check_signature(root, trust, settling.at, findings.name)
    if checked.signature.state == "invalid":
        findings.note("signature-invalid", "Signature", checked.signature.signer, reason=checked.signature.reason)
        return []
    if checked.signature.state != "verified":
        findings.note("note-unverified", "Signature", checked.signature.signer, reason=checked.signature.reason)
    stands = checked.signature.state == "verified"
    certificate = settle(_draft(checked.root, stands, findings), NAME, checked.signature, settling)
    return [certificate] if certificate else []


def _draft(root: Element, stands: bool, findings: Findings) -> Draft:
    place = "administrativeData"
    if _conformity(root) & _FAILED:
        return Draft(place=place, words={}, refusal="not-conforming")
    core = ("administrativeData", "coreData")
    if children(root, *core, "reportAmendedSubstituted"):
        findings.note("note-replaces", f"{place}.coreData", text_at(root, *core, "reportAmendedSubstituted"))
    laboratory = _name(root, "calibrationLaboratory", "contact")
    end = text_at(root, *core, "endPerformanceDate")
    words = {
        "number": text_at(root, *core, "uniqueIdentifier"),
        "holder": _name(root, "customer"),
        "issuer": laboratory,
        "lab": laboratory,
        "date": text_at(root, *core, "issueDate") or end,
        "test_date": end,
        "economy": text_at(root, *core, "countryCodeISO3166_1"),
        "status": "valid" if stands else "",
    }
    items = [name for item in children(root, "administrativeData", "items", "item") if (name := _content(item, "name"))]
    norms = [text for method in descendants(root, "usedMethod", SPACE) if (text := text_at(method, "norm"))]
    return Draft(
        place=place,
        words={name: word for name, word in words.items() if word},
        mentions=tuple(dict.fromkeys(tidy(norm) for norm in norms)),
        activity="calibration",
        products=tuple(dict.fromkeys(tidy(item) for item in items)),
    )


def _conformity(root: Element) -> set[str]:
    words = (text_of(found) for name in ("conformity", "conformityXMLList") for found in descendants(root, name, SPACE))
    return {word for text in words for word in text.split()}


def _name(root: Element, *path: str) -> str:
    return next((_content(party, "name") for party in children(root, "administrativeData", *path)), "")


def _content(element: Element, name: str) -> str:
    """A name in English where there is one, else the first."""
    found = children(element, name, "content")
    english = [entry for entry in found if entry.get("lang") == "en"]
    return tidy(text_of((english or found)[0])) if found else ""
