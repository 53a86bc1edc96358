"""When a credential holds, and whether it was revoked or suspended, as far as that can be told without a network."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from mra.ingest.envelopes import Letter, issuer_of, opened
from mra.ingest.json_text import JsonObject, read_json
from mra.ingest.linked import nodes, tidy, types
from mra.ingest.moments import begin, end
from mra.ingest.problems import Findings
from mra.ingest.status_list import is_set, purposes
from mra.ingest.trust import Trust

__all__ = ["period", "settled", "status"]

_STARTS: Final = ("validFrom", "issuanceDate", "nbf:validFrom")
_ENDS: Final = ("validUntil", "expirationDate", "exp:validUntil")
_ENTRIES: Final = frozenset({"BitstringStatusListEntry", "StatusList2021Entry"})
_LISTS: Final = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})
_WORDS: Final = {"revocation": "withdrawn", "suspension": "suspended"}


def period(document: JsonObject) -> tuple[str, str]:
    """The latest of the stated beginnings and the earliest of the stated ends, as they are written. Raises ``ValueError``."""
    starts = [text for key in _STARTS if (text := _stated(document, key))]
    ends = [text for key in _ENDS if (text := _stated(document, key))]
    return max(starts, key=begin, default=""), min(ends, key=end, default="")


def _stated(document: JsonObject, key: str) -> str:
    value = document.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(key)
    return value or ""


def settled(letter: Letter, at: datetime, findings: Findings) -> bool:
    """Whether a credential can be evidence at ``at``; what speaks against it, and what is not known of its signature, is noted."""
    place = letter.place
    try:
        start, until = period(letter.document)
        late, early = bool(until) and end(until) < at, bool(start) and begin(start) > at
    except ValueError as error:
        findings.note("wrong-moment", place, tidy(str(error)))
        return False
    signature = letter.signature
    if signature.state == "invalid":
        findings.note("signature-invalid", place, signature.signer, reason=signature.reason)
        return False
    if early:
        findings.note("not-yet-valid", place, start, day=at.date())
        return False
    if signature.state != "verified":
        findings.note("note-unverified", place, signature.signer, reason=signature.reason)
    if late:
        findings.note("note-expired", place, until, day=at.date())
    return True


def status(letter: Letter, trust: Trust, at: datetime, findings: Findings) -> str:
    """``withdrawn``, ``suspended`` or ``valid`` as the issuer's list says; empty where that is not known.

    A verified credential whose issuer keeps no list is valid: he vouches for it until its end.
    """
    stated = letter.document.get("credentialStatus")
    entries = nodes(stated) or ([] if stated in (None, []) else [{}])
    words = [_word(entry, issuer_of(letter.document), trust, at) for entry in entries]
    for word, code in (("withdrawn", "note-revoked"), ("suspended", "note-suspended")):
        if word in words:
            findings.note(code, letter.place, tidy(str(entries[words.index(word)].get("statusListCredential", ""))))
            return word
    if "" in words:
        findings.note("note-status-unknown", letter.place, tidy(str(entries[words.index("")].get("statusListCredential", ""))))
        return ""
    return "valid" if letter.signature.state == "verified" else ""


def _word(entry: JsonObject, issuer: str, trust: Trust, at: datetime) -> str:
    index, purpose = entry.get("statusListIndex"), str(entry.get("statusPurpose", "revocation"))
    if not types(entry) & _ENTRIES or not isinstance(index, str | int) or not str(index).isdecimal() or len(str(index)) > 9:
        return ""
    if purpose not in _WORDS:
        return "valid"
    for subject in _kept(str(entry.get("statusListCredential", "")), issuer, trust, at):
        try:
            if purpose in purposes(subject):
                return _WORDS[purpose] if is_set(subject, int(index)) else "valid"
        except ValueError:
            continue
    return ""


def _kept(address: str, issuer: str, trust: Trust, at: datetime) -> Iterator[JsonObject]:
    """The lists called ``address`` that the user keeps, of the same issuer, with a good signature, holding at ``at``."""
    for file, data in trust.status_lists:
        aside = Findings(file)
        text = data.strip()
        value = text.decode("ascii", "replace") if text.startswith(b"eyJ") else read_json(text, file)
        for letter in opened(value, replace(trust, status_lists=()), at, aside):
            own = letter.document.get("id") == address and issuer_of(letter.document) == issuer and bool(types(letter.document) & _LISTS)
            if (
                own
                and letter.signature.state == "verified"
                and settled(letter, at, aside)
                and not any(entry.code == "note-expired" for entry in aside.problems)
            ):
                yield from nodes(letter.document.get("credentialSubject"))
