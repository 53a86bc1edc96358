"""Signatures of credentials (JWS): the only door to joserfc. Keys come from the user alone, never from the credential or its addresses."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from joserfc import jwk as keys
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from mra.errors import InputError
from mra.ingest.credential import Signature, SignatureState
from mra.ingest.dids import IN_ITSELF, TrustedKey, key_of_did
from mra.ingest.json_text import JsonObject, read_json
from mra.ingest.linked import tidy
from mra.ingest.multibase import from_base64url
from mra.ingest.trust import Trust
from mra.language import say

__all__ = ["ALGORITHMS", "Jws", "import_public", "read_jws", "verify"]

ALGORITHMS: Final = ("ES256", "ES384", "EdDSA", "Ed25519", "RS256", "PS256")
#: A token made for another purpose must not pass for a credential.
_PURPOSES: Final = frozenset({"", "jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt", "application/vc+jwt"})
_PARTS: Final = 3
_SHORTEST_RSA: Final = 2048
_CURVES: Final = frozenset({"P-256", "P-384", "Ed25519"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Jws:
    """A compact JWS with what its header and its payload say."""

    compact: str
    header: JsonObject
    payload: JsonObject


def read_jws(text: str, name: str) -> Jws:
    """The parts of a compact JWS over a JSON object. Raises ``InputError``; the signature is not yet looked at."""
    parts = text.strip().split(".")
    if len(parts) != _PARTS:
        raise InputError(say("jose.malformed", file=name))
    try:
        header, payload = (read_json(from_base64url(part), name) for part in parts[:2])
    except ValueError:
        raise InputError(say("jose.malformed", file=name)) from None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise InputError(say("jose.malformed", file=name))
    return Jws(compact=".".join(parts), header=header, payload=payload)


def verify(token: Jws, issuer: str, name: str, trust: Trust, at: datetime) -> Signature:
    """What the signature is worth for a credential of ``issuer``, who calls himself ``name``, at the moment ``at``."""
    kid = _kid(token, issuer)
    if refusal := _refusal(token, issuer, kid):
        return refusal
    own = [key for key in trust.keys if key.issuer == issuer]
    if not own:
        return _without_trust(token, issuer)
    named = [key for key in own if _is_named(key, kid)]
    if not named:
        return _signature("unverified", "unknown-key", kid, kid=tidy(kid), issuer=tidy(issuer))
    matching = [key for key in named if _matches(token, key.jwk)]
    if not matching:
        return _signature("invalid", "mismatch", kid, issuer=tidy(issuer))
    good = next((key for key in matching if key.holds_at(at)), None)
    if good and good.name and tidy(good.name).casefold() != tidy(name).casefold():
        return _signature("invalid", "other-name", kid, owner=tidy(good.name), name=tidy(name) or "—")
    if good:
        return _signature("verified", "verified", good.id or issuer, signer=tidy(good.id or issuer))
    late = matching[0].end is not None and matching[0].end < at
    return _signature("invalid", "key-expired" if late else "key-not-yet", kid, signer=tidy(matching[0].id or issuer), day=at.date())


def _signature(state: SignatureState, code: str, by: str, **values: object) -> Signature:
    return Signature(state=state, reason=say(f"signature.{code}", **values), signer=tidy(by))


def _kid(token: Jws, issuer: str) -> str:
    kid = token.header.get("kid", "")
    text = kid if isinstance(kid, str) else ""
    return issuer + text if text.startswith("#") else text


def _refusal(token: Jws, issuer: str, kid: str) -> Signature | None:
    """What is refused before any key is looked at."""
    algorithm, purpose = token.header.get("alg"), token.header.get("typ", "")
    if algorithm not in ALGORITHMS:
        return _signature("invalid", "algorithm", kid, algorithm=tidy(str(algorithm)), known=", ".join(ALGORITHMS))
    if "crit" in token.header or "b64" in token.header:
        return _signature("invalid", "extension", kid)
    if not isinstance(purpose, str) or purpose.lower() not in _PURPOSES:
        return _signature("invalid", "purpose", kid, purpose=tidy(str(purpose)))
    if kid.startswith("did:") and kid.partition("#")[0] != issuer:
        return _signature("invalid", "other-issuer", kid, kid=tidy(kid), issuer=tidy(issuer))
    return None


def _without_trust(token: Jws, issuer: str) -> Signature:
    """The key that an identifier holds itself can refute a signature; it cannot say whose the identifier is."""
    if not issuer.startswith(IN_ITSELF):
        return _signature("unverified", "no-key", issuer, issuer=tidy(issuer) or "—")
    try:
        key = key_of_did(issuer)
    except (ValueError, InputError):
        return _signature("invalid", "no-did", issuer, issuer=tidy(issuer))
    if not _matches(token, key.jwk):
        return _signature("invalid", "mismatch", issuer, issuer=tidy(issuer))
    return _signature("unverified", "untrusted-did", issuer, issuer=tidy(issuer))


def _is_named(key: TrustedKey, kid: str) -> bool:
    return not kid or kid in set(_names(key)) or not any(_names(key))


def _names(key: TrustedKey) -> Iterator[str]:
    for name in (key.id, key.id.partition("#")[2], key.jwk.get("kid")):
        if isinstance(name, str) and name:
            yield name


def import_public(jwk: JsonObject) -> ECKey | OKPKey | RSAKey:
    """A JWK as a key of the library. Raises ``ValueError`` if it is none that may verify one of the algorithms."""
    try:
        with warnings.catch_warnings():  # of short keys, which are refused below
            warnings.simplefilter("ignore")
            key = keys.import_key(jwk)  # type: ignore[arg-type]  # its types name every member of a JWK
        if not isinstance(key, ECKey | OKPKey | RSAKey) or key.is_private or jwk.get("use", "sig") != "sig":
            raise ValueError("not a key for signatures")
        if key.raw_value.key_size < _SHORTEST_RSA if isinstance(key, RSAKey) else jwk.get("crv") not in _CURVES:
            raise ValueError("too short, or on another curve")
    except (JoseError, TypeError, KeyError) as error:
        raise ValueError(str(error)) from None
    return key


def _matches(token: Jws, jwk: JsonObject) -> bool:
    """Whether the signature was made with the key; a key that states its algorithm serves no other."""
    algorithm = str(token.header["alg"])
    if jwk.get("alg") not in (None, algorithm) and {str(jwk["alg"]), algorithm} != {"EdDSA", "Ed25519"}:
        return False
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = registry.max_payload_length = len(token.compact)
    try:
        key = import_public(jwk)
        with warnings.catch_warnings():  # "EdDSA" is the old name of Ed25519, and still what credentials say
            warnings.simplefilter("ignore")
            jws.deserialize_compact(token.compact, key, registry=registry)
    except (JoseError, ValueError, TypeError):
        return False
    return True
