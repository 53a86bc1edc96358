"""What a format said, read as the cells of a table are: the same words, the same refusals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mra.ingest.cells import BadCell, Reader, cell_readers
from mra.ingest.credential import REMARK, CredentialCertificate, Draft, Signature
from mra.ingest.kinds import find_kind
from mra.ingest.linked import tidy
from mra.ingest.moments import begin, first_day, last_day
from mra.ingest.problems import Findings
from mra.language import say
from mra.model.directory import Directory
from mra.model.evidence import JOINT
from mra.model.problem import Problem
from mra.model.standard import slug
from mra.model.text import Bilingual

__all__ = ["Settling", "settle"]

_STARTS: Final = ("date", "test_date")
_NAMES: Final = frozenset({"number", "holder", "issuer", "lab", "factory_name"})

_MOST_STANDARDS: Final = 200
_MOST_WORDS: Final = 40
_LONGEST_DESIGNATION: Final = 8
#: What makes another edition of the designation before it.
_AMENDMENT: Final = re.compile(r"[+/&]|amd|cor\b|corr|a\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What all certificates of one file are settled with. ``kind`` is what the user says that they are."""

    directory: Directory
    at: datetime
    kind: str | None
    findings: Findings


def settle(draft: Draft, form: str, signature: Signature, settling: Settling) -> CredentialCertificate | None:
    """The certificate, or ``None`` where the problems noted leave nothing to use."""
    findings = settling.findings
    if draft.refusal:
        findings.note(draft.refusal, draft.place, form)
        return None
    before = len(findings.problems)
    qualifiers = _qualifiers(draft, settling)
    standards = _standards(draft, settling)
    kind = settling.kind or _kind(draft, settling)
    if any(not problem.code.startswith(REMARK) for problem in findings.problems[before:]) or kind is None:
        return None
    if standards:
        qualifiers["standard"] = JOINT.join(standards)
    product = "; ".join(draft.products)
    return CredentialCertificate(kind=kind, format=form, signature=signature, qualifiers=qualifiers, product=product, hs=_goods(draft.hs))


def _qualifiers(draft: Draft, settling: Settling) -> dict[str, str]:
    readers, read = cell_readers(settling.directory), dict[str, str]()
    for name, raw in draft.words.items():
        word = tidy(raw)
        if name in _NAMES:
            read[name] = word
        elif name in (*_STARTS, "valid_until"):
            try:
                read[name] = last_day(word) if name == "valid_until" else first_day(word)
            except ValueError:
                settling.findings.note("wrong-moment", f"{draft.place}.{name}".lstrip("."), word)
        else:
            _read_cell(readers[name], name, word, draft.place, read, settling.findings)
    if "date" in read and begin(tidy(draft.words["date"])) > settling.at:
        settling.findings.note("not-yet-valid", draft.place, read["date"], day=settling.at.date())
    return read


def _read_cell(reader: Reader, name: str, word: str, place: str, read: dict[str, str], findings: Findings) -> None:
    try:
        read |= reader(word)
    except BadCell as bad:
        values = {"column": name, "value": word, **bad.values}
        message, remedy = say(f"certificates.{bad.code}", **values), say(f"certificates.{bad.code}.remedy", **values)
        problem = Problem(code=bad.code, file=findings.name, line=0, field=f"{place}.{name}".lstrip("."), value=word, message=message, remedy=remedy)
        findings.problems.append(problem)


def _standards(draft: Draft, settling: Settling) -> list[str]:
    """The designations that the knowledge base knows. One known is enough: others that were met besides take nothing from it."""
    editions = settling.directory.editions
    if len(draft.standards) + len(draft.mentions) > _MOST_STANDARDS:
        settling.findings.note("too-many-standards", draft.place, str(len(draft.standards) + len(draft.mentions)), most=_MOST_STANDARDS)
        return []
    found = {stated: next(_designations(stated, editions), "") for stated in (*draft.standards, *draft.mentions)}
    known = list(dict.fromkeys(designation for designation in found.values() if designation))
    for stated in (stated for stated, designation in found.items() if not designation):
        is_needed = not known and stated in draft.standards
        settling.findings.note("unknown-standard" if is_needed else "note-standard", f"{draft.place}.standard".lstrip("."), stated)
    return known


def _designations(stated: str, editions: Mapping[str, str]) -> Iterator[str]:
    """The designation that a text is, or the longest known one with which it begins or that stands in it."""
    if slug(stated) in editions:
        yield stated
        return
    words = stated.split()[:_MOST_WORDS]
    for start in range(len(words)):
        for stop in range(min(len(words), start + _LONGEST_DESIGNATION), start, -1):
            part = " ".join(words[start:stop]).strip(",;:()[]。，；（）")
            is_whole = stop == len(words) or not _AMENDMENT.match(words[stop])
            if is_whole and any(sign.isdigit() for sign in part) and slug(part) in editions:
                yield part


def _kind(draft: Draft, settling: Settling) -> str | None:
    found = find_kind(draft, settling.directory)
    if found.kind is None:
        labels = [say("report.named", label=settling.directory.kinds[kind], id=kind) for kind in found.choices]
        named = Bilingual(", ".join(label.en for label in labels), "、".join(label.zh for label in labels)) if labels else Bilingual("—", "—")
        example = found.choices[0] if found.choices else "cb_report"
        code = "no-accreditation" if found.wants_cnas else "which-kind"
        settling.findings.note(code, draft.place, next(iter(draft.schemes), ""), choices=named, example=example)
    return found.kind


def _goods(codes: Sequence[str]) -> tuple[str, ...]:
    """Goods codes as digits; what is no code of the Harmonized System is left out."""
    digits = (re.sub(r"[.\s]", "", code) for code in codes)
    return tuple(dict.fromkeys(code for code in digits if re.fullmatch(r"\d{4}|\d{6}|\d{8}|\d{10}", code, re.ASCII)))
