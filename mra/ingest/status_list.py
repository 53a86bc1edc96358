"""Bitstring status lists: one bit a credential says whether it was revoked or suspended. The list is one that the user keeps."""

import zlib
from collections.abc import Sequence
from typing import Final

from mra.ingest.json_text import JsonObject
from mra.ingest.multibase import from_base64url

MOST_BYTES: Final = 16_000_000
_GZIP: Final = 31


def is_set(subject: JsonObject, index: int) -> bool:
    """Whether bit ``index`` of the list in a credential's subject is set. Raises ``ValueError`` if the list cannot say."""
    coded = subject.get("encodedList")
    if not isinstance(coded, str):
        raise ValueError("no list")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        bits = unpacker.decompress(from_base64url(coded.removeprefix("u")), MOST_BYTES)
    except zlib.error:
        raise ValueError("not compressed as asked") from None
    if unpacker.unconsumed_tail or not 0 <= index < 8 * len(bits):
        raise ValueError("too large, or too short for the index")
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def purposes(subject: JsonObject) -> Sequence[str]:
    """What the list speaks of: revocation, suspension."""
    stated = subject.get("statusPurpose")
    values = stated if isinstance(stated, list) else [stated]
    return [value for value in values if isinstance(value, str)]
