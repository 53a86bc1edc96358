"""How far the requirements of each market were read, by family: the share of the product groups that the family touches."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mra.knowledge.base import Knowledge
from mra.model.market import COVERAGE_ORDER
from mra.model.question import Question
from mra.model.text import Bilingual
from mra.recognition.applicability import economies_of
from mra.recognition.sheets import own_coverage

__all__ = ["LEVELS", "FamilyShare", "MarketShare", "coverage"]

LEVELS: Final = tuple(COVERAGE_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShare:
    """How many of the product groups that a family touches were read to which level; each level of ``LEVELS`` has its number."""

    family: str
    label: Bilingual
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketShare:
    """The families of one market."""

    market: str
    label: Bilingual
    families: tuple[FamilyShare, ...]

    @property
    def total(self) -> Mapping[str, int]:
        """All families together: pairs of product group and family."""
        return {level: sum(entry.groups[level] for entry in self.families) for level in LEVELS}

    @property
    def is_unread(self) -> bool:
        """Whether nothing was read."""
        return not any(self.total[level] for level in LEVELS if level != "unknown")


def coverage(knowledge: Knowledge, as_of: date) -> tuple[MarketShare, ...]:
    """Every market with every family. A member's coverage is the lowest of its own and its blocs' (contract)."""
    questions = {name: Question(product=name, as_of=as_of) for name in knowledge.groups}
    own = {
        (code, name, family): own_coverage(knowledge, questions[name], code, family).level
        for code in knowledge.economies
        for name, group in knowledge.groups.items()
        for family in group.families
    }
    found = []
    for code in knowledge.economies:
        chain = economies_of(knowledge, code, as_of)
        counted: dict[str, Counter[str]] = {family: Counter() for family in knowledge.concepts["family"]}
        for name, group in knowledge.groups.items():
            for family in group.families:
                counted[family][max((own[at, name, family] for at in chain), key=COVERAGE_ORDER.__getitem__)] += 1
        found.append(MarketShare(market=code, label=knowledge.economies[code].label, families=tuple(_shares(knowledge, counted))))
    return tuple(found)


def _shares(knowledge: Knowledge, counted: Mapping[str, Mapping[str, int]]) -> list[FamilyShare]:
    return [
        FamilyShare(family=family, label=knowledge.label("family", family), groups={level: levels.get(level, 0) for level in LEVELS})
        for family, levels in counted.items()
    ]
