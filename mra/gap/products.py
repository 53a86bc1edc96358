"""Find a product group by id, goods code or name, in either language, typing errors forgiven."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mra.gap.writing import normal
from mra.model.market import ProductGroup

EXACT: Final = 100.0
_CODE = re.compile(r"(?:hs:?\s*)?(\d[\d. ]{3,})", re.IGNORECASE)
#: From these likenesses (0 to 100) on, names are taken for one another; a likeness never counts as much as the name itself.
_NEAR: Final = 72.0
_NEAR_CHINESE: Final = 60.0
_LIKE: Final = 0.9
#: What stands after these words says what the thing is for, not what it is.
_FOR: Final = re.compile(r" (?:for|with|of|to|in) ")


@dataclass(frozen=True, slots=True)
class Hit:
    """A product group that fits: by which of its names, and how well (0 to 100)."""

    group: str
    name: str
    score: float


def find_products(groups: Mapping[str, ProductGroup], query: str, limit: int = 10) -> list[Hit]:
    """The groups that fit ``query``, best first: an exact name or id, then parts of names and similar names."""
    code = _CODE.fullmatch(query.strip())
    if code:
        digits = re.sub(r"\D", "", code[1])
        return [Hit(group.id, hs, EXACT) for group in groups.values() if (hs := _fitting_code(group, digits))]
    wanted = normal(query)
    if not wanted:
        return []
    hits = _best_per_group(_by_name(groups, wanted))
    if not hits or hits[0].score < EXACT:
        hits = _best_per_group(iter([*hits, *_by_likeness(groups, wanted)]))
    return hits[:limit]


def _fitting_code(group: ProductGroup, digits: str) -> str | None:
    return next((code for code in group.hs if code.startswith(digits) or digits.startswith(code)), None)


def _names(groups: Mapping[str, ProductGroup]) -> Iterator[tuple[str, str, str]]:
    """Every name of every group: the group, the name as written and in its normal form."""
    for group in groups.values():
        for name in (group.id, group.label.en, group.label.zh):
            yield group.id, name, normal(name)
        for names in group.synonyms.values():
            for name in names:
                yield group.id, name, normal(name)


def _by_name(groups: Mapping[str, ProductGroup], wanted: str) -> Iterator[Hit]:
    """Names that are ``wanted``, contain it or stand in it; most counts what it ends with, for that says what the thing is."""
    together, head = wanted.replace(" ", ""), _FOR.split(wanted)[0]
    for group, name, known in _names(groups):
        if known == wanted or known.replace(" ", "") == together:
            yield Hit(group, name, EXACT)
        elif _contains(known, wanted):
            yield Hit(group, name, 90.0 * len(wanted) / len(known))
        elif _contains(wanted, known) and (len(known) > 1 or not known.isascii()):
            share = len(known) / len(wanted)
            yield Hit(group, name, 60.0 + 30.0 * share if _ends(head, known) else 80.0 * share)


def _contains(text: str, part: str) -> bool:
    """Whether ``part`` stands in ``text``: whole words of Latin script, any run of Chinese signs."""
    if part not in text or not part.isascii():
        return part in text
    return re.search(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])", text) is not None


def _ends(text: str, part: str) -> bool:
    return text == part or text.endswith(f" {part}" if part.isascii() else part)


def _by_likeness(groups: Mapping[str, ProductGroup], wanted: str) -> Iterator[Hit]:
    from mra.gap.likeness import likeness

    near = _NEAR if wanted.isascii() else _NEAR_CHINESE
    for group, name, known in _names(groups):
        score = likeness(wanted, known)
        if score >= near:
            yield Hit(group, name, _LIKE * score)


def _best_per_group(hits: Iterator[Hit]) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.group not in best or hit.score > best[hit.group].score:
            best[hit.group] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.group))
