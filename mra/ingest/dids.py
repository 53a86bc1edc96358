"""Decentralised identifiers without a network: did:key and did:jwk hold their key, a did:web document is one that the user keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mra.ingest.json_text import Json, JsonObject, read_json
from mra.ingest.linked import nodes
from mra.ingest.moments import begin, end
from mra.ingest.multibase import from_base64url, key_of_multibase
from mra.language import say

__all__ = ["IN_ITSELF", "Fault", "TrustedKey", "key_of_did", "keys_of_document", "moment", "public_key"]

#: Methods whose identifiers hold the key themselves.
IN_ITSELF: Final = ("did:key:", "did:jwk:")
_SECRET: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})


class Fault(ValueError):
    """Why an entry or a document cannot be trusted, in both languages; its sentence stands under ``trust.`` and the code."""

    def __init__(self, code: str, **values: object) -> None:
        self.text = say(f"trust.{code}", **values)
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """A public key, whose it is, and between which moments it counts. ``name``: what the user says its owner is called."""

    issuer: str
    id: str
    jwk: JsonObject
    name: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        """Whether the key counts at ``at``."""
        return (self.start is None or self.start <= at) and (self.end is None or at <= self.end)


def public_key(jwk: Json) -> JsonObject:
    """``jwk`` if it is a public key. Raises ``ValueError`` for anything else: a secret does not belong into a file of trusted keys."""
    if not isinstance(jwk, dict) or jwk.get("kty") not in ("EC", "OKP", "RSA"):
        raise Fault("not-public")
    if _SECRET & set(jwk):
        raise Fault("secret")
    return jwk


def key_of_did(did: str) -> TrustedKey:
    """The key of a did:key or did:jwk. Raises ``ValueError``."""
    if did.startswith("did:jwk:"):
        jwk = public_key(read_json(from_base64url(did.removeprefix("did:jwk:")), did[:60]))
        return TrustedKey(issuer=did, id=f"{did}#0", jwk=jwk)
    fragment = did.removeprefix("did:key:")
    return TrustedKey(issuer=did, id=f"{did}#{fragment}", jwk=key_of_multibase(fragment))


def keys_of_document(did: str, document: Json) -> Iterator[TrustedKey]:
    """The keys with which ``did`` may issue credentials, out of its document.

    Raises ``ValueError`` if the document is another's, or names no key for assertions.
    """
    if not isinstance(document, dict) or document.get("id") != did:
        raise Fault("other-document", did=did)
    methods = {_absolute(did, method.get("id")): method for method in nodes(document.get("verificationMethod"))}
    listed = document.get("assertionMethod")
    allowed = [_absolute(did, entry) for entry in listed if isinstance(entry, str)] if isinstance(listed, list) else []
    own = {_absolute(did, method.get("id")): method for method in nodes(listed)}
    found = {**{name: methods[name] for name in allowed if name in methods}, **own}
    if not found:
        raise Fault("no-assertion-key")
    for name, method in found.items():
        if method.get("controller", did) != did:
            raise Fault("other-controller", signer=name)
        ends = [end(value) for key in ("expires", "revoked") if isinstance(value := method.get(key), str)]
        yield TrustedKey(issuer=did, id=name, jwk=_key(method), end=min(ends, default=None))


def _absolute(did: str, name: Json) -> str:
    text = name if isinstance(name, str) else ""
    return did + text if text.startswith("#") else text


def _key(method: JsonObject) -> JsonObject:
    if "publicKeyJwk" in method:
        return public_key(method["publicKeyJwk"])
    coded = method.get("publicKeyMultibase")
    if not isinstance(coded, str):
        raise Fault("no-key-form")
    return key_of_multibase(coded)


def moment(value: object, *, is_end: bool) -> datetime | None:
    """A bound of a period in a trust file; a day alone counts whole. Raises ``Fault``."""
    if value is None:
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else value
    if not isinstance(text, str):
        raise Fault("not-a-day")
    try:
        return end(text) if is_end else begin(text)
    except ValueError:
        raise Fault("not-a-day") from None
