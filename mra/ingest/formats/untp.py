"""UNTP Digital Conformity Credential, versions 0.5 and 0.6, read by key; nothing of the project's files is needed or used."""

from collections.abc import Iterator
from typing import Final

from mra.ingest.credential import Draft
from mra.ingest.json_text import JsonObject
from mra.ingest.linked import nodes, text, texts, tidy, types
from mra.ingest.validity import period
from mra.model.evidence import JOINT

NAME: Final = "UNTP Digital Conformity Credential"
TYPE: Final = "DigitalConformityCredential"
_ATTESTATION: Final = "ConformityAttestation"


def fits(document: JsonObject) -> bool:
    """Whether a credential is of this format."""
    return TYPE in types(document)


def drafts(document: JsonObject, place: str) -> Iterator[Draft]:
    """The attestations of a credential. Raises ``ValueError`` for moments that are none."""
    start, until = period(document)
    for number, subject in enumerate(nodes(document.get("credentialSubject"))):
        where = f"{place}.credentialSubject[{number}]".lstrip(".")
        known = types(subject)
        if known and _ATTESTATION not in known:
            yield Draft(place=where, words={}, refusal="no-attestation")
        else:
            yield _attestation(document, subject, where, {"date": start, "valid_until": until})


def _attestation(document: JsonObject, subject: JsonObject, place: str, period_words: dict[str, str]) -> Draft:
    every = nodes(subject.get("assessment")) or nodes(subject.get("assessments"))
    conforming = [entry for entry in every if entry.get("conformance", entry.get("compliance", True)) is True]
    if every and not conforming:
        return Draft(place=place, words={}, refusal="not-conforming")
    activity = text(subject, "attestationType").lower()
    words = {**period_words, **_words(document, subject, conforming, activity)}
    products = [product for entry in conforming for assessed in nodes(entry.get("assessedProduct")) for product in nodes(assessed.get("product") or assessed)]
    endorsements = nodes(subject.get("authorisation")) + nodes(subject.get("authorisations"))
    scope = subject.get("scope")
    return Draft(
        place=place,
        words={name: word for name, word in words.items() if word},
        standards=_distinct(name for entry in conforming for name in _standards(entry)),
        schemes=_distinct([*texts(scope, "name"), text(subject, "name"), *(name for entry in conforming for name in _standards(entry))]),
        accreditations=_distinct(name for entry in endorsements for name in (*texts(entry, "name"), *texts(entry.get("issuingAuthority"), "name"))),
        activity=activity,
        products=_distinct(name for product in products for name in texts(product, "name")),
        hs=_distinct(code for product in products for code in _goods_codes(product)),
    )


def _words(document: JsonObject, subject: JsonObject, assessments: list[JsonObject], activity: str) -> dict[str, str]:
    issuer = text(document, "issuer")
    auditors = [name for entry in assessments for name in texts(entry.get("auditor"), "name")]
    facilities = [
        name
        for entry in assessments
        for assessed in nodes(entry.get("assessedFacility"))
        for facility in nodes(assessed.get("facility") or assessed)
        for name in texts(facility, "name")
    ]
    accredited = text(subject, "assessmentLevel").lower() == "accredited" and bool(nodes(subject.get("authorisation")) or nodes(subject.get("authorisations")))
    return {
        "number": text(subject, "registeredId") or _last_part(text(subject, "id", "@id")),
        "holder": text(subject, "issuedToParty", "issuedTo"),
        "issuer": issuer,
        "lab": next(iter(auditors), issuer) if activity == "testing" else "",
        "test_date": min((day for entry in assessments if (day := text(entry, "assessmentDate"))), default="") if activity == "testing" else "",
        "report": "yes" if activity == "testing" else "",
        "endorsed": "yes" if accredited else "",
        "factory_name": JOINT.join(_distinct(facilities)),
    }


def _standards(assessment: JsonObject) -> Iterator[str]:
    for standard in nodes(assessment.get("referenceStandard")):
        yield from texts(standard, "name", "id")


def _goods_codes(product: JsonObject) -> Iterator[str]:
    """Codes of the Harmonized System among the classifications of a product."""
    for key in ("productCategory", "classification", "category"):
        for entry in nodes(product.get(key)):
            system = f"{text(entry, 'schemeName')} {text(entry, 'schemeID', 'schemeId')}".lower()
            if "harmonized" in system or "harmonised" in system or "/hs" in system or system.startswith("hs"):
                yield from texts(entry.get("code"))


def _last_part(address: str) -> str:
    """The number in the address of an attestation; an address without a path is no number."""
    if "://" not in address:
        return address.rpartition(":")[2]
    return address.partition("://")[2].partition("?")[0].rstrip("/").partition("/")[2].rpartition("/")[2]


def _distinct(values: "Iterator[str] | list[str]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy(value) for value in values if value))
