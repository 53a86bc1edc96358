"""Standards as STS XML (ISO STS and NISO STS): which standard adopts which, and to what degree where that is stated."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mra.errors import InputError
from mra.ingest.linked import tidy
from mra.ingest.problems import Findings
from mra.ingest.xml import Element, children, local_name, read_xml, text_at, text_of
from mra.language import say
from mra.model.standard import Degree, slug

__all__ = ["Adopted", "read_standard"]

_ROOTS: Final = frozenset({"standard", "adoption"})
#: Within one front the national metadata come first, the international last, whatever their order in the file.
_METAS: Final = ("nat-meta", "reg-meta", "std-meta", "iso-meta", "std-doc-meta")
_RELATIONS: Final[dict[str, Degree]] = {
    **dict.fromkeys(("idt", "identical", "isidentical", "isidenticalto", "identicalto", "identicaladoptionof"), "identical"),
    **dict.fromkeys(("mod", "modified", "ismodified", "ismodifiedfrom", "modifiedadoptionof"), "modified"),
    **dict.fromkeys(("neq", "notequivalent", "isnotequivalentto", "notequivalentto"), "not_equivalent"),
    **dict.fromkeys(("eqv", "legacyequivalent"), "legacy"),
    **dict.fromkeys(("adoptedfrom", "adopts", "adoptionof", "isadoptionof", "isnationaladoptionof"), "unknown"),
}
_LETTERS: Final[dict[str, Degree]] = {"IDT": "identical", "MOD": "modified", "NEQ": "not_equivalent", "EQV": "legacy"}
_DESIGNATION: Final = re.compile(r"[A-Z][A-Za-z]*(?:[ /][A-Za-z/]+)*[ -]?\d[\w.\-–/+:() ]{0,70}")
_DATED: Final = re.compile(r"[:–-]\s?(?:19|20)\d\d(?!\d)")
#: "ISO/IEC 7816-4:2005,IDT" as covers and forewords of Chinese standards write it, after the forms of signs are unified.
_STATED: Final = re.compile(r"((?:ISO|IEC|CISPR|ITU|EN|IEEE)[A-Z/ ]{0,20}\d[\w.\-/:+]{0,40})\s{0,3},\s{0,3}(IDT|MOD|NEQ|EQV)\b")
#: "GB/T 16649.4-2010, ISO/IEC 7816-4:2005, IDT" speaks of the standard that stands before.
_ANOTHER: Final = re.compile(r"([A-Z][A-Z/]{1,10} ?\d[\d.]*-\d{4})\s?[,(]\s?\Z")
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """One standard adopts another; ``words`` say how the file says so."""

    subject: str
    object: str
    degree: Degree
    words: str


def read_standard(data: bytes, findings: Findings) -> list[Adopted]:
    """The adoptions that a file states. Raises ``InputError`` if it is no such file; undated designations are noted and left out."""
    root = read_xml(data, findings.name)
    if local_name(root) not in _ROOTS:
        raise InputError(say("credential.no-standard", file=findings.name, root=tidy(local_name(root))))
    metas = list(_metas(root, 0))
    names = [_designation(meta, findings) for meta in metas]
    found = [
        Adopted(subject=above, object=below, degree="unknown", words="adoption within the file, degree not stated")
        for above, below in pairwise(names)
        if above and below and above != below
    ]
    for name, meta in zip(names, metas, strict=True):
        if name:
            found += _related(name, meta, findings)
    if not found:
        findings.note("no-adoption", "", next(iter(names), ""))
    return _merged(found, findings)


def _metas(node: Element, depth: int) -> Iterator[Element]:
    """The metadata of a standard and of those that it adopts, from the adopting one inwards."""
    for front in (*children(node, "adoption-front"), *children(node, "front")):
        yield from sorted((child for child in front if local_name(child) in _METAS), key=lambda child: _METAS.index(local_name(child)))
    if depth < _DEEPEST:
        for name in ("adoption", "standard"):
            for inner in children(node, name):
                yield from _metas(inner, depth + 1)


def _designation(meta: Element, findings: Findings) -> str:
    references = children(meta, "std-ref")
    dated = [entry for entry in references if entry.get("type") == "dated"]
    texts = [tidy(text_of(entry)) for entry in (*dated, *references)]
    found = next((text for text in texts if _DESIGNATION.fullmatch(text) and _DATED.search(text)), "")
    if not found:
        findings.note("undated-standard", local_name(meta), next(iter(texts), "") or tidy(text_at(meta, "doc-ref")) or "—", line=meta.sourceline or 0)
    return found


def _related(subject: str, meta: Element, findings: Findings) -> Iterator[Adopted]:
    for reference in children(meta, "std-xref"):
        word = re.sub(r"[^a-z]", "", str(reference.get("type", "")).lower())
        if word in _RELATIONS:
            target = tidy(text_at(reference, "std-ref"))
            if _DESIGNATION.fullmatch(target) and _DATED.search(target):
                yield Adopted(subject=subject, object=target, degree=_RELATIONS[word], words=f"std-xref of the type {tidy(str(reference.get('type')))}")
            else:
                findings.note("undated-standard", "std-xref", target or "—", line=reference.sourceline or 0)
    for text in _texts(meta):
        for found in _STATED.finditer(text):
            target, other = tidy(found[1]), _ANOTHER.search(text[: found.start()])
            is_own = other is None or slug(other[1]) == slug(subject)
            if is_own and _DATED.search(target) and target != subject:
                yield Adopted(subject=subject, object=target, degree=_LETTERS[found[2]], words=f"stated as {found[2]} in the metadata")


def _texts(meta: Element) -> Iterator[str]:
    """Where the metadata speak of the standard itself; notes and references speak of others too."""
    for path in (("title-wrap", "full"), ("title-wrap", "main"), ("std-ref",), ("doc-ref",), ("custom-meta-group", "custom-meta", "meta-value")):
        for element in children(meta, *path):
            yield unicodedata.normalize("NFKC", text_of(element)).replace("–", "-")


def _merged(found: list[Adopted], findings: Findings) -> list[Adopted]:
    """One statement a pair: a stated degree takes the place of an unknown one; two degrees for one pair leave it unknown."""
    pairs: dict[tuple[str, str], list[Adopted]] = {}
    for entry in found:
        pairs.setdefault((entry.subject, entry.object), []).append(entry)
    merged = []
    for (subject, target), entries in sorted(pairs.items()):
        stated = [entry for entry in entries if entry.degree != "unknown"]
        if len({entry.degree for entry in stated}) > 1:
            findings.note("two-degrees", subject, target)
            merged.append(Adopted(subject=subject, object=target, degree="unknown", words="two degrees are stated for this pair"))
        else:
            merged.append((stated or entries)[0])
    return merged
