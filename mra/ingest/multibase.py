"""The encodings of decentralised identifiers: base64url, base58btc and the keys in them."""

import base64
import binascii
import re
from typing import Final

from mra.ingest.json_text import JsonObject

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LONGEST: Final = 200
#: The two bytes before a public key, and the curve that they stand for.
_CURVES: Final = {b"\xed\x01": "Ed25519", b"\x80\x24": "P-256", b"\x81\x24": "P-384"}
_ED25519_BYTES: Final = 32


def from_base64url(text: str) -> bytes:
    """The bytes of an unpadded base64url text. Raises ``ValueError``."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text, re.ASCII):
        raise ValueError("not base64url")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64url") from None


def to_base64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base58(text: str) -> bytes:
    """The bytes of a base58btc text. Raises ``ValueError``; long texts are refused, as decoding them takes ever longer."""
    if len(text) > _LONGEST:
        raise ValueError("too long")
    number = 0
    for sign in text:
        number = number * 58 + _BASE58.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def key_of_multibase(text: str) -> JsonObject:
    """The public key of a ``publicKeyMultibase`` or of the end of a did:key, as a JWK.

    Ed25519, P-256 and P-384 are understood. Raises ``ValueError`` otherwise.
    """
    if not text.startswith("z"):
        raise ValueError("not base58btc")
    data = from_base58(text[1:])
    curve, key = _CURVES.get(data[:2]), data[2:]
    if curve == "Ed25519" and len(key) == _ED25519_BYTES:
        return {"kty": "OKP", "crv": curve, "x": to_base64url(key)}
    if curve is None or curve == "Ed25519":
        raise ValueError("unknown kind of key")
    from mra.ingest.x509 import point_on_curve

    x, y = point_on_curve(curve, key)
    return {"kty": "EC", "crv": curve, "x": to_base64url(x), "y": to_base64url(y)}
