"""What a finished run says of a portfolio: the numbers of a report, without any word for people.

Counted are mandatory requirements of a whole market. ``verdicts`` count certificates times requirements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mra.model.sheet import VERDICTS, Verdict
from mra.model.text import Bilingual
from mra.model.usability import Usable

Tally = Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRun:
    """What was judged, on which day, by what; ``rows`` is ``judged`` and ``refused`` together."""

    file: str
    sha256: str
    knowledge: str
    program: str
    as_of: date
    markets: tuple[str, ...]
    rows: int
    judged: int
    refused: int
    verdicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many certificates fail a criterion of usability: those that may not be used, and those that may, with a doubt."""

    criterion: str
    unusable: int
    doubtful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """How many rows were refused by a rule: in which columns, the first such row, what is wrong with it, the commonest remedy."""

    rule: str
    rows: int
    columns: tuple[str, ...]
    sheet: str
    row: int
    message: Bilingual
    remedy: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The least that duplicates cost in one currency. ``tasks``: each enterprise, product group and requirement once."""

    currency: str
    low: Decimal
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketFinding:
    """One market with the requirements of its blocs.

    ``coverage``: how many certificates are for products whose requirements were read so far. ``requirements``: the different ones that apply to
    some certificate; ``recognized`` and ``partial``: those of them for which some certificate is recognised, or only partly. ``again_in_part``:
    certificates times requirements that are no duplicates as a whole and contain one.
    """

    market: str
    coverage: Mapping[str, int]
    verdicts: Tally
    again_in_part: int
    requirements: int
    recognized: int
    partial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeFinding:
    """One requirement, which counts once though several ``markets`` have it. ``with_fee``: duplicates for which a published fee is recorded."""

    requirement: str
    markets: tuple[str, ...]
    verdicts: Tally
    again_in_part: int
    with_fee: int = 0
    costs: tuple[Cost, ...] = ()

    @property
    def again(self) -> int:
        """How many certificates are tested again."""
        return self.verdicts["duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFinding:
    """The certificates for one product group, or of one kind of evidence; each market counts for itself."""

    key: str
    certificates: int
    verdicts: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFinding:
    """One enterprise; each market counts for itself."""

    name: str
    certificates: int
    unusable: int
    verdicts: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFindings:
    """Everything a report tells. ``enterprises`` are those that are named, ``unnamed`` the certificates of nobody.

    Markets stand in the order of the run; schemes, product groups, kinds and enterprises with the most duplicates first.
    """

    run: FinishedRun
    enterprises: int
    unnamed: int
    usable: Mapping[Usable, int]
    standings: tuple[Standing, ...]
    refusals: tuple[Refusal, ...]
    markets: tuple[MarketFinding, ...]
    schemes: tuple[SchemeFinding, ...]
    products: tuple[GroupFinding, ...]
    kinds: tuple[GroupFinding, ...]
    most_duplicates: tuple[EnterpriseFinding, ...]

    @property
    def verdicts(self) -> Tally:
        """Certificates times requirements; each requirement counts once."""
        return added(scheme.verdicts for scheme in self.schemes)

    @property
    def again_in_part(self) -> int:
        """How often a requirement that is no duplicate as a whole contains one."""
        return sum(scheme.again_in_part for scheme in self.schemes)

    @property
    def with_fee(self) -> int:
        """For how many duplicates a published fee is recorded."""
        return sum(scheme.with_fee for scheme in self.schemes)

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What all duplicates cost at least, by currency."""
        return summed(cost for scheme in self.schemes for cost in scheme.costs)


def added(tallies: Iterable[Tally]) -> Tally:
    """The sum of ``tallies``.

    >>> added([{"missing": 1}, {"missing": 2}])["missing"]
    3
    """
    found = list(tallies)
    return {verdict: sum(tally.get(verdict, 0) for tally in found) for verdict in VERDICTS}


def summed(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """One cost a currency, by its code."""
    found: dict[str, Cost] = {}
    for cost in costs:
        before = found.get(cost.currency, Cost(currency=cost.currency, low=Decimal(), tasks=0))
        found[cost.currency] = Cost(currency=cost.currency, low=before.low + cost.low, tasks=before.tasks + cost.tasks)
    return tuple(found[currency] for currency in sorted(found))
