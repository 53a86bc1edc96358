"""What a report on a portfolio is made from: the findings of a run, and the knowledge base that names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from mra.knowledge.base import Knowledge
from mra.model.directory import Directory
from mra.portfolio.found import Cost, PortfolioFindings
from mra.recognition.criteria import Criteria

#: The currency into which ``rates`` convert.
HOME: Final = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioReport:
    """The matter of a report. ``rates`` say how much of ``HOME`` one unit of a currency is worth; without them nothing is converted."""

    findings: PortfolioFindings
    directory: Directory
    knowledge: Knowledge
    integrity: Criteria
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    def amounts(self, costs: tuple[Cost, ...]) -> Mapping[str, Decimal]:
        """Amounts by currency, whole units rounded down: the least that something costs; what has a rate is converted."""
        found: dict[str, Decimal] = {}
        for cost in costs:
            rate = self.rates.get(cost.currency)
            currency = cost.currency if rate is None else HOME
            found[currency] = found.get(currency, Decimal()) + cost.low * (1 if rate is None else rate)
        return {currency: found[currency].quantize(Decimal(1), ROUND_FLOOR) for currency in sorted(found)}

    def economy(self, requirement: str) -> str:
        """The market, or bloc of markets, whose requirement it is."""
        return self.knowledge.schemes[requirement].economy
