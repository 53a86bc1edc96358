"""Find a product group by id, goods code or name, in either language, typing errors forgiven."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mra.model.market import ProductGroup

EXACT: Final = 100.0
_CODE = re.compile(r"(?:hs:?\s*)?(\d[\d. ]{3,})", re.IGNORECASE)
_NEAR: Final = 72.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A product group that fits: by which of its names, and how well (0 to 100)."""

    group: str
    name: str
    score: float


def normal(text: str) -> str:
    """Compatibility forms unified, lower case, single spaces."""
    return re.sub(r"[\s_/,，、()（）-]+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def find_products(groups: Mapping[str, ProductGroup], query: str, limit: int = 10) -> list[Hit]:
    """The groups that fit ``query``, best first; exact names and ids before parts of names before similar names."""
    code = _CODE.fullmatch(query.strip())
    if code:
        digits = re.sub(r"\D", "", code[1])
        return [Hit(group.id, hs, EXACT) for group in groups.values() if (hs := _fitting_code(group, digits))]
    wanted = normal(query)
    hits = _best_per_group(_by_name(groups, wanted)) if wanted else []
    if not hits:
        hits = _best_per_group(_by_similarity(groups, wanted)) if wanted else []
    return hits[:limit]


def _fitting_code(group: ProductGroup, digits: str) -> str | None:
    return next((code for code in group.hs if code.startswith(digits) or digits.startswith(code)), None)


def _names(group: ProductGroup) -> Iterator[str]:
    yield group.id
    yield group.label.en
    yield group.label.zh
    for names in group.synonyms.values():
        yield from names


def _by_name(groups: Mapping[str, ProductGroup], wanted: str) -> Iterator[Hit]:
    for group in groups.values():
        for name in _names(group):
            known = normal(name)
            if known == wanted:
                yield Hit(group.id, name, EXACT)
            elif _contains(known, wanted):
                yield Hit(group.id, name, 90.0 * len(wanted) / len(known))
            elif _contains(wanted, known) and (len(known) > 1 or not known.isascii()):
                yield Hit(group.id, name, 80.0 * len(known) / len(wanted))


def _contains(text: str, part: str) -> bool:
    """Whether ``part`` stands in ``text``: whole words of Latin script, any run of Chinese signs."""
    if part not in text or not part.isascii():
        return part in text
    return re.search(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])", text) is not None


def _by_similarity(groups: Mapping[str, ProductGroup], wanted: str) -> Iterator[Hit]:
    from rapidfuzz import fuzz

    for group in groups.values():
        for name in _names(group):
            score = fuzz.ratio(wanted, normal(name))
            if score >= _NEAR or (not wanted.isascii() and score >= 60):
                yield Hit(group.id, name, score)


def _best_per_group(hits: Iterator[Hit]) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.group not in best or hit.score > best[hit.group].score:
            best[hit.group] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.group))
