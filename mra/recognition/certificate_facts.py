"""Everything about one real certificate that can be looked up or computed, as typed facts; shapes only compare them.

A fact that is not known, or for which nothing is recorded to compare with, is left out.
"""

import re
from datetime import date
from typing import Final

from mra.knowledge.base import Knowledge
from mra.model.evidence import EvidenceKind, Held, Yield
from mra.model.number import plain_number
from mra.model.scheme import Scheme
from mra.model.source import strongest
from mra.model.standard import Edition, slug
from mra.recognition.approved_bodies import is_approved
from mra.recognition.case_facts import CaseFacts, months_later

_VALID: Final = frozenset({"valid", "in-force", "active"})
_INSPECTIONS: Final = frozenset({"initial-inspection", "surveillance"})
_YEAR: Final = re.compile(r"[:-]((?:19|20)\d\d)(?!\d)")
_UNRELATED: Final = frozenset({"unknown", "none"})


def certificate_facts(knowledge: Knowledge, held: Held, product: str | None, as_of: date) -> CaseFacts:
    """The facts of the certificate ``held`` for ``product``, or whatever the product, on the day ``as_of``."""
    facts = CaseFacts()
    kind, schemes = knowledge.evidence[held.kind], knowledge.issuing_schemes(held.kind)
    yields = [entry for entry in kind.yields if product is None or knowledge.covers(entry.products, product)]
    issued = held.day("date")
    _standing(knowledge, held, as_of, facts)
    _number(knowledge, held, schemes, facts)
    _parties(knowledge, held, schemes, issued or as_of, facts)
    if any(entry.activity in _INSPECTIONS for entry in yields):
        facts.classes.add("CertificateOfInspectedFactory")
        facts.values["factoryGiven"] = "factory" in held.qualifiers or "factory_name" in held.qualifiers
    _days(held, longest_validity(kind, schemes), as_of, facts)
    _standards(knowledge, held, yields, facts)
    if issued is not None:
        _editions(knowledge, held, issued, facts)
    return facts


def _standing(knowledge: Knowledge, held: Held, as_of: date, facts: CaseFacts) -> None:
    """What the holder, a published notice and the check of the signature say."""
    stated = held.qualifiers.get("status")
    facts.know("certificateStatus", "valid" if stated in _VALID else stated)
    number = plain_number(held.qualifiers.get("number", ""))
    notices = [notice for notice in knowledge.notices_about(number) if notice.kind == held.kind and notice.period.contains(as_of)]
    facts.know("publishedStatus", notices[0].status if number and notices else None)
    facts.know("signature", held.qualifiers.get("signature"))


def _number(knowledge: Knowledge, held: Held, schemes: tuple[Scheme, ...], facts: CaseFacts) -> None:
    """The number against the formats of the schemes that issue this kind; only well-sourced formats of all of them exclude a number."""
    number = plain_number(held.qualifiers.get("number", ""))
    facts.values["numberGiven"] = bool(number)
    formats = [scheme.certificate_number for scheme in schemes if scheme.certificate_number]
    if not number or not formats:
        return
    sourced = all(strongest(knowledge.sources[source].trust for source in form.sources) != "low" for form in formats)
    facts.classes.add("CertificateWithNumberFormat" if sourced and len(formats) == len(schemes) else "CertificateWithUsualFormat")
    facts.values["numberFits"] = any(form.fits(written) for form in formats for written in dict.fromkeys((number, number.replace(" ", ""))))


def _parties(knowledge: Knowledge, held: Held, schemes: tuple[Scheme, ...], day: date, facts: CaseFacts) -> None:
    """Holder and issuing body; the body against the lists of those who may issue, as they were on ``day``."""
    issuer = held.qualifiers.get("issuer", "").strip()
    facts.values["holderGiven"] = bool(held.qualifiers.get("holder", "").strip())
    facts.values["issuerGiven"] = bool(issuer)
    lists = [knowledge.body_lists[scheme.issuing_bodies] for scheme in schemes if scheme.issuing_bodies]
    if issuer and lists:
        facts.classes.add("CertificateWithIssuerList")
        found = [is_approved(bodies, issuer, day) for bodies in lists]
        unlisted = None in found or len(lists) < len(schemes)
        facts.know("issuerListed", True if True in found else None if unlisted else False)


def longest_validity(kind: EvidenceKind, schemes: tuple[Scheme, ...]) -> int | None:
    """For how many months such a certificate is valid at most, as far as that is recorded."""
    months = [scheme.validity_months for scheme in schemes if scheme.validity_months]
    return kind.validity_months or (max(months) if months and len(months) == len(schemes) else None)


def _days(held: Held, usual: int | None, as_of: date, facts: CaseFacts) -> None:
    issued, tested, last = held.day("date"), held.day("test_date"), held.day("valid_until")
    usual_last = months_later(issued, usual) if issued and usual else None
    if issued is not None:
        facts.values["daysSinceIssue"] = (as_of - issued).days
        facts.know("daysOfValidity", (last - issued).days if last else None)
        facts.know("daysFromTestToIssue", (issued - tested).days if tested else None)
    if end := last or usual_last:
        facts.values["daysToExpiry"] = (end - as_of).days
    if last and usual_last:
        facts.values["daysBeyondUsualValidity"] = (last - usual_last).days


def _standards(knowledge: Knowledge, held: Held, yields: list[Yield], facts: CaseFacts) -> None:
    """The standards named, against those to which such a certificate is issued, in whatever edition."""
    named = [slug(text) for text in held.items("standard")]
    usual = {standard for entry in yields for standard in entry.standards}
    if usual:
        facts.classes.add("CertificateToStandards")
        facts.values["standardStated"] = bool(named)
    if named:
        facts.values["editionsKnown"] = all(name in knowledge.editions for name in named)
    is_free = any(entry.standard_open or entry.destination_standard for entry in yields)
    if named and usual and not is_free:
        facts.values["standardBelongs"] = any(knowledge.derived.relation(one, other) not in _UNRELATED for one in named for other in usual)


def _editions(knowledge: Knowledge, held: Held, issued: date, facts: CaseFacts) -> None:
    """The periods of the editions named, where they are recorded and not doubtful, on the day of issue."""
    editions = [edition for text in held.items("standard") if (edition := knowledge.editions.get(slug(text))) and edition.confidence != "low"]
    facts.know("daysSincePublication", min((days for edition in editions if (days := _since_publication(edition, issued)) is not None), default=None))
    facts.know("daysToWithdrawal", min(((edition.withdrawn - issued).days for edition in editions if edition.withdrawn), default=None))


def _since_publication(edition: Edition, issued: date) -> int | None:
    """From the day of publication, or where that is not recorded from the first day of the year in the designation."""
    year = _YEAR.search(edition.designation)
    published = edition.published or (date(int(year[1]), 1, 1) if year else None)
    return (issued - published).days if published else None
