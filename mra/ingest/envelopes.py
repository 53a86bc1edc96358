"""What a JSON document or a token holds: bare documents, credentials, presentations of several; with what their signatures are worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from mra.ingest.credential import Signature
from mra.ingest.json_text import Json, JsonObject
from mra.ingest.linked import first, nodes, tidy, types
from mra.ingest.linked import text as text_of
from mra.ingest.problems import Findings
from mra.ingest.trust import Trust
from mra.language import say

__all__ = ["TOKEN", "Letter", "issuer_of", "opened", "unsigned"]

CREDENTIAL: Final = "VerifiableCredential"
ENVELOPED: Final = "EnvelopedVerifiableCredential"
_PRESENTATIONS: Final = frozenset({"VerifiablePresentation", "EnvelopedVerifiablePresentation"})
_MOST: Final = 1_000
#: A compact JWS; its header is a JSON object, which in base64url always begins so.
TOKEN: Final = re.compile(r"eyJ[\w-]*\.[\w-]*\.[\w-]*", re.ASCII)
_DATA: Final = re.compile(r"data:application/(?:vc\+jwt|vc\+ld\+jwt|vc\+ld\+json\+jwt|jwt)\s*[,;](.*)", re.DOTALL)
_LATEST: Final = 253_402_300_799


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One document out of its envelope."""

    place: str
    document: JsonObject
    signature: Signature
    is_credential: bool = False


@dataclass(slots=True)
class _Opening:
    trust: Trust
    at: datetime
    findings: Findings
    left: int = field(default=_MOST)


def unsigned() -> Signature:
    """The signature of a document that has none."""
    return Signature(state="none", reason=say("signature.none"))


def opened(value: "Json | str", trust: Trust, at: datetime, findings: Findings) -> Iterator[Letter]:
    """The documents in ``value``; what cannot be opened is noted."""
    yield from _opened(value, "", _Opening(trust, at, findings))


def _opened(value: Json, place: str, opening: _Opening) -> Iterator[Letter]:
    opening.left -= 1
    if opening.left < 0:
        if opening.left == -1:
            opening.findings.note("too-many", place, str(_MOST))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _opened(entry, f"{place}[{number}]", opening)
    elif isinstance(value, str) and TOKEN.fullmatch(value):
        yield from _token(value, place, opening)
    elif isinstance(value, dict):
        yield from _node(value, place, opening)
    else:
        opening.findings.note("no-document", place, tidy(str(value))[:60])


def _node(node: JsonObject, place: str, opening: _Opening) -> Iterator[Letter]:
    kinds = types(node)
    if ENVELOPED in kinds:
        address = node.get("id")
        found = _DATA.fullmatch(address) if isinstance(address, str) else None
        if found and TOKEN.fullmatch(found[1]):
            yield from _token(found[1], f"{place}.id".lstrip("."), opening)
        else:
            opening.findings.note("envelope", place, tidy(str(address))[:60])
    elif kinds & _PRESENTATIONS:
        held = node.get("verifiableCredential")
        yield from _opened(held if isinstance(held, list) else [held], f"{place}.verifiableCredential".lstrip("."), opening)
    elif "@graph" in node and not kinds:
        yield from _opened(node["@graph"], f"{place}.@graph".lstrip("."), opening)
    else:
        is_credential = CREDENTIAL in kinds
        yield Letter(place=place, document=node, signature=_embedded(node) if is_credential else unsigned(), is_credential=is_credential)


def _embedded(node: JsonObject) -> Signature:
    """A proof inside the credential needs the credential as a graph with all its contexts; it is not checked, and said to be so."""
    proofs = nodes(node.get("proof"))
    if not proofs:
        return unsigned()
    suite = tidy(str(first(proofs[0], "cryptosuite", "type")))
    return Signature(state="unverified", reason=say("signature.embedded", suite=suite), signer=tidy(str(proofs[0].get("verificationMethod", ""))))


def _token(text: str, place: str, opening: _Opening) -> Iterator[Letter]:
    from mra.ingest.jose import read_jws, verify

    token = read_jws(text, opening.findings.name)
    document = _claims(token.payload)
    if CREDENTIAL not in types(document):
        opening.findings.note("no-credential", place, ", ".join(sorted(types(document))) or "—")
        return
    issuer = issuer_of(document)
    signature = verify(token, issuer, text_of(document, "issuer"), opening.trust, opening.at)
    if signature.state != "invalid" and token.payload.get("iss", issuer) != issuer:
        signature = Signature(state="invalid", reason=say("signature.other-claim", claim=tidy(str(token.payload["iss"])), issuer=tidy(issuer)))
    yield Letter(place=place, document=document, signature=signature, is_credential=True)


def issuer_of(document: JsonObject) -> str:
    """The id of who issued a credential; empty if it does not say."""
    value = document.get("issuer")
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _claims(payload: JsonObject) -> JsonObject:
    """The credential in a payload: the payload itself, or its ``vc`` with the claims that older credentials keep outside of it."""
    inner = payload.get("vc")
    document = dict(inner) if isinstance(inner, dict) else dict(payload)
    if isinstance(inner, dict) and "issuer" not in document and isinstance(payload.get("iss"), str):
        document["issuer"] = payload["iss"]
    for claim, key in (("nbf", "validFrom"), ("exp", "validUntil")):
        moment = payload.get(claim)
        if isinstance(moment, int | float) and not isinstance(moment, bool) and 0 <= moment <= _LATEST:
            stated = datetime.fromtimestamp(int(moment), UTC).isoformat().replace("+00:00", "Z")
            document[f"{claim}:{key}"] = stated
    return document
