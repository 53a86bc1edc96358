"""How far the requirements of a market were read, in certificates of a portfolio."""

from collections.abc import Mapping, Sequence
from datetime import date

from mra.knowledge.base import Knowledge
from mra.model.market import COVERAGE_ORDER
from mra.model.question import Question
from mra.recognition.applicability import economies_of
from mra.recognition.sheets import own_coverage


def certificates_by_coverage(knowledge: Knowledge, market: str, as_of: date, held: Mapping[str, int]) -> Mapping[str, int]:
    """How many certificates are for products whose requirements were read so far; ``held`` are the certificates by product."""
    found = dict.fromkeys(COVERAGE_ORDER, 0)
    economies = economies_of(knowledge, market, as_of)
    for product, certificates in held.items():
        found[coverage_level(knowledge, Question(product=product, as_of=as_of), economies)] += certificates
    return found


def coverage_level(knowledge: Knowledge, question: Question, economies: Sequence[str]) -> str:
    """The lowest level of all families of requirements of a product, in all ``economies``."""
    families = knowledge.groups[question.product].families
    levels = [own_coverage(knowledge, question, code, family).level for code in economies for family in families]
    return max(levels, key=COVERAGE_ORDER.__getitem__, default="unknown")
