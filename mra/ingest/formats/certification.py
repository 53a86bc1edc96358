"""``Certification`` of schema.org and ``CertificationDetails`` of GS1, alone or within what is certified."""

from collections.abc import Iterator
from typing import Final

from mra.ingest.credential import Draft
from mra.ingest.json_text import Json, JsonObject
from mra.ingest.linked import first, nodes, plain, text, texts, types

NAME: Final = "GS1 / schema.org Certification"
_TYPES: Final = frozenset({"Certification", "CertificationDetails"})
_HELD: Final = ("hasCertification", "certification", "certificationInfo")
_ABOUT: Final = ("about", "certificationSubject")
_ORGANISATIONS: Final = frozenset({"Organization", "Corporation", "LocalBusiness", "OnlineBusiness"})
_PLACES: Final = frozenset({"Place", "Location", "PhysicalLocation"})
_MAKERS: Final = ("manufacturer", "producer", "brandOwner", "manufacturingPlant")
_STATUSES: Final = {"active": "valid", "inactive": "ended"}
_GOODS: Final = ("hs", "harmonized", "harmonised")
_DEEPEST: Final = 4


def fits(document: JsonObject) -> bool:
    """Whether a document is, or holds, a certification."""
    return next(_found(document, "", None, 0), None) is not None


def drafts(document: JsonObject, place: str) -> Iterator[Draft]:
    """The certifications in a document."""
    for certification, where, owner in _found(document, place, None, 0):
        yield _draft(certification, where, owner)


def _found(node: JsonObject, place: str, owner: JsonObject | None, depth: int) -> Iterator[tuple[JsonObject, str, JsonObject | None]]:
    """Certifications with their places and with the node that has them."""
    if types(node) & _TYPES:
        yield node, place, owner
    elif depth < _DEEPEST:
        for key, value in node.items():
            if plain(key) in _HELD:
                for number, entry in enumerate(nodes(value)):
                    where = f"{place}.{key}[{number}]".lstrip(".")
                    yield from _found(entry if types(entry) else {**entry, "@type": "Certification"}, where, node, depth + 1)
            elif plain(key) in ("credentialSubject", "mainEntity", "itemOffered"):
                for number, entry in enumerate(nodes(value)):
                    yield from _found(entry, f"{place}.{key}[{number}]".lstrip("."), None, depth + 1)


def _draft(certification: JsonObject, place: str, owner: JsonObject | None) -> Draft:
    subjects = [*([owner] if owner else []), *(node for name in _ABOUT for node in nodes(first(certification, name)))]
    if not {plain(key) for key in certification} - {"@id", "id", "@type", "type", "@context", "url"}:
        return Draft(place=place, words={}, refusal="only-named")
    organisations = [subject for subject in subjects if types(subject) & _ORGANISATIONS]
    places = [subject for subject in subjects if types(subject) & _PLACES]
    products = [subject for subject in subjects if subject not in organisations and subject not in places]
    makers = [name for product in products for key in _MAKERS for name in texts(first(product, key), "name", "legalName", "organizationName")]
    words = {
        "number": text(certification, "certificationIdentification", keys=("termCode", "value", "name")),
        "holder": next((text(entry, "legalName", "name", "organizationName") for entry in organisations), next(iter(makers), "")),
        "issuer": text(certification, "issuedBy", "certificationAgency", keys=("name", "legalName", "organizationName", "url")),
        "date": text(certification, "validFrom", "certificationStartDate", "datePublished"),
        "valid_until": text(certification, "expires", "certificationEndDate"),
        "status": _status(first(certification, "certificationStatus")),
        "economy": _economy(certification),
        "factory_name": next((text(entry, "name", "physicalLocationName") for entry in places), ""),
    }
    named = [
        *texts(first(certification, "certificationStandard"), "name"),
        *texts(first(certification, "name")),
        *texts(first(certification, "certificationType")),
    ]
    return Draft(
        place=place,
        words={name: word for name, word in words.items() if word},
        standards=tuple(texts(first(certification, "certificationStandard"), "name")),
        schemes=tuple(dict.fromkeys(named)),
        products=tuple(dict.fromkeys(name for product in products for name in _product_names(product))),
        hs=tuple(dict.fromkeys(code for product in products for code in _goods_codes(product))),
    )


def _status(value: Json) -> str:
    """The status in our words; one that is neither active nor inactive is left as it is, to be refused."""
    word = next(texts(value, "@id", "id"), "")
    bare = plain(word).removeprefix("CertificationStatus-").removeprefix("Certification").lower()
    return _STATUSES.get(bare, word)


def _economy(certification: JsonObject) -> str:
    for agency in nodes(first(certification, "issuedBy")):
        for address in nodes(first(agency, "address")):
            return text(address, "addressCountry", keys=("name", "identifier"))
    return ""


def _product_names(product: JsonObject) -> Iterator[str]:
    yield from texts(first(product, "name", "productName"))


def _goods_codes(product: JsonObject) -> Iterator[str]:
    for entry in (*nodes(first(product, "category")), *nodes(first(product, "additionalProperty"))):
        system = text(entry, "inCodeSet", "propertyID", "name").lower()
        if system.startswith(_GOODS) or "harmoni" in system:
            yield from texts(first(entry, "codeValue", "value"))
