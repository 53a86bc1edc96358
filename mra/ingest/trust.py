"""Whom the user trusts: keys, identifiers, certificates and lists of revoked credentials, out of one file that the user keeps."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mra.errors import InputError
from mra.ingest.dids import IN_ITSELF, Fault, TrustedKey, key_of_did, keys_of_document, moment, public_key
from mra.ingest.json_text import JsonObject, read_json
from mra.language import say
from mra.system import system_reason

if TYPE_CHECKING:
    from mra.ingest.x509 import Certificate, RevocationList

__all__ = ["NO_TRUST", "Trust", "TrustedKey", "read_bytes", "read_trust"]

_SECTIONS: Final = {
    "key": frozenset({"issuer", "id", "name", "jwk", "from", "until"}),
    "did": frozenset({"id", "name", "document", "from", "until"}),
    "certificate": frozenset({"file"}),
    "crl": frozenset({"file"}),
    "status_list": frozenset({"file"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Keys with whom they belong to, certificates for XML signatures and lists of revoked ones, status lists as they were kept (name, content)."""

    keys: tuple[TrustedKey, ...] = ()
    certificates: "tuple[Certificate, ...]" = ()
    revocation_lists: "tuple[RevocationList, ...]" = ()
    status_lists: tuple[tuple[str, bytes], ...] = ()


NO_TRUST: Final = Trust()


def read_trust(path: Path) -> Trust:
    """The trust file at ``path``, TOML or JSON; the files that it names stand relative to it.

    Raises ``InputError`` that names the entry: a file of trust with a fault in it is not used at all.
    """
    sections = _sections(path)
    keys: list[TrustedKey] = []
    certificates: list[Certificate] = []
    revoked: list[RevocationList] = []
    lists: list[tuple[str, bytes]] = []
    for place, section, entry in sections:
        try:
            if section == "key":
                keys.append(_key(entry))
            elif section == "did":
                keys += _did(path, entry)
            elif section == "certificate":
                certificates += _certificates(path, entry)
            elif section == "crl":
                revoked.append(_revoked(path, entry))
            else:
                lists.append((_text(entry, "file"), read_bytes(path.parent / _text(entry, "file"))))
        except ValueError as error:
            reason = error.text if isinstance(error, Fault) else say("trust.unreadable")
            raise InputError(say("trust.wrong-entry", file=path, place=place, reason=reason)) from None
    return Trust(keys=tuple(keys), certificates=tuple(certificates), revocation_lists=tuple(revoked), status_lists=tuple(lists))


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises ``InputError`` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(say("error.file-unreadable", file=path, reason=system_reason(error))) from None


def _sections(path: Path) -> Iterator[tuple[str, str, JsonObject]]:
    data = read_bytes(path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        whole = read_json(data, str(path))
    else:
        try:
            whole = tomllib.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise InputError(say("trust.malformed", file=path)) from None
    for section, entries in whole.items() if isinstance(whole, dict) else ():
        allowed = _SECTIONS.get(section)
        if allowed is None or not isinstance(entries, list):
            raise InputError(say("trust.unknown-section", file=path, section=section, known=", ".join(_SECTIONS)))
        for number, entry in enumerate(entries, start=1):
            place = f"{section} {number}"
            if not isinstance(entry, dict) or not set(entry) <= allowed:
                raise InputError(say("trust.unknown-key", file=path, place=place, known=", ".join(sorted(allowed))))
            yield place, section, entry


def _text(entry: JsonObject, name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise Fault("text-needed", name=name)
    return value


def _key(entry: JsonObject) -> TrustedKey:
    identifier = entry.get("id", "")
    key = TrustedKey(issuer=_text(entry, "issuer"), id=identifier if isinstance(identifier, str) else "", jwk=public_key(entry.get("jwk")))
    return _within(key, entry)


def _did(path: Path, entry: JsonObject) -> list[TrustedKey]:
    did = _text(entry, "id")
    if did.startswith(IN_ITSELF):
        return [_within(key_of_did(did), entry)]
    if not did.startswith("did:web:"):
        raise Fault("did-method")
    kept = _text(entry, "document")
    return [_within(key, entry) for key in keys_of_document(did, read_json(read_bytes(path.parent / kept), kept))]


def _within(key: TrustedKey, entry: JsonObject) -> TrustedKey:
    """The key with the name and within the period that the user gives it; what its own document says can only be narrower.

    Raises ``ValueError`` if it is no key.
    """
    from mra.ingest.jose import import_public

    import_public(key.jwk)
    start, until = moment(entry.get("from"), is_end=False), moment(entry.get("until"), is_end=True)
    ends = [bound for bound in (key.end, until) if bound]
    name = _text(entry, "name") if "name" in entry else ""
    return replace(key, name=name, start=start or key.start, end=min(ends, default=None))


def _certificates(path: Path, entry: JsonObject) -> "tuple[Certificate, ...]":
    from mra.ingest.x509 import load_certificates

    return load_certificates(read_bytes(path.parent / _text(entry, "file")))


def _revoked(path: Path, entry: JsonObject) -> "RevocationList":
    from mra.ingest.x509 import load_list

    return load_list(read_bytes(path.parent / _text(entry, "file")))
