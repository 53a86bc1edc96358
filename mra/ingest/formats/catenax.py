"""Business partner certificate of Catena-X (aspect model 3.1.0): management systems of a supplier."""

import re
from collections.abc import Iterator
from typing import Final

from mra.ingest.credential import Draft
from mra.ingest.json_text import JsonObject
from mra.ingest.linked import nodes, text, texts
from mra.model.evidence import JOINT

NAME: Final = "Catena-X BusinessPartnerCertificate"
_TELLING: Final = frozenset({"businessPartnerNumber", "registrationNumber", "type", "issuer"})
_SERIES: Final = re.compile(r"(ISO|IEC|IATF|EN|GB/T|GB)(?:/IEC)?[\s_-]*(\d[\d-]*)", re.IGNORECASE)


def fits(document: JsonObject) -> bool:
    """Whether a document has the keys of this format."""
    return set(document) >= _TELLING


def drafts(document: JsonObject, place: str) -> Iterator[Draft]:
    """The one certificate of a document."""
    named = next(iter(nodes(document.get("type"))), {})
    series = _spelt(text(named, "certificateType"))
    edition = text(named, "certificateVersion")
    sites = [site for entry in nodes(document.get("enclosedSites")) for site in texts(entry.get("enclosedSiteBpn"))]
    words = {
        "number": text(document, "registrationNumber"),
        "holder": text(document, "businessPartnerNumber"),
        "issuer": text(document, "issuer", keys=("issuerName", "issuerBpn")),
        "date": text(document, "validFrom"),
        "valid_until": text(document, "validUntil"),
        "factory_name": JOINT.join(sites),
    }
    yield Draft(
        place=place,
        words={name: word for name, word in words.items() if word},
        standards=(f"{series}:{edition}",) if series and edition else (),
        schemes=(series,) if series else (),
    )


def _spelt(name: str) -> str:
    """``ISO9001`` as standards write it: ``ISO 9001``."""
    found = _SERIES.fullmatch(name)
    joint = "/IEC" if found and "/iec" in name.lower() else ""
    return f"{found[1].upper()}{joint} {found[2]}" if found else name
